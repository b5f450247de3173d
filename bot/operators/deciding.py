"""What an operator decides about a submission that nobody else can bring to its end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.decisions import Step
from bot.delivery.outcomes import stepped_to, with_talk
from bot.operators.actions import Action
from bot.turns.changes import Decision, Seen
from storage import AuditEntry, Status, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.rules import Rules
    from bot.turns.taking import Talk

# Flextell's ids are whole numbers from 1.
_CUSTOMER_ID = re.compile("[1-9][0-9]{0,17}")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the three ways out; `customer_id` belongs to "it exists, as" alone."""

    action: Action
    customer_id: str | None = None


CREATE_AGAIN = Choice(Action.CREATE_AGAIN)
DROP = Choice(Action.DROP)


def exists_as(customer_id: str) -> Choice | None:
    """Return the choice of a customer found in Flextell, None where that can be no id."""
    stripped = customer_id.strip()
    if not _CUSTOMER_ID.fullmatch(stripped):
        return None
    return Choice(Action.EXISTS_AS, stripped)


@dataclass(frozen=True, slots=True)
class Resolve:
    """The job of an operator's decision; the result is the new status, None where it is too late.

    It is void unless the submission still waits for a human, and under the `fence` under which
    the operator saw it: another operator may have decided, and it may have come back since.
    """

    talk: Talk
    rules: Rules
    chat_id: int
    submission_id: str
    fence: int
    choice: Choice
    who: str

    def decide(self, seen: Seen) -> Decision[Status | None]:
        """Return what becomes of submission and talk, and the entry in the audit."""
        if seen.submission is None or not self._is_asked(seen.submission):
            return Decision(None)
        step = _step(self.choice, seen.now, self.rules)
        stepped = stepped_to(seen.submission, step)
        changes = with_talk(self.talk, seen, stepped)
        return Decision(stepped.status, replace(changes, audit=self._entry(seen.now)))

    def _is_asked(self, submission: Submission) -> bool:
        return submission.status is Status.HUMAN and submission.fence == self.fence

    def _entry(self, now: datetime) -> AuditEntry:
        choice = self.choice
        return AuditEntry(now, self.who, choice.action, self.submission_id, choice.customer_id)


def _step(choice: Choice, now: datetime, rules: Rules) -> Step:
    match choice.action:
        case Action.EXISTS_AS:
            return Step(Status.LINKED, now + rules.keep_record, customer_id=choice.customer_id)
        case Action.CREATE_AGAIN:
            return Step(Status.QUEUED, now)
        case _:
            return Step(Status.DROPPED, now + rules.keep_record)
