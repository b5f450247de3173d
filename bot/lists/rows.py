"""How a row becomes a lead, once: by what it says, and never by where it stands."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.draft import Draft
from conversations.leads import lead_flow
from conversations.lists.entries import State
from conversations.lists.on_known import OnKnown
from conversations.lists.outcomes import Outcome
from conversations.normal import folded
from conversations.record import record
from storage import ROW, Chat, ImportRow, OnExisting, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bot.turns.submitting import Submitting
    from conversations.lists.entries import Entry
    from storage import Agent, Keyring, UnitOfWork

_TOKEN_LENGTH: Final = 16
_ID_LENGTH: Final = 32
# So many rows are due in a second, which leaves room for those who register by themselves.
_A_SECOND: Final = 20
_ON_EXISTING: Final = MappingProxyType(
    {
        OnKnown.LEAVE_OUT: OnExisting.SKIP,
        OnKnown.STAFF: OnExisting.REVIEW,
        OnKnown.OTHERS: OnExisting.CREATE,
        OnKnown.ANEW: OnExisting.CREATE,
    }
)


@dataclass(frozen=True, slots=True)
class Decided:
    """What rows came to, and the submissions that came of them."""

    rows: tuple[ImportRow, ...]
    submissions: tuple[Submission, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """Decides rows of one agent's list; `import_id` is the list's.

    `on_known` is what becomes of those who are known already, `reason` why one of them is created.
    """

    submitting: Submitting
    agent: Agent
    import_id: str
    on_known: OnKnown
    reason: str = ""

    def decided(
        self,
        entries: Sequence[Entry],
        taken: Mapping[str, str],
        met: Mapping[int, str],
        now: datetime,
    ) -> Decided:
        """Return what some rows come to.

        `taken` are the submissions there are, by token; `met` says by whom a row may be known.
        """
        taken = dict(taken)
        rows, submissions = [], []
        for entry in entries:
            if entry.state is not State.READY:
                rows.append(self._row(entry, Outcome(entry.state), None, entry.reasons))
                continue
            row, new = self._ready(entry, taken, met.get(entry.number), now)
            rows.append(row)
            if new is not None:
                submissions.append(new)
                taken[new.draft_token] = new.id
        return Decided(tuple(rows), tuple(submissions))

    def _ready(
        self, entry: Entry, taken: Mapping[str, str], met: str | None, now: datetime
    ) -> tuple[ImportRow, Submission | None]:
        """Return what a row comes to of which all is there, and the submission that is new."""
        tokens = tokens_of(self.submitting, self.agent.agent_id, entry)
        before = next((taken[token] for token in tokens if token in taken), None)
        told = () if met is None else (met,)
        if before is not None:
            return self._row(entry, Outcome.KNOWN, before), None
        if told and self.on_known is OnKnown.LEAVE_OUT:
            return self._row(entry, Outcome.MET, None, told), None
        new = self._submission(entry, tokens[0], now)
        return self._row(entry, Outcome.TAKEN, new.id, told), new

    def _row(
        self, entry: Entry, outcome: Outcome, of: str | None, reasons: tuple[str, ...] = ()
    ) -> ImportRow:
        return ImportRow(self.import_id, entry.number, outcome, of, reasons)

    def _submission(self, entry: Entry, token: str, now: datetime) -> Submission:
        """Return a row's submission, due in its turn: who registers meanwhile goes before."""
        chat = Chat(self.agent.agent_id, token, 0, {})
        draft = Draft(entry.answers, reason=self.reason or None)
        row = self.submitting.submission(chat, draft, None, now, self.agent)
        due_at = now + timedelta(seconds=entry.number / _A_SECOND)
        return replace(row, on_existing=_ON_EXISTING[self.on_known], due_at=due_at)


def tokens_of(submitting: Submitting, agent_id: int, entry: Entry) -> tuple[str, ...]:
    """Return the tokens of a row's draft under each index key, the newest first.

    Capitals and marks make nobody another customer.
    """
    answers = record(lead_flow(submitting.flow), Draft(entry.answers))
    said = {key: folded(value) for key, value in answers.items()}
    about = json.dumps([agent_id, said], sort_keys=True)
    return tuple(map(_token, submitting.keyring.indexes(about, "row")))


async def taken_of(
    work: UnitOfWork, submitting: Submitting, agent_id: int, entries: Sequence[Entry]
) -> dict[str, str]:
    """Return the submissions that rows have already, by the tokens of their drafts."""
    ready = [entry for entry in entries if entry.state is State.READY]
    named = [token for entry in ready for token in tokens_of(submitting, agent_id, entry)]
    return await work.imports.submitted(named)


def import_id(keyring: Keyring, agent_id: int, content: bytes) -> str:
    """Return by what a file of an agent is found again, under the newest index key."""
    digest = hashlib.sha256(content).hexdigest()
    return keyring.index(f"{agent_id}/{digest}", "list").hex()[:_ID_LENGTH]


def _token(index: bytes) -> str:
    return f"{ROW}{base64.urlsafe_b64encode(index).decode()}"[:_TOKEN_LENGTH]
