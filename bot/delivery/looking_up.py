"""Looking up: whether an attempt without a clear answer made a customer."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.delivery import pausing
from bot.delivery.decisions import Unusable
from bot.delivery.matching import Matches, Sought, matches, sought
from bot.delivery.outcomes import NoteLookup
from bot.delivery.rounds import Taken, rest_until
from bot.delivery.setting_aside import set_aside
from flextell import CallFailed, Customer
from storage import LOOKED_UP, Attempt, Status, Submission

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.delivery.means import Means

LOG = structlog.get_logger()

# A hundred customers each: more than any window should hold.
_PAGES = 50


class LookingUp:
    """The search for customers of attempts; `moved` is told each new status."""

    def __init__(self, means: Means, moved: Callable[[Status], None]) -> None:
        self._means = means
        self._moved = moved

    async def take(self, free: int) -> Taken:
        """Lease up to `free` submissions whose look-up is due, and return the look-ups."""
        async with self._means.database.begin() as work:
            rows = await work.submissions.due(LOOKED_UP, free)
            if not rows:
                next_due_at = await work.submissions.next_due_at()
                return Taken(rest=rest_until(next_due_at, work.now))
            paused = await pausing.held(work) is not None
            attempts = await work.attempts.latest([row.id for row in rows])
            lease = work.now + self._means.rules.lease
            await work.submissions.keep([replace(row, due_at=lease) for row in rows])
            now = work.now
        return Taken(
            [partial(self._look_up, row, attempts.get(row.id), now, paused) for row in rows]
        )

    async def _look_up(
        self,
        submission: Submission,
        attempt: Attempt | None,
        now: datetime,
        paused: bool,  # noqa: FBT001 - part of what was taken up, not an option
    ) -> None:
        found: Matches | Unusable
        if not submission.is_readable:
            await set_aside(self._means, self._moved, submission)
            return
        if attempt is None or paused:
            found = Unusable("paused" if paused else "no attempt")
        else:
            found = await self._found(sought(submission.body, attempt, self._means.rules), now)
        await self._note(submission, found)

    async def _found(self, who: Sought, now: datetime) -> Matches | Unusable:
        """Return who matches; any error, and any doubt about the list, allows no conclusion."""
        rules = self._means.rules
        try:
            async with asyncio.timeout(rules.deadline.total_seconds()):
                customers = await self._candidates(who)
        except CallFailed as failure:
            await pausing.pause_for(self._means.database, failure, rules)
            return Unusable(type(failure).__name__)
        except TimeoutError:
            return Unusable("deadline")
        return Unusable("incomplete") if customers is None else matches(who, customers, now)

    async def _candidates(self, who: Sought) -> list[Customer] | None:
        """Return who may match: all the newest, and what a search finds; None if some may lack."""
        listing = await self._means.flextell.newest(who.earliest, max_pages=_PAGES)
        if not listing.complete:
            return None
        customers = list(listing.customers)
        for text in filter(None, (who.phone, who.email)):
            customers += (await self._means.flextell.search(text)).customers
        return customers

    async def _note(self, submission: Submission, found: Matches | Unusable) -> None:
        means = self._means
        job = NoteLookup(
            means.talk,
            means.rules,
            submission.chat_id,
            submission.id,
            submission.fence,
            found,
            means.chance(),
        )
        outcome = found.reason if isinstance(found, Unusable) else "LookedUp"
        metrics.FLEXTELL_CALLS.labels(outcome=outcome).inc()
        status = await means.noted(job)
        LOG.info(
            "submission looked up",
            submission_id=submission.id,
            status=status,
            reason=found.reason if isinstance(found, Unusable) else None,
        )
        if status is not None:
            metrics.DELIVERIES.labels(status).inc()
            self._moved(status)
