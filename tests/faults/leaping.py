"""Time that leaps: a loop in which what waits for a moment gets there as soon as all else rests.

Minutes of the bot's own rules pass in milliseconds, in the order in which they would pass. What
is asked of another process takes the time that it takes: while it is, nothing leaps.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from contextlib import asynccontextmanager, contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from storage import Keyring, UnitOfWork

LONGEST_LOOK_SECONDS = 1.0


class Leap(selectors.DefaultSelector):
    """Waits for no timer: `ahead` is by how many seconds its time is ahead of all clocks."""

    def __init__(self) -> None:
        super().__init__()
        self.ahead = 0.0
        self._asked = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what has happened; where nothing can any more, leap to the next timer."""
        found = super().select(0)
        if found or timeout == 0:
            return found
        if self._asked or timeout is None:
            return super().select(min(timeout or LONGEST_LOOK_SECONDS, LONGEST_LOOK_SECONDS))
        self.ahead += timeout
        return []

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Let no time leap meanwhile: another process is at work."""
        self._asked += 1
        try:
            yield
        finally:
            self._asked -= 1


class LeapingLoop(asyncio.SelectorEventLoop):
    """A loop whose time leaps."""

    def __init__(self) -> None:
        self.leap = Leap()
        super().__init__(self.leap)

    def time(self) -> float:
        """Return the seconds that have passed, those leapt over among them."""
        return super().time() + self.leap.ahead

    def wall_clock(self) -> float:
        """Return the seconds since 1970 as they are in this loop."""
        return time.time() + self.leap.ahead


class LeapingDatabase(Database):
    """A database whose clock is the loop's, and whose server may be another process."""

    def __init__(self, url: str, keyring: Keyring, loop: LeapingLoop) -> None:
        super().__init__(url, keyring)
        self._leap = loop.leap

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """Open one transaction at the loop's time."""
        self.clock_offset = timedelta(seconds=self._leap.ahead)
        if self.dialect == "sqlite":  # all its work is done here
            async with super().begin() as work:
                yield work
            return
        with self._leap.asking():
            async with super().begin() as work:
                yield work
