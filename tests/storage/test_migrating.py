"""A database is brought to the newest schema, once, by however many at once."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import TYPE_CHECKING, TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from storage import (
    BadDatabaseURL,
    Database,
    DatabaseAway,
    DatabaseRefused,
    NotMigrated,
    migrate,
)
from storage.tables import metadata
from tests.storage.rows import Open, stored

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


async def _seen(database: Database, look: Callable[[Connection], T]) -> T:
    async with database.begin() as work:
        return await work.chats._connection.run_sync(look)


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": True, "compare_server_default": True}
    found: list[object] = compare_metadata(
        MigrationContext.configure(connection, opts=options), metadata
    )
    return found


def _shown(shape: object) -> str:
    return json.dumps(shape, default=str, sort_keys=True)


def _shapes(connection: Connection) -> dict[str, object]:
    """Return what compare_metadata does not look at: keys, partial indexes, cascades."""
    inspector = inspect(connection)
    return {
        table: (
            inspector.get_pk_constraint(table),
            sorted(map(_shown, inspector.get_indexes(table))),
            sorted(map(_shown, inspector.get_unique_constraints(table))),
            sorted(map(_shown, inspector.get_foreign_keys(table))),
        )
        for table in metadata.tables
    }


async def test_the_steps_lead_to_the_tables(database: Database) -> None:
    """From empty to head, what the steps make is what the code declares."""
    assert await _seen(database, _differences) == []


async def test_the_steps_make_the_same_keys_and_indexes(
    database: Database, empty_url: str, opened: Open
) -> None:
    """Keys, partial indexes and cascades are those that the declared tables would get."""
    declared = opened(empty_url)
    if declared.dialect == database.dialect:
        await _seen(declared, metadata.create_all)
        assert await _seen(declared, _shapes) == await _seen(database, _shapes)


async def test_migrating_again_changes_nothing(database_url: str, opened: Open) -> None:
    """What is stored stays, and the schema is still the right one."""
    database = opened(database_url)
    row = await stored(database)
    await migrate(database_url)
    await database.check_schema()
    async with database.begin() as work:
        assert await work.submissions.load([row.id]) == {row.id: row}


async def test_two_may_migrate_at_once(empty_url: str, opened: Open) -> None:
    """Two releases that start at the same moment wait for each other."""
    await asyncio.gather(*(migrate(empty_url) for _ in range(3)))
    database = opened(empty_url)
    await database.check_schema()


def test_processes_may_migrate_at_once(empty_url: str) -> None:
    """Processes that migrate the same database at once all succeed, and say nothing."""
    program = "import sys, storage; storage.migrate_blocking(sys.argv[1])"
    started = [
        subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-W", "error", "-c", program, empty_url],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for _ in range(3)
    ]
    assert [(process.communicate()[0], process.returncode) for process in started] == [
        (b"", 0)
    ] * 3


async def test_an_empty_database_is_noticed(empty_url: str, opened: Open) -> None:
    """Without the tables, the check says what to run."""
    database = opened(empty_url)
    with pytest.raises(NotMigrated, match="run `intake migrate`"):
        await database.check_schema()


async def test_a_newer_database_is_noticed(database: Database) -> None:
    """A revision this version has never heard of is one of a later release."""
    async with database.begin() as work:
        await work.chats._connection.execute(text("UPDATE alembic_version SET version_num = 'z'"))
    with pytest.raises(NotMigrated, match="newer than this version: it is at revision z"):
        await database.check_schema()


async def test_a_step_that_fails_leaves_nothing(empty_url: str, opened: Open) -> None:
    """A migration that cannot be finished is undone as a whole, on SQLite too."""
    database = opened(empty_url)
    in_the_way = [metadata.tables["pauses"]]
    await _seen(database, lambda connection: metadata.create_all(connection, in_the_way))
    with pytest.raises(DatabaseRefused):
        await migrate(empty_url)
    tables = await _seen(database, lambda connection: inspect(connection).get_table_names())
    assert tables == ["pauses"]


async def test_migrating_what_is_not_there_says_so(postgres_url: str) -> None:
    """A wrong address and a database that is away are told apart."""
    with pytest.raises(BadDatabaseURL):
        await migrate("mysql://example.org/intake")
    with pytest.raises(DatabaseAway):
        await migrate(f"{postgres_url}-gone")
    with pytest.raises(DatabaseAway):
        await migrate("postgresql://127.0.0.1:1/intake")
