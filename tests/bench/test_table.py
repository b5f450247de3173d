from __future__ import annotations

import pytest

from bench.table import BEGIN, END, HEADINGS, NoPlace, number, placed, table
from tests.bench.test_figures import figures


def test_each_bot_has_a_line_with_its_ratio_to_the_floor() -> None:
    """Medians in their places; what is not known is a dash."""
    rounds = [{"floor": figures(3000, cpu=0.18), "ours-sqlite": figures(1500, cpu=0.45)}]

    head, ruler, floor, ours = table(rounds, ["floor", "ours-sqlite"]).splitlines()

    assert head.count("|") == ruler.count("|") == ours.count("|") == len(HEADINGS) + 1
    assert floor.startswith("| floor | 3,000 | 1.00 | 10.0 | 50.0 | 100.0 | 0.200 | 1.0 | – |")
    assert ours.startswith("| ours-sqlite | 1,500 | 0.50 | 10.0 | 50.0 | 100.0 | 0.500 | 2.5 |")


def test_a_new_table_takes_the_old_one_s_place_and_nothing_else_s() -> None:
    """Writing twice leaves one table, between the marks."""
    page = f"# How fast\n\n{BEGIN}\nold\n{END}\n\nMore.\n"

    once = placed(page, "| new |")

    assert once == f"# How fast\n\n{BEGIN}\n\n| new |\n\n{END}\n\nMore.\n"
    assert placed(once, "| new |") == once


@pytest.mark.parametrize("page", ["", BEGIN, END, f"{END}{BEGIN}"])
def test_a_page_without_both_marks_in_order_is_left_alone(page: str) -> None:
    """A table is never put where nobody asked for it."""
    with pytest.raises(NoPlace):
        placed(page, "| new |")


def test_a_figure_that_is_not_known_is_a_dash() -> None:
    """And not a zero."""
    assert number(None, 2) == "–"
    assert number(1234.5, 1, " %") == "1,234.5 %"
