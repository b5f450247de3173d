"""How a row becomes a lead, once: by what it says, and never by where it stands."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from conversations.draft import Draft
from conversations.leads import lead_flow
from conversations.lists.entries import State
from conversations.lists.outcomes import Outcome
from conversations.normal import folded
from conversations.record import record
from storage import ROW, Chat, ImportRow, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.turns.submitting import Submitting
    from conversations.lists.entries import Entry
    from storage import Agent, Keyring

_TOKEN_LENGTH: Final = 16
_ID_LENGTH: Final = 32
# So many rows are due in a second, which leaves room for those who register by themselves.
_A_SECOND: Final = 20


@dataclass(frozen=True, slots=True)
class Decided:
    """What rows came to, and the submissions that came of them."""

    rows: tuple[ImportRow, ...]
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decides rows of one agent's list; `import_id` is the list's."""

    submitting: Submitting
    agent: Agent
    import_id: str

    def tokens(self, entry: Entry) -> tuple[str, ...]:
        """Return the tokens of a row's draft under each index key, the newest first.

        Capitals and marks make nobody another customer.
        """
        answers = record(lead_flow(self.submitting.flow), Draft(entry.answers))
        said = {key: folded(value) for key, value in answers.items()}
        about = json.dumps([self.agent.agent_id, said], sort_keys=True)
        found = self.submitting.keyring.indexes(about, "row")
        return tuple(map(_token, found))

    def decided(
        self, entries: Sequence[Entry], known: Mapping[str, str], now: datetime
    ) -> Decided:
        """Return what some rows come to; `known` are the submissions there are, by token."""
        known = dict(known)
        rows, submissions = [], []
        for entry in entries:
            if entry.state is not State.READY:
                state = Outcome(entry.state)
                rows.append(ImportRow(self.import_id, entry.number, state, None, entry.reasons))
                continue
            tokens = self.tokens(entry)
            before = next((known[token] for token in tokens if token in known), None)
            if before is None:
                submissions.append(self._submission(entry, tokens[0], now))
                known[tokens[0]] = submissions[-1].id
            outcome = Outcome.TAKEN if before is None else Outcome.KNOWN
            of = before or submissions[-1].id
            rows.append(ImportRow(self.import_id, entry.number, outcome, of))
        return Decided(tuple(rows), tuple(submissions))

    def _submission(self, entry: Entry, token: str, now: datetime) -> Submission:
        """Return a row's submission, due in its turn: who registers meanwhile goes before."""
        chat = Chat(self.agent.agent_id, token, 0, {})
        row = self.submitting.submission(chat, Draft(entry.answers), None, now, self.agent)
        return replace(row, due_at=now + timedelta(seconds=entry.number / _A_SECOND))


def import_id(keyring: Keyring, agent_id: int, content: bytes) -> str:
    """Return by what a file of an agent is found again, under the newest index key."""
    digest = hashlib.sha256(content).hexdigest()
    return keyring.index(f"{agent_id}/{digest}", "list").hex()[:_ID_LENGTH]


def _token(index: bytes) -> str:
    return f"{ROW}{base64.urlsafe_b64encode(index).decode()}"[:_TOKEN_LENGTH]
