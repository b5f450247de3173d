"""What operators did is found again, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import AuditEntry
from tests.storage.rows import SECOND, THEN

if TYPE_CHECKING:
    from storage import Database

DROPPED = AuditEntry(THEN, "operator 1001", "drop", "row-1")
FOUND = AuditEntry(THEN + SECOND, "command line", "exists as", "row-2", "4711")
SHOWED = AuditEntry(THEN + SECOND, "operator 1001", "show", "row-1")


async def test_what_was_done_about_a_row_is_told_in_order(database: Database) -> None:
    """Oldest first, and nothing about other rows."""
    async with database.begin() as work:
        await work.audit.add([DROPPED, FOUND])
        await work.audit.add([SHOWED])
    async with database.begin() as work:
        assert await work.audit.about("row-1") == [DROPPED, SHOWED]
        assert await work.audit.about("row-2") == [FOUND]
        assert await work.audit.about("row-3") == []


async def test_what_was_done_last_comes_first(database: Database) -> None:
    """Of two things done at one time, the one that was written last."""
    async with database.begin() as work:
        await work.audit.add([])
        await work.audit.add([DROPPED, FOUND, SHOWED])
    async with database.begin() as work:
        assert await work.audit.newest(2) == [SHOWED, FOUND]
