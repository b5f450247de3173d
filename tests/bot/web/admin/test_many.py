"""The operators' pages answer at once, however many submissions there are."""

from __future__ import annotations

import re
import time
from statistics import median
from typing import TYPE_CHECKING

from sqlalchemy import text

from bot.web.admin.submissions import ROWS
from storage import Status
from storage.tables import submissions
from tests.bot.web.admin.test_submissions import confirmed

if TYPE_CHECKING:
    from storage import Database
    from tests.bot.web.admin.visiting import House, Visitor

MANY = 100_000
LOOKS = 9
# Of a thousand, two wait for a human, a few are on their way, and the rest was created.
STATUS = """CASE WHEN i % 1000 < 2 THEN 'human' WHEN i % 1000 < 9 THEN 'queued'
            WHEN i % 1000 < 40 THEN 'refused' ELSE 'created' END"""
EARLIER = {
    "sqlite": "like_this.created_at - i * 1000000",
    "postgresql": "like_this.created_at - i * interval '1 second'",
}


async def fill(database: Database, like: str) -> None:
    """Make many submissions like the one of this id, each confirmed a second before the last."""
    made = {
        "id": "'made-' || CAST(i AS VARCHAR)",
        "draft_token": "'m' || CAST(i AS VARCHAR)",
        "status": STATUS,
        "created_at": EARLIER[database.dialect],
    }
    names = [column.name for column in submissions.columns]
    values = ", ".join(made.get(name, f"like_this.{name}") for name in names)
    statement = f"""
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})
        INSERT INTO submissions ({", ".join(names)})
        SELECT {values} FROM n, submissions AS like_this WHERE like_this.id = :like"""  # noqa: S608 - our own words
    async with database.begin() as work:
        await work.submissions._connection.execute(text(statement), {"like": like})


async def milliseconds(visitor: Visitor, address: str) -> float:
    """Return how long a page takes, in the middle of several looks."""
    times = []
    for _ in range(LOOKS):
        began = time.perf_counter()
        page = await visitor.opens(address)
        times.append((time.perf_counter() - began) * 1000)
        assert page.status_code == 200
    return median(times)


async def test_no_page_takes_a_tenth_of_a_second(any_house: House) -> None:
    """The first page, one far behind it, each status, and one submission, among 100,000."""
    rows = [await confirmed(any_house, Status.QUEUED) for _ in range(ROWS)]
    row = rows[0]
    await fill(any_house.database, row.id)
    visitor = await any_house.signed_in()
    first = (await visitor.opens("/admin/submissions")).text
    shown = re.findall(r'<span class="count">([\d,+]+)</span>', first)
    assert shown == ["200", "0", "750", "1,000+", "1,000+", "0", "1,000+"]
    far = (row.created_at.timestamp() - MANY / 2) * 1_000_000
    took = {
        address: await milliseconds(visitor, address)
        for address in (
            "/admin/submissions",
            f"/admin/submissions?after={far:.0f}.x",
            "/admin/submissions?show=human",
            "/admin/submissions?show=under-way",
            f"/admin/submissions?show=registered&after={far:.0f}.0",
            f"/admin/submissions/{row.id}",
            "/admin/stopping",
        )
    }
    print({address: round(each, 1) for address, each in took.items()})  # noqa: T201 - the figures
    assert max(took.values()) < 100
