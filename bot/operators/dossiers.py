"""Everything an operator sees of one submission."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.operators import words
from bot.operators.masking import Line, masked_id, masked_lines, masked_name, plain_lines
from bot.turns.own_number import is_own_number
from storage import Status

if TYPE_CHECKING:
    from datetime import datetime

    from conversations.flow import Flow
    from storage import Attempt, AuditEntry, Submission, UnitOfWork


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of what happened, and when."""

    at: datetime
    what: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A submission with its answers, masked unless somebody asked to see them."""

    submission: Submission
    name: str
    chat: str
    lines: tuple[Line, ...]
    happenings: tuple[Happening, ...]
    is_masked: bool = True

    @property
    def waits(self) -> bool:
        """Tell whether an operator has to decide."""
        return self.submission.status is Status.HUMAN

    @property
    def may_be_created(self) -> bool:
        """Tell whether there is still something to be sent."""
        return bool(self.submission.is_readable and self.submission.body)

    @property
    def tells_of_others(self) -> bool:
        """Tell whether the person may know who was in Flextell before."""
        return is_own_number(self.submission)

    def unmasked(self, flow: Flow) -> Dossier:
        """Return it as it is, for an operator who is on record for that."""
        lines = plain_lines(flow, self.submission)
        chat = str(self.submission.chat_id)
        return replace(self, lines=lines, chat=chat, is_masked=False)


async def dossier(work: UnitOfWork, submission_id: str, flow: Flow) -> Dossier | None:
    """Return all that is known of a submission, None where there is none of this id."""
    row = await work.submissions.peek(submission_id)
    if row is None:
        return None
    attempts = await work.attempts.of(row.id)
    entries = await work.audit.about(row.id)
    return Dossier(
        submission=row,
        name=masked_name(flow, row),
        chat=masked_id(row.chat_id),
        lines=masked_lines(flow, row),
        happenings=_happenings(row, attempts, entries),
    )


def _happenings(
    row: Submission, attempts: list[Attempt], entries: list[AuditEntry]
) -> tuple[Happening, ...]:
    """Return what happened, in order."""
    found = [Happening(row.created_at, "confirmed by the person")]
    found += [Happening(each.started_at, _told(each)) for each in attempts]
    found += [Happening(each.at, _deed(each), each.who) for each in entries]
    return tuple(sorted(found, key=lambda each: each.at))


def _told(attempt: Attempt) -> str:
    told = f"attempt {attempt.number}: {words.outcome(attempt.outcome)}"
    looks = attempt.lookups_complete
    return f"{told}; looked up {looks} times" if looks else told


def _deed(entry: AuditEntry) -> str:
    told = words.deed(entry.action)
    return f"{told}, as customer {entry.detail}" if entry.detail else told
