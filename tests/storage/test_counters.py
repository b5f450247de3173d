"""Counters grow by what is added, whoever adds it, and are summed up over days."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING

from storage import Count, Database, Total

if TYPE_CHECKING:
    from tests.storage.rows import Open

ASKED = Count("2026-03-01", "en", "name", "asked", "")
NEXT_DAY = ASKED._replace(day="2026-03-02")
REFUSED = Count("2026-03-02", "ar", "phone", "refused", "That is no number.")


async def test_what_is_counted_adds_up(database: Database) -> None:
    """Over transactions, and over the days from the one that is asked for."""
    async with database.begin() as work:
        await work.counters.add({})
        await work.counters.add({ASKED: 2, NEXT_DAY: 3, REFUSED: 1})
    async with database.begin() as work:
        await work.counters.add({ASKED: 5})
        assert sorted(await work.counters.since(date(2026, 3, 1))) == [
            Total("ar", "phone", "refused", "That is no number.", 1),
            Total("en", "name", "asked", "", 10),
        ]
        assert Total("en", "name", "asked", "", 3) in await work.counters.since(date(2026, 3, 2))
        assert await work.counters.since(date(2026, 3, 3)) == []


async def test_many_may_count_at_once(database_url: str, opened: Open) -> None:
    """Nothing is lost between processes, and nobody ends another one's transaction."""

    async def count(turn: int) -> None:
        counts = {ASKED: 1, NEXT_DAY: 1, REFUSED: 1}
        ordered = dict(sorted(counts.items(), reverse=bool(turn % 2)))
        async with opened(database_url).begin() as work:
            await work.counters.add(ordered)

    await asyncio.gather(*(count(turn) for turn in range(8)))
    async with opened(database_url).begin() as work:
        totals = await work.counters.since(date(2026, 3, 1))
    assert sorted(each.times for each in totals) == [8, 16]
