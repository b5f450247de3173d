"""How a confirmed draft becomes a submission: frozen, canonical, indexed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.turns.indexing import blind_indexes
from conversations.documents import draft_document
from conversations.leads import agreement
from conversations.record import record
from flextell import DateFormat, canonical_body
from storage import Chat, Keyring, OnExisting, Status, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from conversations.draft import Draft
    from conversations.flow import Flow
    from storage import Agent


@dataclass(frozen=True, slots=True)
class Submitting:
    """What the company adds to every customer's record.

    `countries` are Flextell's ids by ISO 3166 alpha-2; `on_existing` is what is done about who is
    there already.
    """

    flow: Flow
    keyring: Keyring
    single_name_last: str
    date_format: DateFormat
    defaults: Mapping[str, int]
    countries: Mapping[str, int] = field(default_factory=dict)
    on_existing: OnExisting = OnExisting.REVIEW

    def submission(
        self,
        chat: Chat,
        draft: Draft,
        card_message_id: int | None,
        now: datetime,
        agent: Agent | None = None,
    ) -> Submission:
        """Return the submission of a draft confirmed at this revision, due at once.

        What an agent entered, or had begun and handed over, is his in Flextell.
        """
        answers = self._spelled(record(self.flow, draft))
        whose = agent or draft.handed
        defaults = self.defaults if whose is None else {**self.defaults, "user_id": whose.user_id}
        body = canonical_body(answers, defaults=defaults, date_format=self.date_format)
        indexes = blind_indexes(self.keyring, body)
        return Submission(
            id=str(uuid.uuid4()),
            chat_id=chat.chat_id,
            draft_token=chat.token,
            revision=chat.revision,
            status=Status.QUEUED,
            body=body,
            draft=draft_document(draft),
            due_at=now,
            created_at=now,
            updated_at=now,
            card_message_id=card_message_id,
            on_existing=OnExisting.CREATE if draft.reason else self.on_existing,
            phone_index=indexes.phone_index,
            email_index=indexes.email_index,
            body_index=indexes.body_index,
            agent_id=None if agent is None else agent.agent_id,
            agreed=agreement(draft),
        )

    def _spelled(self, answers: dict[str, str]) -> dict[str, str]:
        """Return the answers with a last name, and the country by its id.

        A country that was accepted once and has no id any more is left out.
        """
        answers.setdefault("last_name", self.single_name_last)
        country_id = self.countries.get(answers.pop("country", ""))
        return answers if country_id is None else {**answers, "country_id": str(country_id)}
