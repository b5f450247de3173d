from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.rules import backoff, rules_of
from bot.delivery.schedule import known_end, next_lookup_at, window_end
from conversations.registration import registration
from tests.bot.delivery.rows import HOUR, MINUTE, NOW, RULES, SECOND, an_attempt

if TYPE_CHECKING:
    from datetime import timedelta

FLOW = registration(company="Example Ltd", languages=("en",), region="GB")


def lookups(settle: timedelta, within: timedelta) -> list[float]:
    """Return the seconds at which an attempt that ended now is looked up, without jitter."""
    rules, at = replace(RULES, settle=settle), NOW
    found = []
    while (at := next_lookup_at(an_attempt(), at, rules, 0.0)) <= NOW + within:
        found.append((at - NOW).total_seconds())
    return found


def test_lookups_thin_out_and_then_go_on() -> None:
    """Soon at first, to the window's end, and then every third of the window."""
    assert lookups(15 * MINUTE, 25 * MINUTE) == [5, 15, 45, 120, 300, 600, 900, 1200, 1500]


def test_a_longer_window_is_looked_into_every_third() -> None:
    """After a quarter of an hour an hour's window has look-ups every twenty minutes."""
    assert lookups(HOUR, 100 * MINUTE)[6:] == [900, 2100, 3300, 4500, 5700]


def test_a_shorter_window_has_the_same_lookups_in_proportion() -> None:
    """Three seconds hold what a quarter of an hour holds."""
    assert lookups(3 * SECOND, 3 * SECOND) == pytest.approx(
        [s / 300 for s in (5, 15, 45, 120, 300, 600, 900)], abs=1e-5
    )


@settings(deadline=None)  # the machine may be busy
@given(st.floats(0, 1e18, exclude_min=True), st.floats(0, 1, exclude_max=True))
def test_any_positive_window_has_lookups_that_move_on(minutes: float, chance: float) -> None:
    """No window hangs, overflows or divides by zero; each look-up is later than the last."""
    rules, at = rules_of(FLOW, minutes), NOW
    for _ in range(10):
        following = next_lookup_at(an_attempt(), at, rules, chance)
        assert following > at
        at = following


@settings(deadline=None)  # the machine may be busy
@given(st.floats(0.05, 600), st.floats(0, 1, exclude_max=True))
def test_three_lookups_fall_into_the_window_and_one_at_its_end(
    minutes: float, chance: float
) -> None:
    """Absence can be proven with the first look-up after the window."""
    rules, at, inside = rules_of(FLOW, minutes), NOW, 0
    while (at := next_lookup_at(an_attempt(), at, rules, chance)) < window_end(
        an_attempt(), rules
    ):
        inside += 1
    assert inside >= 3
    assert at - window_end(an_attempt(), rules) < rules.settle / 2


def test_the_window_counts_from_when_the_attempt_is_known_to_have_ended() -> None:
    """Where the outcome was seen, from then; else from the deadline."""
    assert known_end(an_attempt()) == NOW
    crashed = an_attempt(ended_at=None)
    assert known_end(crashed) == crashed.deadline_at
    assert window_end(crashed, RULES) == crashed.deadline_at + 15 * MINUTE


def test_jitter_spreads_what_is_due_together() -> None:
    """Chance moves a look-up by up to a tenth of the wait for it."""
    assert next_lookup_at(an_attempt(), NOW, RULES, 0.0) == NOW + 5 * SECOND
    assert next_lookup_at(an_attempt(), NOW, RULES, 0.999) < NOW + 5.5 * SECOND


@settings(deadline=None)  # the machine may be busy
@given(st.integers(0, 10**6), st.floats(0, 1, exclude_max=True))
def test_a_backoff_is_never_nothing_and_never_over_five_minutes(
    failures: int, chance: float
) -> None:
    """However often something failed, the wait stays between half a second and five minutes."""
    assert SECOND / 2 <= backoff(RULES, failures, chance) <= 5 * MINUTE


def test_the_rules_come_from_the_flow_and_the_settings() -> None:
    """Questions in the flow's order, and how long drafts and records are kept."""
    rules = rules_of(FLOW, 0.05)
    assert rules.questions == ("name", "phone", "email", "birth_date", "gender")
    assert (rules.settle, rules.lease) == (3 * SECOND, 30 * SECOND)
    assert (rules.keep_record, rules.keep_draft) == (24 * HOUR, 7 * 24 * HOUR)
