"""One kind of work, repeated until it is stopped: take what is due, do it, rest."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.unbroken import unbroken
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from datetime import datetime

LOG = structlog.get_logger()

# The longest rest: what another process has made due is noticed this late.
IDLE_SECONDS = 1.0
# The shortest time from one round to the next: what becomes due meanwhile is taken up together,
# in one transaction and after one list of customers.
GATHER_SECONDS = 0.1
_LONGEST_BACKOFF_SECONDS = 10.0

Errand = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Taken:
    """What a round has taken up, and for how many seconds there is nothing else to take."""

    errands: Sequence[Errand] = ()
    rest: float = 0.0


Take = Callable[[int], Coroutine[None, None, Taken]]


class Rounds:
    """Take up errands, never more than `limit` at once; trouble is logged and outlasted.

    `take` may hold a transaction, so it is never broken off; it ends in a few seconds at most.
    """

    def __init__(self, take: Take, limit: int) -> None:
        self._take = take
        self._limit = limit
        self._under_way: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()
        self._failures = 0
        self._stopped = False

    def wake(self) -> None:
        """Say that something may be due before the rest is over."""
        self._woken.set()

    @property
    def has_room(self) -> bool:
        """Tell whether one more errand may begin now."""
        return not self._stopped and len(self._under_way) < self._limit

    def begin(self, errand: Errand) -> None:
        """Do an errand; one that was not taken up here comes from who has asked for room."""
        task = asyncio.get_running_loop().create_task(_done(errand))
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def stop(self) -> None:
        """Take up nothing more."""
        self._stopped = True
        self._woken.set()

    async def run(self) -> None:
        """Go round until stopped, then finish what is under way; a cancelled run leaves it."""
        try:
            while not self._stopped:
                self._woken.clear()
                next_at = asyncio.get_running_loop().time() + GATHER_SECONDS
                await self._rest(await self._round())
                await asyncio.sleep(next_at - asyncio.get_running_loop().time())
            if self._under_way:
                await asyncio.wait(self._under_way)
        finally:
            await self._leave()

    async def _round(self) -> float:
        """Take up what there is room for; return how long to rest."""
        free = self._limit - len(self._under_way)
        if free <= 0:
            return IDLE_SECONDS
        try:
            taken = await unbroken(self._take(free))
        except DatabaseTrouble as trouble:
            LOG.warning("delivery waits for the database", error=type(trouble).__name__)
            return self._backoff()
        except Exception:
            LOG.exception("delivery round failed")
            return self._backoff()
        self._failures = 0
        for errand in taken.errands:
            self.begin(errand)
        return taken.rest

    def _backoff(self) -> float:
        """Return how long to rest after one more failure in a row: 0.2 s, doubled up to 10 s."""
        self._failures += 1
        return min(math.ldexp(0.1, min(self._failures, 10)), _LONGEST_BACKOFF_SECONDS)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._woken.set()

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._woken.wait()

    async def _leave(self) -> None:
        under_way = set(self._under_way)
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


def rest_until(moment: datetime | None, now: datetime) -> float:
    """Return the seconds until something is due, within what a rest may last.

    What is overdue and yet was not taken is somebody else's, or waits for a pause to end.
    """
    if moment is None or moment <= now:
        return IDLE_SECONDS
    return min((moment - now).total_seconds(), IDLE_SECONDS)


async def _done(errand: Errand) -> None:
    try:
        await errand()
    except Exception:
        LOG.exception("delivery errand failed")
