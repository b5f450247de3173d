"""The only place where the shell reads the clock; everybody else is handed a `Clock`."""

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Give the current time, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Give seconds that never run backwards, to measure how long something takes."""
        ...


class SystemClock:
    """The machine's own clock."""

    __slots__ = ()

    def now(self) -> datetime:
        """Give the current time, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the place the rule points to

    def monotonic(self) -> float:
        """Give seconds since some point in the past; only differences mean anything."""
        return time.monotonic()
