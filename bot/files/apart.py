"""Work on a stranger's file in a process of its own, which may fail without harm to anybody.

It gets so much memory and processor time, and no more; its rank is low, so that chats go first.
"""

from __future__ import annotations

import asyncio
import os
import resource
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_MEMORY: Final = 768 * 1024 * 1024  # of addresses; what is used is far less
MOST_SECONDS: Final = 60
LOW_RANK: Final = 10

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Exhausted(Exception):  # noqa: N818 - it is what happened
    """The work took more memory or time than it may."""


class Process:
    """One process that does one thing after the other, and keeps in mind what it was told."""

    def __init__(self) -> None:
        context = get_context("spawn")
        self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=_limited)

    async def do(
        self, work: Callable[Given, Result], *args: Given.args, **kw: Given.kwargs
    ) -> Result:
        """Return what some work gives; it, and what goes in and out, must be picklable.

        Raises Exhausted, and whatever the work raises.
        """
        try:
            return await asyncio.wrap_future(self._pool.submit(work, *args, **kw))
        except (BrokenProcessPool, MemoryError):
            raise Exhausted from None

    def end(self) -> None:
        """End the process once it has done what it does."""
        self._pool.shutdown(wait=False, cancel_futures=True)


@contextmanager
def process() -> Iterator[Process]:
    """Lend a process, which begins with its first work."""
    lent = Process()
    try:
        yield lent
    finally:
        lent.end()


async def apart(work: Callable[Given, Result], *args: Given.args, **kw: Given.kwargs) -> Result:
    """Return what some work gives that is done in a process of its own, as `Process.do` does."""
    with process() as lent:
        return await lent.do(work, *args, **kw)


def _limited() -> None:
    """Limit this process, and end it with the one that began it, however that ends."""
    Thread(target=_end_with_parent, daemon=True).start()
    os.nice(LOW_RANK)
    for limit, most in ((resource.RLIMIT_AS, MOST_MEMORY), (resource.RLIMIT_CPU, MOST_SECONDS)):
        _, ceiling = resource.getrlimit(limit)
        may_be_more = ceiling == resource.RLIM_INFINITY or most < ceiling
        resource.setrlimit(limit, (most if may_be_more else ceiling, ceiling))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
    os._exit(0)  # nobody is there to hear of anything
