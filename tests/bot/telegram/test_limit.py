"""How fast one person may write."""

from __future__ import annotations

from itertools import pairwise

from bot.telegram.limit import GROUP, PERSON, Limit, Pace
from tests.bot.telegram.made import ADA, THEN
from tests.bot.telegram.made import GROUP as A_GROUP

FINE, TOO_FAST, STILL_TOO_FAST = Pace.FINE, Pace.TOO_FAST, Pace.STILL_TOO_FAST
LAILA = 1002


def paces(limit: Limit, *messages: tuple[float, float | None]) -> list[Pace]:
    """Return what is done with messages that arrive and were written at these times."""
    return [limit.pace(ADA, arrived_at, written_at) for arrived_at, written_at in messages]


def flood(seconds: int, per_second: int = 50) -> list[tuple[float, float | None]]:
    """Return a flood, whose dates are whole seconds as Telegram's are."""
    count = seconds * per_second
    return [(n / per_second, THEN + n // per_second) for n in range(count)]


def test_a_burst_of_ten_passes() -> None:
    """All at one moment."""
    assert paces(Limit(), *[(0.0, THEN)] * 10) == [FINE] * 10


def test_presses_in_a_burst_pass() -> None:
    """They carry no time of their own."""
    assert paces(Limit(), *[(0.0, None)] * 10) == [FINE] * 10


def test_four_a_second_pass_for_ever() -> None:
    """An hour of them."""
    messages = [(n / 4, float(THEN + n // 4)) for n in range(4 * 3600)]
    assert set(paces(Limit(), *messages)) == {FINE}


def test_a_flood_is_told_of_once() -> None:
    """Then there is silence; what gets through is at most what both counts allow."""
    found = paces(Limit(), *flood(60))
    assert found.count(TOO_FAST) == 1
    assert found.index(TOO_FAST) < found.index(STILL_TOO_FAST)
    allowed = PERSON.per_second * 60
    assert allowed <= found.count(FINE) <= allowed * 2 + PERSON.burst


def test_a_flood_of_presses_is_told_of_once() -> None:
    """Having no time of their own is no way around."""
    found = paces(Limit(), *[(at, None) for at, _ in flood(20)])
    assert found.count(TOO_FAST) == 1


def test_after_a_pause_the_next_flood_is_told_of_again() -> None:
    """Whoever has waited is heard, and warned, as before."""
    limit = Limit()
    assert TOO_FAST in paces(limit, *flood(5))
    assert limit.pace(ADA, 60, THEN + 60) is FINE
    second = [(60.0, float(THEN + 60))] * 40
    assert paces(limit, *second).count(TOO_FAST) == 1


def test_a_backlog_passes_by_the_times_it_was_written_at() -> None:
    """After an outage an hour's messages arrive in one second."""
    backlog = [(n / 1000, float(THEN + n)) for n in range(3600)]
    assert set(paces(Limit(), *backlog)) == {FINE}


def test_constant_dates_pass_by_the_times_they_arrive_at() -> None:
    """A clock that stands still elsewhere holds nobody up."""
    assert set(paces(Limit(), *[(n / 3, float(THEN)) for n in range(1000)])) == {FINE}


def test_dates_that_run_backwards_pass_by_the_times_they_arrive_at() -> None:
    """Tokens are never taken away by a date."""
    assert set(paces(Limit(), *[(n / 3, float(THEN - n)) for n in range(1000)])) == {FINE}


def test_one_persons_flood_is_nobody_elses() -> None:
    """Each has a pace of his own."""
    limit = Limit()
    paces(limit, *flood(5))
    assert limit.pace(LAILA, 5, THEN + 5) is FINE


def test_only_the_last_heard_are_remembered() -> None:
    """Memory is bounded; who was forgotten begins anew, the others do not."""
    limit = Limit(remembered=2)
    for person in (ADA, LAILA):
        for _ in range(50):
            limit.pace(person, 0)
    limit.pace(ADA, 0)
    limit.pace(3, 0)
    assert limit.pace(LAILA, 0) is FINE
    assert limit.pace(3, 0) is FINE
    limit = Limit(remembered=2)
    for _ in range(50):
        limit.pace(ADA, 0)
    limit.pace(LAILA, 0)
    assert limit.pace(ADA, 0) is STILL_TOO_FAST


def test_who_has_rested_is_not_remembered() -> None:
    """Of ten newcomers a second those of the last eight seconds: then a burst is full again."""
    limit = Limit()
    for number in range(1000):
        limit.pace(number, number / 10)
    assert len(limit._chats) == PERSON.burst / PERSON.per_second * 10


def test_a_group_is_answered_once_an_hour() -> None:
    """However often it calls."""
    limit = Limit(GROUP)
    fine = [at for at in range(0, 4 * 3600, 60) if limit.pace(A_GROUP, at) is FINE]
    assert fine[0] == 0
    assert len(fine) == 4
    assert all(after - before >= 3600 for before, after in pairwise(fine))


def test_an_update_that_comes_again_is_not_counted_again() -> None:
    """Telegram repeats what was not acknowledged: that is nobody's haste."""
    limit = Limit()
    assert {limit.pace(ADA, 0, THEN, 7) for _ in range(200)} == {FINE}
    assert [limit.pace(ADA, 0, THEN, 8 + number) for number in range(39)].count(FINE) == 39
    assert limit.pace(ADA, 0, THEN, 99) is TOO_FAST
