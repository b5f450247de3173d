"""A batch sees each handover it names, and opens none whose link is not good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.turns.handed_rows import HandedRows
from bot.turns.handing import token_hash
from conversations.handover_events import OpenedHandover, TookUp
from tests.storage.test_handovers import GRACE, handover

if TYPE_CHECKING:
    from storage import Database

TOKEN = "A" * 22


async def test_no_link_is_good_only_because_its_agent_looks_at_it(database: Database) -> None:
    """What he handed over is there to be named; once he is an agent no more, nobody opens it."""
    looks, opens = OpenedHandover("h1"), TookUp(TOKEN)
    async with database.begin() as work:
        await work.agents.add(GRACE, "Grace Hopper", 17)
        row = handover(work.now, token_hash=token_hash(TOKEN))
        await work.handovers.keep([row])
        rows = await HandedRows.prepared(work, [looks, opens])
        assert (rows.of(looks), rows.of(opens)) == (row, row)
        await work.agents.remove(GRACE)
        rows = await HandedRows.prepared(work, [looks, opens])
        assert (rows.of(looks), rows.of(opens)) == (row, None)
