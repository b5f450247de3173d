"""The page of agents: everybody who enters leads, and what became of them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import Status
from tests.storage.rows import stored

if TYPE_CHECKING:
    from tests.bot.web.admin.visiting import House

GRACE, HEDY = 2001, 2002


def cells(page: str) -> list[list[str]]:
    """Return the table's cells, row by row, without what marks them up."""
    rows = re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)
    found = (re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in rows)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in found if row]


async def test_agents_are_told_with_their_counts(any_house: House) -> None:
    """Today's, and how those of a month stand; what people entered themselves is nobody's."""
    async with any_house.database.begin() as work:
        await work.agents.add(GRACE, "Grace <Hopper>", 17)
        await work.agents.add(HEDY, "Hedy Lamarr", 18)
        now = work.now
    async with any_house.database.begin() as work:
        await work.agents.remove(HEDY)
    fields = {"chat_id": GRACE, "agent_id": GRACE, "draft": {"answers": {}}}
    await stored(any_house.database, Status.CREATED, created_at=now, **fields)
    await stored(any_house.database, Status.HUMAN, created_at=now - timedelta(days=2), **fields)
    await stored(any_house.database, Status.CREATED, created_at=now - timedelta(days=2), **fields)
    await stored(any_house.database, Status.CREATED, created_at=now - timedelta(days=40), **fields)
    await stored(any_house.database, Status.CREATED, created_at=now, draft={"answers": {}})
    visitor = await any_house.signed_in()
    grace, hedy = cells((await visitor.opens("/admin/agents")).text)
    assert grace[:2] == ["Grace &lt;Hopper&gt; 2001", "17"]
    assert grace[3:] == ["1", "1", "0", "0", "2", "0", "0"]
    assert "removed" in hedy[2]
    assert hedy[3:] == ["0"] * 7


async def test_where_there_is_no_agent_that_is_said(house: House) -> None:
    """And how one is made."""
    page = (await (await house.signed_in()).opens("/admin/agents")).text
    assert "There is none." in page
    assert "/invite 17 Ada Lovelace" in page
