"""The page of where people stop, and its charts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.operators.funnel import Asked, Stage
from bot.web.admin.charts import LABELS, ROOM, Part, stages_chart, times_chart
from storage import Count

if TYPE_CHECKING:
    from tests.bot.web.admin.visiting import House


async def counted(house: House, days_ago: int = 0) -> None:
    """Count what some people did."""
    async with house.database.begin() as work:
        day = house.office.talk.occasion(work.now).today
        day = day.fromordinal(day.toordinal() - days_ago)
        await work.counters.add(
            {
                Count(day.isoformat(), language, question, what, detail): times
                for language, times in (("en", 8), ("ar", 2))
                for question, what, detail in (
                    ("", "started", ""),
                    ("", "agreed", ""),
                    ("name", "asked", ""),
                    ("name", "answered", ""),
                    ("name", "took", "30"),
                    ("name", "seconds", ""),
                    ("name", "refused", "Write it <b>so</b>: {example}."),
                )
            }
        )


async def test_the_page_draws_what_was_counted(any_house: House) -> None:
    """As pictures with a title and a description, and as tables with the same figures."""
    await counted(any_house)
    page = (await (await any_house.signed_in()).opens("/admin/stopping")).text
    charts = re.findall(r'<svg[^>]* role="img" aria-labelledby="(\S+) (\S+)">', page)
    assert len(charts) == 3
    for title, desc in charts:
        assert f'<title id="{title}">' in page
        assert f'<desc id="{desc}">' in page
    assert '<tr><th scope="row">Started</th><td class="number">10</td>' in page
    assert '<th scope="row">Name</th><td class="number">10</td>' in page
    assert "Write it &lt;b&gt;so&lt;/b&gt;: …." in page
    assert "<td>30 s</td>" in page
    assert '<th scope="row">العربية</th><td class="number">2</td>' in page


@pytest.mark.parametrize(
    ("query", "started"),
    [
        ("", 10),
        ("?language=ar", 2),
        ("?language=tlh", 10),
        ("?days=7", 0),
        ("?days=30", 10),
        ("?days=8", 10),
        ("?days=90&language=en", 8),
    ],
)
async def test_days_and_language_are_chosen(house: House, query: str, started: int) -> None:
    """What is not on offer is as if nothing was chosen."""
    await counted(house, days_ago=7)
    page = (await (await house.signed_in()).opens(f"/admin/stopping{query}")).text
    shown = re.findall(r'<th scope="row">Started</th><td class="number">(\d+)</td>', page)
    assert shown == ([str(started)] if started else [])
    assert ("Nobody has started" in page) is not bool(started)


def test_a_bar_is_as_long_as_its_figure() -> None:
    """The longest fills the room; its pieces follow each other; nothing has no piece."""
    bars = stages_chart([Stage("A", 10, 5, 1), Stage("B", 5, 0, 0.5), Stage("C", 0, 0, 0)]).bars
    assert bars[0].parts == (
        Part(LABELS, ROOM / 2, "on"),
        Part(LABELS + ROOM / 2, ROOM / 2, "off"),
    )
    assert bars[1].parts == (Part(LABELS, ROOM / 2, "on"),)
    assert bars[2].parts == ()
    assert [bar.figures for bar in bars] == ["10 · 100%", "5 · 50%", "0 · 0%"]


def test_where_nothing_was_counted_nothing_is_drawn() -> None:
    """Neither by dividing by it."""
    assert stages_chart([Stage("A", 0, 0, 0)]).bars[0].parts == ()
    assert times_chart([Asked("A", 1, 1, 0, 0, 0, 0, (0, 0), 0)]).height == 0
