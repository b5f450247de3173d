from __future__ import annotations

import pytest

from bench.figures import Figures, percentile, ratio, typical


def figures(per_second: float = 100, cpu: float | None = 0.5, **more: float) -> Figures:
    """Return one run of a thousand updates."""
    return Figures(
        updates=900,
        seconds=900 / per_second,
        p50=more.get("p50", 0.01),
        p99=0.05,
        registered=0.1,
        cpu=cpu,
        postgres_cpu=None,
        peak=100,
        driver_busy=0.2,
        others=more.get("others", 0.0),
        calls=1400,
        failed=int(more.get("failed", 0)),
    )


def test_a_ratio_is_taken_within_each_round_before_the_median() -> None:
    """A round in bad weather is bad for both, and tells nothing about either."""
    rounds = [
        {"floor": figures(1000), "ours": figures(600)},
        {"floor": figures(100), "ours": figures(60)},
        {"floor": figures(1000), "ours": figures(100)},
    ]

    assert ratio(rounds, "ours", "floor", lambda f: f.per_second) == pytest.approx(0.6)
    assert typical(rounds, "ours", lambda f: f.per_second) == pytest.approx(100)


def test_what_one_round_does_not_know_is_not_known() -> None:
    """A median of the other rounds would pass for more than it is."""
    rounds = [{"ours": figures(cpu=None)}, {"ours": figures()}]

    assert typical(rounds, "ours", lambda f: f.cpu_ms) is None
    assert ratio(rounds, "ours", "ours", lambda f: f.cpu_ms) is None


def test_costs_are_told_for_one_update_and_one_registration() -> None:
    """Half a second for 900 updates; 1,400 calls for a hundred registrations."""
    assert figures(cpu=0.9).cpu_ms == pytest.approx(1.0)
    assert figures().calls_a_registration == pytest.approx(14)


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 51), (99, 100), (100, 100)])
def test_a_percentile_is_a_value_that_occurred(percent: int, value: int) -> None:
    """Of the numbers 1 to 100, in whatever order."""
    assert percentile(range(100, 0, -1), percent) == value


def test_nothing_has_no_percentile() -> None:
    """Where nobody got an answer there is no time to tell."""
    assert percentile([], 50) == 0
