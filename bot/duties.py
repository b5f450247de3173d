"""What one process does for all of them: each duty, and when it is due, declared in one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias
    from zoneinfo import ZoneInfo

    # By when it was done last, None if never: whether it is to be done now, where the company is.
    Due: TypeAlias = Callable[[datetime | None, datetime, ZoneInfo], bool]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is done for all; its name, in the database, is kept for ever."""

    name: str
    is_due: Due


def at_all_times(_last: datetime | None, _now: datetime, _zone: ZoneInfo) -> bool:
    """Tell that there is always something to look at: who has begun goes on."""
    return True


def every(period: timedelta) -> Due:
    """Return the rule of what is done once in a period.

    What seems to have been done in the future is due as well, once that lies a period ahead: the
    clock was wrong then.
    """

    def is_due(last: datetime | None, now: datetime, _zone: ZoneInfo) -> bool:
        return last is None or abs(now - last) >= period

    return is_due


def nightly(hour: time) -> Due:
    """Return the rule of what is done once after this hour of each day."""

    def is_due(last: datetime | None, now: datetime, zone: ZoneInfo) -> bool:
        local = now.astimezone(zone)
        night = datetime.combine(local.date(), hour, zone)
        night = night if night <= local else night - timedelta(days=1)
        return last is None or last < night

    return is_due


ALERTS = Duty("alerts", at_all_times)
REMINDERS = Duty("reminders", every(timedelta(minutes=1)))
HOUSEKEEPING = Duty("housekeeping", every(timedelta(hours=1)))
AUDIT = Duty("audit", nightly(time(3)))
# Processes that start together tell Telegram once; one that starts later tells it again.
WEBHOOK = Duty("webhook", every(timedelta(minutes=1)))
MENUS = Duty("menus", every(timedelta(minutes=1)))

DUTIES = (ALERTS, REMINDERS, HOUSEKEEPING, AUDIT, WEBHOOK, MENUS)
