from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from flextell.limits import RateLimit, rate_limit, server_time, wait_seconds
from tests.flextell.recorded import NOW


def _at(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW + seconds, UTC), usegmt=True)


WAITS: list[tuple[dict[str, str], float | None]] = [
    ({}, None),
    ({"retry-after": "30"}, 30.0),
    ({"retry-after": " 1.5 "}, 1.5),
    ({"retry-after": "0"}, 0.0),
    ({"retry-after": "86400"}, 300.0),
    ({"retry-after": "-5"}, None),
    ({"retry-after": "soon"}, None),
    ({"retry-after": "1e9"}, None),
    ({"retry-after": "٣"}, None),
    ({"retry-after": _at(42)}, 42.0),
    ({"retry-after": "Thu, 28 May 2026 20:27:20 -0000"}, 40.0),
    ({"retry-after": _at(9_000)}, 300.0),
    ({"retry-after": _at(-42)}, None),
    ({"retry-after": "Thu, 99 May 2026 99:99:99 GMT"}, None),
    ({"x-ratelimit-reset": str(int(NOW) + 12)}, 12.0),
    ({"x-ratelimit-reset": str(int(NOW) - 12)}, None),
    ({"x-ratelimit-reset": "60"}, None),
    ({"retry-after": "nonsense", "x-ratelimit-reset": str(int(NOW) + 9)}, 9.0),
    ({"retry-after": _at(-1), "x-ratelimit-reset": str(int(NOW) + 9)}, 9.0),
    ({"retry-after": "3", "x-ratelimit-reset": str(int(NOW) + 9)}, 3.0),
]


@pytest.mark.parametrize(("headers", "wait"), WAITS)
def test_a_wait_is_read_from_what_makes_sense(headers: dict[str, str], wait: float | None) -> None:
    """Seconds, a date, or the reset; nonsense and the past are ignored; five minutes at most."""
    assert wait_seconds(headers, NOW) == wait


def test_the_servers_own_time_is_preferred() -> None:
    """A reset is measured on the clock that wrote it, so a wrong clock here does no harm."""
    assert server_time({"date": _at(5)}, fallback=1.0) == NOW + 5
    assert server_time({"date": "yesterday"}, fallback=1.0) == 1.0
    assert server_time({}, fallback=1.0) == 1.0


def test_a_used_up_window_asks_for_a_pause() -> None:
    """Only a remainder of zero is a reason to pause, until the reset."""
    headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 20)}

    assert rate_limit(headers, NOW) == RateLimit(0, 20.0)
    assert RateLimit(0, 20.0).pause_seconds == 20.0
    assert RateLimit(1, 20.0).pause_seconds == 0.0
    assert RateLimit(0, None).pause_seconds == 0.0
    assert RateLimit().pause_seconds == 0.0


def test_odd_rate_headers_say_nothing() -> None:
    """Headers that are no numbers are read as absent."""
    headers = {"x-ratelimit-remaining": "many", "x-ratelimit-reset": "later"}

    assert rate_limit(headers, NOW) == RateLimit()
