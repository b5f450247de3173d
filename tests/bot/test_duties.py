"""When each thing that is done for all is due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.duties import DUTIES, at_all_times, every, nightly

HERE = ZoneInfo("UTC")
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_every_duty_has_a_name_of_its_own() -> None:
    """Leases and notes are kept under it."""
    names = [duty.name for duty in DUTIES]
    assert len(set(names)) == len(names)


def test_what_goes_on_and_on_is_always_due() -> None:
    """However short ago somebody looked."""
    assert at_all_times(NOW, NOW, HERE)


def test_a_duty_with_a_period_is_due_once_in_it() -> None:
    """At once where it was never done, and where a wrong clock says that it will have been."""
    is_due = every(HOUR)
    cases = {
        None: True,
        NOW: False,
        NOW - HOUR + MINUTE: False,
        NOW - HOUR: True,
        NOW + MINUTE: False,  # another process's transaction began a moment later
        NOW + DAY: True,
    }
    assert {last: is_due(last, NOW, HERE) for last in cases} == cases


def test_a_nightly_duty_is_due_at_its_hour_where_the_company_is() -> None:
    """At once where it has never been done, or was missed."""
    zone = ZoneInfo("Europe/Istanbul")
    night = datetime(2026, 3, 1, 0, 0, tzinfo=UTC)  # three o'clock there
    cases = {
        (None, NOW): True,
        (night, night + HOUR): False,
        (night - MINUTE, night + HOUR): True,
        (night, night + DAY - MINUTE): False,
        (night, night + DAY): True,
    }
    is_due = nightly(time(3))
    assert {(last, now): is_due(last, now, zone) for last, now in cases} == cases
