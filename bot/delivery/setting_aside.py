"""Setting aside: a submission that does not open is handed to staff, and holds nobody else up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.delivery.outcomes import with_talk
from bot.turns.changes import Decision, Seen
from storage import Status, Submission

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.means import Means
    from bot.turns.taking import Talk

LOG = structlog.get_logger()

REASON = "DoesNotOpen"
# What cannot go on without its content.
_NEEDS_CONTENT = frozenset({Status.QUEUED, Status.UNKNOWN, Status.FIND_ID})


@dataclass(frozen=True, slots=True)
class SetAside:
    """The job of handing such a submission to staff; the result is None if it has moved on."""

    talk: Talk
    chat_id: int
    submission_id: str

    def decide(self, seen: Seen) -> Decision[Status | None]:
        """Return the submission as staff find it: as it was sealed, and why it waits for them."""
        row = seen.submission
        if row is None or row.is_readable or row.status not in _NEEDS_CONTENT:
            return Decision(None)
        aside = replace(row, status=Status.HUMAN, due_at=seen.now, last_error=REASON)
        return Decision(Status.HUMAN, with_talk(self.talk, seen, aside))


async def set_aside(means: Means, moved: Callable[[Status], None], submission: Submission) -> None:
    """Hand the submission to staff, and say so in the log by its id."""
    job = SetAside(means.talk, submission.chat_id, submission.id)
    status = await means.noted(job)
    if status is None:
        return
    LOG.error("submission does not open", submission_id=submission.id, status=status)
    moved(status)
