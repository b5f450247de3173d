"""Mending: leases that ran out are given up, and a blocked queue goes on once it can."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.delivery import canary
from bot.delivery.claiming import ROWS, expire, unblock
from bot.delivery.pausing import MENDING
from bot.delivery.rounds import IDLE_SECONDS, Taken
from bot.unbroken import unbroken
from flextell import CallFailed
from storage import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.means import Means
    from storage import UnitOfWork

LOG = structlog.get_logger()


class Mending:
    """What is looked after once a second; `moved` is told each new status."""

    def __init__(self, means: Means, moved: Callable[[Status], None]) -> None:
        self._means = means
        self._moved = moved

    async def take(self, free: int) -> Taken:  # noqa: ARG002 - there is one errand at most
        """Give up expired leases, queue what is no longer blocked, and probe if that is due."""
        async with self._means.database.begin() as work:
            expired = await expire(work, self._means.rules, self._means.chance())
            probe = await self._is_probe_due(work)
        if expired:
            LOG.warning("leases expired", count=expired)
            self._moved(Status.UNKNOWN)
            self._moved(Status.QUEUED)
        return Taken([self._probe] if probe else [], 0.0 if expired >= ROWS else IDLE_SECONDS)

    async def _is_probe_due(self, work: UnitOfWork) -> bool:
        """Tell whether to probe now; if so, the next probe is put off, so that one is enough.

        Without a pause nothing is blocked any more: that also frees what was written down as
        blocked when another worker had just seen Flextell answer.
        """
        pause = await work.pauses.get(MENDING)
        if pause is None:
            await unblock(work)
            return False
        if pause.probe_at is not None and pause.probe_at > work.now:
            return False
        await work.pauses.set(replace(pause, probe_at=work.now + self._means.rules.probe_pause))
        return True

    async def _probe(self) -> None:
        """Make one harmless call; if Flextell answers it, the queue goes on."""
        try:
            await self._means.flextell.ping()
        except CallFailed as failure:
            LOG.warning("delivery stays paused", outcome=type(failure).__name__)
            return
        await unbroken(self._go_on())
        self._moved(Status.QUEUED)
        LOG.info("delivery goes on")

    async def _go_on(self) -> None:
        """Lift the pause; what has been blocked is queued in the rounds that follow."""
        async with self._means.database.begin() as work:
            await work.pauses.lift(MENDING)
            await canary.doubt(work)
            await unblock(work)
