from __future__ import annotations

from bench.rounds import calmest
from tests.bench.test_figures import figures


def test_a_disturbed_run_is_made_again_until_one_is_calm() -> None:
    """The calm one counts, and nobody runs any more after it."""
    tries = iter([figures(10, others=0.9), figures(20, others=0.05), figures(30)])

    assert round(calmest(lambda: next(tries), retries=5).per_second) == 20
    assert len(list(tries)) == 1


def test_where_it_never_gets_calm_the_least_disturbed_try_counts() -> None:
    """After the retries it is over."""
    tries = iter([figures(10, others=0.9), figures(20, others=0.5), figures(30, others=0.7)])

    assert round(calmest(lambda: next(tries), retries=2).per_second) == 20
    assert list(tries) == []


def test_a_failure_is_not_hidden_by_a_better_try() -> None:
    """A registration that went wrong went wrong, whoever disturbed it."""
    tries = iter([figures(others=0.9, failed=1), figures(others=0.0)])

    assert calmest(lambda: next(tries), retries=2).failed == 1
