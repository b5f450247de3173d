from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bench.plan import Costs, command, limits, needs, read
from bench.table import BEGIN_OF, END, NoPlace

if TYPE_CHECKING:
    from pathlib import Path

COSTS = Costs(bot_ms=1.0, postgres_ms=0.2, delivered=100.0, calls=15.0)
WEB = """\
| bot | CPU ms/update | PostgreSQL CPU ms/update | calls/registration |
| --- | ---: | ---: | ---: |
| ours-sqlite | 0.669 | – | 14.0 |
| ours-postgres | 1.000 | 0.200 | 15.0 |
"""
DELIVERY = """\
| database | customers/s |
| --- | ---: |
| sqlite | 81 |
| postgresql | 100 |
"""


def a_page(web: str = WEB, delivery: str = DELIVERY) -> str:
    """Return a page into which web and delivery were measured."""
    blocks = {"web": web, "delivery": delivery, "plan": ""}
    return "\n".join(
        f"{BEGIN_OF.format(command=name)}\n\n{text}\n\n{END}" for name, text in blocks.items()
    )


def test_the_costs_are_read_from_the_page_that_was_measured_into() -> None:
    """Each from its command's own table."""
    assert read(a_page()) == COSTS


@pytest.mark.parametrize(
    "page", ["", a_page(web=""), a_page(delivery=""), a_page(web=WEB.replace("0.200", "–"))]
)
def test_nothing_is_computed_from_what_was_not_measured(page: str) -> None:
    """A table that is missing, and a figure that is not known."""
    with pytest.raises(NoPlace):
        read(page)


def test_a_million_a_day_need_what_half_busy_processes_bear_at_the_peak() -> None:
    """58 a second are 521 updates: 0.52 CPUs are two processes; 58 customers two workers."""
    day, peak, updates, webs, workers, bot, postgres, connections, telegram, flextell = needs(
        COSTS, 1_000_000
    )
    assert (day, peak, updates) == ("1,000,000", "57.9", "521")
    assert (webs, workers, connections) == ("2", "2", "40")
    assert (bot, postgres) == ("0.52", "0.10")
    assert (telegram, flextell) == ("868", "174")


def test_what_ends_first_stands_first() -> None:
    """Telegram's 30 messages are two registrations, far below what a CPU bears."""
    lines = limits(COSTS).splitlines()[2:]
    assert lines[0] == "| one bot's free messages at Telegram | 2.0 | 34,560 |"
    assert lines[-1].startswith("| one CPU of PostgreSQL | 555.6 |")


def test_the_plan_is_written_into_the_page_it_was_read_from(tmp_path: Path) -> None:
    """And without a page, or one that was not measured into, the command says what to do first."""
    page = tmp_path / "scaling.md"
    page.write_text(a_page())
    assert CliRunner().invoke(command, ["--write", str(page)]).exit_code == 0
    assert "| 1,000,000 | 57.9 |" in page.read_text()
    page.write_text("nothing")
    assert "first measure" in CliRunner().invoke(command, ["--write", str(page)]).output
    assert CliRunner().invoke(command, []).exit_code == 2
