"""The work that goes on beside a process's door, and the signal that ends it all."""

from __future__ import annotations

import asyncio
import signal
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from typing import Any

LOG = structlog.get_logger()

Result = TypeVar("Result")

SIGNALS = (signal.SIGTERM, signal.SIGINT)

# We promise hosts to be gone within five seconds; the last calls and closing take some of them.
ORDERLY_SECONDS = 3.6


class PartEnded(Exception):  # noqa: N818 - it is what happened
    """Work that lasts as long as its process has ended; the host starts the process anew."""


class ToldToStop(Exception):  # noqa: N818 - it is what happened
    """A signal has ended the work."""


def when_told_to_stop(act: Callable[[], object]) -> None:
    """Do this at the first SIGTERM or SIGINT; later ones must not cut short what then ends."""
    is_told = False

    def told() -> None:
        nonlocal is_told
        if not is_told:
            is_told = True
            act()

    for signum in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(signum, told)


async def until_told_to_stop(work: Coroutine[Any, Any, Result]) -> Result:
    """Return the work's result; a signal cancels it, and it may still put things in order.

    Raises ToldToStop once it has.
    """
    task = asyncio.get_running_loop().create_task(work)
    when_told_to_stop(task.cancel)
    await asyncio.wait([task])
    if task.cancelled():
        raise ToldToStop
    return task.result()


class Background:
    """Named tasks; `stop` is set by SIGTERM, by SIGINT, or when one of them fails.

    `seconds` is how long, from then on, parts may take to end by themselves.
    """

    def __init__(self, seconds: float = ORDERLY_SECONDS) -> None:
        self._seconds = seconds
        self.stop = asyncio.Event()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._lasting: set[str] = set()
        self._failed: list[str] = []
        self._asks: list[Callable[[], None]] = []
        self._stopped_at = 0.0
        when_told_to_stop(self._told_to_stop)

    def start(self, name: str, work: Coroutine[Any, Any, None], *, may_end: bool = False) -> None:
        """Do some work meanwhile; unless it may end, its end ends the process."""
        task = asyncio.get_running_loop().create_task(work, name=name)
        self._tasks[name] = task
        if not may_end:
            self._lasting.add(name)
        task.add_done_callback(partial(self._ended, may_end=may_end))

    def at_stop(self, ask: Callable[[], None]) -> None:
        """Have some part asked to end as soon as the process is told to."""
        self._asks.append(ask)

    def running(self) -> Mapping[str, Callable[[], bool]]:
        """Return, for each part that lasts, whether it goes on."""
        return {name: partial(self._goes_on, name) for name in self._lasting}

    async def end(self, *awaited: str) -> None:
        """Let these parts end by themselves if they are quick enough, then end all.

        Raises PartEnded if one had ended before it was asked.
        """
        patient = [self._tasks[name] for name in awaited if name in self._tasks]
        if patient:
            gone_by = self._clock() - self._stopped_at
            await asyncio.wait(patient, timeout=max(0.0, self._seconds - gone_by))
        for task in self._tasks.values():
            task.cancel()
        await asyncio.gather(*self._tasks.values(), return_exceptions=True)
        if self._failed:
            raise PartEnded(f"{', '.join(self._failed)} ended; the log says why")

    def _told_to_stop(self) -> None:
        self._stopped_at = self._clock()
        for ask in self._asks:
            ask()
        self.stop.set()

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()

    def _goes_on(self, name: str) -> bool:
        return not self._tasks[name].done()

    def _ended(self, task: asyncio.Task[None], *, may_end: bool) -> None:
        if task.cancelled() or self.stop.is_set():
            return
        error = task.exception()
        if error is None and may_end:
            return
        LOG.error("part of the process ended", process=task.get_name(), exc_info=error)
        self._failed.append(task.get_name())
        self._told_to_stop()
