"""How many calls Flextell still allows, and how long to wait when it allows none.

Headers: https://docs.flextell.ai (guides, error handling) and RFC 9110, section 10.2.3.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WAIT_LIMIT_SECONDS = 300.0

_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What an answer says of the current window; None where it says nothing usable."""

    remaining: int | None = None
    reset_in_seconds: float | None = None

    @property
    def pause_seconds(self) -> float:
        """How long to wait before the next call: nothing, unless the window is used up."""
        return self.reset_in_seconds or 0.0 if self.remaining == 0 else 0.0


def server_time(headers: Mapping[str, str], fallback: float) -> float:
    """Give the server's own time as a Unix time, or `fallback` if it does not tell."""
    told = _http_date(headers.get("date", ""))
    return fallback if told is None else told


def rate_limit(headers: Mapping[str, str], now: float) -> RateLimit:
    """Read the X-RateLimit headers; `now` is the Unix time the reset is measured from."""
    remaining = _number(headers.get("x-ratelimit-remaining", ""))
    return RateLimit(
        remaining=None if remaining is None else int(remaining),
        reset_in_seconds=_until(_number(headers.get("x-ratelimit-reset", "")), now),
    )


def wait_seconds(headers: Mapping[str, str], now: float) -> float | None:
    """Give the wait a 429 asks for, at most WAIT_LIMIT_SECONDS; None if it names none.

    Retry-After in seconds or as a date, else X-RateLimit-Reset; nonsense and the past are ignored.
    """
    retry_after = headers.get("retry-after", "")
    seconds = _number(retry_after)
    if seconds is None:
        seconds = _until(_http_date(retry_after), now)
    if seconds is None:
        seconds = rate_limit(headers, now).reset_in_seconds
    return None if seconds is None else min(seconds, WAIT_LIMIT_SECONDS)


def _number(text: str) -> float | None:
    return float(text) if _NUMBER.fullmatch(text.strip()) else None


def _http_date(text: str) -> float | None:
    try:
        read = parsedate_to_datetime(text)
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _until(at: float | None, now: float) -> float | None:
    """Seconds from now to then, capped; None for no time, or one that is over."""
    if at is None or at <= now:
        return None
    return min(at - now, WAIT_LIMIT_SECONDS)
