"""Searching: whether who is to be created is in Flextell already, asked before the first POST.

It is a comfort: where it cannot be had, the customer is created without it, and the nightly
audit looks afterwards.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.delivery.matching import Existing, existing, sought
from flextell import CallFailed, LimitReached, NotSent, TokenRejected, Unknown

if TYPE_CHECKING:
    from bot.delivery.matching import Sought
    from bot.delivery.means import Means
    from flextell import Customer
    from storage import Attempt, Submission

LOG = structlog.get_logger()


class Searching:
    """The search by phone and by e-mail; while it rests after a failure, that holds for all."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._rest: tuple[float, CallFailed] | None = None

    async def before(
        self, submission: Submission, attempt: Attempt
    ) -> Existing | CallFailed | None:
        """Return who is there already, before a submission is sent for the first time.

        A failure puts the POST off. None where it is made without knowing: nobody asks any more,
        or nobody can tell and it has waited for long enough.
        """
        if submission.posts > 1 or submission.found:
            return None
        found = await self.look(submission, attempt)
        match found:
            case Existing() | LimitReached() | TokenRejected():
                return found
            case NotSent(reason=reason) | Unknown(reason=reason) if self._may_wait(submission):
                return NotSent(f"search: {reason}")
        LOG.warning("sent without a search", submission_id=submission.id)
        return None

    async def look(self, submission: Submission, attempt: Attempt) -> Existing | CallFailed:
        """Return who is there now, or why that cannot be told."""
        if self._rest is not None and self._clock() < self._rest[0]:
            return self._rest[1]
        try:
            async with asyncio.timeout(self._means.rules.search_patience.total_seconds()):
                found = await self._existing(sought(submission.body, attempt, self._means.rules))
        except CallFailed as failure:
            return self._failed(failure)
        except Exception as error:  # noqa: BLE001 - whatever it was, the customer is not held up
            return self._failed(Unknown(type(error).__name__))
        metrics.FLEXTELL_CALLS.labels(outcome="Searched").inc()
        return found

    async def _existing(self, who: Sought) -> Existing:
        """Search for both at once: what a server finds by itself is not more than a candidate.

        Both come to their end, whatever becomes of one of them.
        """
        search = self._means.flextell.search
        calls = [search(text) for text in (who.phone, who.email) if text]
        customers: list[Customer] = []
        for answer in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(answer, BaseException):
                raise answer
            customers += answer.customers
        return existing(who, customers)

    def _failed(self, failure: CallFailed) -> CallFailed:
        rest = self._means.rules.search_rest.total_seconds()
        self._rest = (self._clock() + rest, failure)
        metrics.FLEXTELL_CALLS.labels(outcome=type(failure).__name__).inc()
        LOG.warning("search failed", outcome=type(failure).__name__)
        return failure

    def _may_wait(self, submission: Submission) -> bool:
        """Tell whether it has been put off seldom enough; this claim is counted in neither."""
        return submission.fence - submission.posts < self._means.rules.search_tries

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()
