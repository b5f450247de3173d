from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.clock import Clock, SystemClock


def test_the_time_is_aware_and_in_utc() -> None:
    """A naive time would be taken for local time somewhere."""
    clock: Clock = SystemClock()
    before = datetime.now(UTC)  # noqa: TID251 - the fact tested is that it agrees with this
    now = clock.now()
    assert now.tzinfo is UTC
    assert timedelta(0) <= now - before < timedelta(minutes=1)


def test_monotonic_seconds_never_run_backwards() -> None:
    """They measure a duration whatever is done to the machine's clock."""
    clock = SystemClock()
    seconds = [clock.monotonic() for _ in range(100)]
    assert seconds == sorted(seconds)
