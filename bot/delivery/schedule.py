"""When an attempt without a clear answer is looked up, and when its settle window is over.

Both count from when the attempt is known to have ended: where its outcome was seen, from then,
for a person need not wait for a deadline that no longer means anything; else from its deadline.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.delivery.rules import Rules
    from storage import Attempt

# After the end, in seconds: soon at first, because most customers appear soon.
LOOKUPS = (5, 15, 45, 120, 300, 600, 900)
# The window these are made for; a shorter one has them in proportion.
_USUAL = timedelta(seconds=LOOKUPS[-1])
# However short the window is: a look-up is a call to somebody else's server.
_SHORTEST_GAP = timedelta(milliseconds=200)
_LARGEST_JITTER = 0.1


def known_end(attempt: Attempt) -> datetime:
    """Return from when on the attempt can do nothing new."""
    return attempt.ended_at or attempt.deadline_at


def window_end(attempt: Attempt, rules: Rules) -> datetime:
    """Return when a customer of this attempt would have appeared at the latest."""
    return known_end(attempt) + rules.settle


def next_lookup_at(attempt: Attempt, now: datetime, rules: Rules, chance: float) -> datetime:
    """Return when to look next, later than now; `chance` in [0, 1) spreads it by up to 10 %."""
    since = now - known_end(attempt)
    offset = next((planned for planned in _planned(rules) if planned > since), None)
    if offset is None:
        offset = since + max(rules.settle / 3, _SHORTEST_GAP)
    return known_end(attempt) + offset + (offset - since) * _LARGEST_JITTER * chance


def _planned(rules: Rules) -> list[timedelta]:
    scale = min(1.0, rules.settle / _USUAL)
    return [timedelta(seconds=seconds) * scale for seconds in LOOKUPS]
