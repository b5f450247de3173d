"""The newest customers in Flextell, listed before a claim: who is there then is not ours."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.delivery import pausing
from flextell import CallFailed, Created, Customer, Misconfigured

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.delivery.decisions import Verdict
    from bot.delivery.means import Means

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Recent:
    """The newest customers, and until when (seconds of the loop) the list serves."""

    fresh_until: float
    customers: list[Customer]


class Newest:
    """The list, which serves all claims of a second; a comfort, which may hold nothing up."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._recent: Recent | None = None

    def still_fresh(self) -> list[Customer] | None:
        """Return the customers listed a moment ago, ours of since then among them."""
        recent = self._recent
        return recent.customers if recent and _clock() < recent.fresh_until else None

    async def listed(self, now: datetime) -> Sequence[Customer] | CallFailed | None:
        """Return the customers created just now; None if that is not to be had.

        One page is enough: an id that is missing in it is told by its time of creation. A failure
        that would meet the POSTs as well is returned, and pauses before anything is claimed.
        """
        rules = self._means.rules
        asked_at = _clock()
        try:
            async with asyncio.timeout(rules.list_patience.total_seconds()):
                listing = await self._means.flextell.newest(now - rules.skew, max_pages=1)
        except CallFailed as failure:
            metrics.FLEXTELL_CALLS.labels(outcome=type(failure).__name__).inc()
            if isinstance(failure, Misconfigured):
                return None  # who may not list may yet create: the POST itself will tell
            paused = await pausing.pause_for(self._means.database, failure, rules)
            return failure if paused else None
        except Exception as error:  # noqa: BLE001 - whatever it was, a claim can do without
            LOG.warning("no list before the claim", error=type(error).__name__)
            return None
        metrics.FLEXTELL_CALLS.labels(outcome="Listed").inc()
        fresh_until = asked_at + rules.list_fresh.total_seconds()
        self._recent = Recent(fresh_until, list(listing.customers))
        return listing.customers

    def remember(self, verdict: Verdict) -> None:
        """Keep the list true of our own customers; after an unclear answer it is asked anew."""
        if isinstance(verdict, Created) and self._recent is not None:
            self._recent.customers.append(verdict.customer)
        else:
            self._recent = None


def _clock() -> float:
    return asyncio.get_running_loop().time()
