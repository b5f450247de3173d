"""Looking a database over: whether it is whole, and who else is there."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tests.storage.rows import THEN, a_chat
from tests.storage.spoiling import overwrite_root

if TYPE_CHECKING:
    from storage import Database
    from tests.storage.rows import Open


async def test_a_sound_database_has_no_damage(database: Database) -> None:
    """On both."""
    async with database.inspect() as inspection:
        assert await inspection.damage() == ""
        assert inspection.now > THEN


async def test_a_row_whose_owner_is_gone_is_damage(sqlite_url: str, opened: Open) -> None:
    """Somebody deleted by hand, with the foreign keys off."""
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute(
            "INSERT INTO attempts (submission_id, number, fence, started_at, deadline_at,"
            " lookups_complete) VALUES ('gone', 1, 1, 0, 0, 0)"
        )
    connection.close()
    async with opened(sqlite_url).inspect() as inspection:
        assert await inspection.damage() == "attempts names a row of submissions that is missing"


async def test_a_damaged_index_is_damage(sqlite_url: str, opened: Open) -> None:
    """SQLite's own words say where."""
    database = opened(sqlite_url)
    async with database.begin() as work:
        await work.chats.keep([a_chat(n) for n in range(1, 5)])
    await database.close()
    overwrite_root(sqlite_url, "ix_chats_kept_at", b"\x0a" + b"\0" * 7)  # a leaf without entries
    async with opened(sqlite_url).inspect() as inspection:
        assert "corruption" in await inspection.damage()


async def test_others_of_the_installation_are_counted(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL by their connections: those that are open, and not our own."""
    mine, other = opened(postgres_url), opened(postgres_url)
    async with mine.inspect() as inspection:
        assert await inspection.others() == 0
    async with other.begin(), mine.inspect() as inspection:
        assert await inspection.others() == 1


async def test_on_sqlite_the_serving_lock_tells_of_others(sqlite_url: str, opened: Open) -> None:
    """A file knows no connections."""
    async with opened(sqlite_url).inspect() as inspection:
        assert await inspection.others() == 0
