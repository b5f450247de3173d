"""What was taken back and has found no end in time is erased without one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.claiming import ROWS
from bot.delivery.decisions import Step
from bot.delivery.outcomes import stepped_to, with_talk
from bot.turns.changes import Decision, Seen
from storage import Status, Submission

if TYPE_CHECKING:
    from bot.delivery.means import Means
    from bot.turns.taking import Talk


@dataclass(frozen=True, slots=True)
class EraseUndecided:
    """The job of it; the result is the new status, None where an end has come after all."""

    talk: Talk
    chat_id: int
    submission_id: str
    fence: int

    def decide(self, seen: Seen) -> Decision[Status | None]:
        """Return the submission given up and emptied, and the talk that hears of it."""
        row = seen.submission
        if row is None or not self._is_waiting(row):
            return Decision(None)
        dropped = stepped_to(row, Step(Status.DROPPED, seen.now))
        dropped = replace(dropped, last_error="ErasedUndecided")
        return Decision(dropped.status, with_talk(self.talk, seen, dropped))

    def _is_waiting(self, row: Submission) -> bool:
        return row.taken_back_at is not None and row.is_open and row.fence == self.fence


async def erase_undecided(means: Means) -> int:
    """Erase what was taken back longer ago than it may wait; return how many that were."""
    async with means.database.begin() as work:
        rows = await work.submissions.overdue(work.now - means.rules.decide_within, ROWS)
    for row in rows:
        await means.noted(EraseUndecided(means.talk, row.chat_id, row.id, row.fence))
    return len(rows)
