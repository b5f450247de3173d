"""Transactions hold what they promise, and trouble has a name."""

from __future__ import annotations

import asyncio
import stat
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage import (
    Database,
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseRefused,
    Keyring,
    WrongKeys,
    migrate,
    new_keys,
)
from tests.storage.rows import SECOND, Open, a_chat

if TYPE_CHECKING:
    from pathlib import Path

    from storage import Chat, UnitOfWork
    from tests.postgres import Postgres


async def _kept(database: Database) -> dict[int, Chat]:
    async with database.begin() as work:
        return await work.chats.load([7, 8])


async def _sql(work: UnitOfWork, statement: str) -> object:
    return (await work.chats._connection.execute(text(statement))).scalar()


async def test_an_exception_undoes_the_transaction(database: Database) -> None:
    """All of a transaction is kept or none, and the exception goes on as it was."""

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            await work.chats.keep([a_chat(revision=1 // 0)])

    with pytest.raises(ZeroDivisionError):
        await turn()
    assert await _kept(database) == {}


async def test_a_cancelled_transaction_is_undone(database: Database) -> None:
    """A task cancelled in the middle leaves nothing, and the next transaction works."""
    reached = asyncio.Event()

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            reached.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(turn())
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await _kept(database) == {}


async def test_a_transaction_has_one_time(database: Database) -> None:
    """The time is aware, in UTC, close to the host's, and later in the next transaction."""
    async with database.begin() as work:
        first = work.now
        await asyncio.sleep(0.01)
        assert work.now is first
    async with database.begin() as work:
        assert work.now > first
    assert first.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - first) < 60 * SECOND  # noqa: TID251 - the fact at hand


async def test_time_can_be_offset(database_url: str, opened: Open) -> None:
    """A database opened with an offset lives in the future, in what it stores too."""
    async with opened(database_url).begin() as work:
        today = work.now
    async with opened(database_url, clock_offset=timedelta(days=30)).begin() as work:
        assert timedelta(days=29) < work.now - today < timedelta(days=31)
        row_id = await work.quarantine.add(1, 7, "KeyError", b"{}")
        row = await work.quarantine.load(row_id)
        assert row is not None
        assert row.put_at == work.now


async def test_a_defective_statement_is_refused(database: Database) -> None:
    """What the database refuses has a name of this room, shows no value, and undoes all."""
    query = text("SELECT secret FROM nowhere WHERE name = :name")

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            await work.chats._connection.execute(query, {"name": "Byron"})

    with pytest.raises(DatabaseRefused) as caught:
        await turn()
    assert "Byron" not in f"{caught.value} {caught.value.__cause__}"
    assert await _kept(database) == {}


async def test_a_value_that_cannot_be_bound_is_refused(database: Database) -> None:
    """A time without a zone means another moment on another host: it never gets in."""
    naive = datetime(2026, 3, 1)  # noqa: DTZ001 - the fact at hand
    with pytest.raises(DatabaseRefused):
        async with database.begin() as work:
            await work.quarantine.forget_before(naive)


async def test_a_full_disk_is_named_and_survived(sqlite_url: str, opened: Open) -> None:
    """A full disk undoes the transaction, says so, and the same connection works on."""
    database = opened(sqlite_url)
    async with database.begin() as work:
        pages = await _sql(work, "PRAGMA page_count")
        await _sql(work, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DatabaseFull, match="OperationalError 13"):
        async with database.begin() as work:
            await work.chats.keep([a_chat(n, document={"a": "x" * 9000}) for n in range(99)])
    async with database.begin() as work:
        assert await work.chats.load(range(99)) == {}
        await _sql(work, "PRAGMA max_page_count = 100000")
        await work.chats.keep([a_chat(7)])
    assert list(await _kept(database)) == [7]


async def test_a_locked_file_is_busy_after_a_while(sqlite_url: str, opened: Open) -> None:
    """While another process writes, a transaction waits, gives up by name, and may come again."""
    database, other = opened(sqlite_url, patience=0.2), opened(sqlite_url)
    async with other.begin():
        with pytest.raises(DatabaseBusy, match="OperationalError 5"):
            await _kept(database)
    assert await _kept(database) == {}


async def test_a_transaction_waits_for_the_one_before(sqlite_url: str, opened: Open) -> None:
    """In one process transactions on a file queue up, and the wait has an end."""
    database = opened(sqlite_url, patience=0.2)
    async with database.begin():
        with pytest.raises(DatabaseBusy, match="no connection became free"):
            await _kept(database)
    assert await _kept(database) == {}


async def test_a_file_is_private_and_durable(tmp_path: Path, opened: Open) -> None:
    """The file, its journal and its folder are the owner's; every promise is switched on."""
    path = tmp_path / "deep" / "folder" / "intake.db"
    database = opened(f"sqlite:///{path}")
    async with database.begin() as work:
        settings = {
            name: await _sql(work, f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        busy = await _sql(work, "PRAGMA busy_timeout")
    await migrate(f"sqlite:///{path}")
    async with database.begin() as work:
        await work.chats.keep([a_chat(7)])
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    assert busy == 0  # SQLite would wait in the event loop's thread
    assert modes == dict.fromkeys(("intake.db", "intake.db-wal", "intake.db-shm"), 0o600)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, opened: Open) -> None:
    """Where a file stands in the way of the folder, opening says that it is out of reach."""
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseAway, match=r"out of reach: NotADirectoryError|FileExistsError"):
        opened(f"sqlite:///{tmp_path / 'file' / 'intake.db'}")


_KILLED = """
import asyncio, os, sys, storage
async def main():
    keyring = storage.Keyring.parse(*storage.new_keys())
    database = storage.Database(sys.argv[1], keyring)
    async with database.begin() as work:
        await work.chats.keep([storage.Chat(7, "abcdefgh", 1, {})])
    async with database.begin() as work:
        await work.chats.keep([storage.Chat(8, "abcdefgh", 1, {})])
        os.kill(os.getpid(), 9)
asyncio.run(main())
"""


async def test_a_killed_process_loses_only_what_was_not_committed(
    database_url: str, opened: Open
) -> None:
    """After kill -9 what was committed is there, and the open transaction never was."""
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", _KILLED, database_url)
    assert await process.wait() == -9
    async with opened(database_url).begin() as work:
        await work.chats.lock([8])
        assert await _sql(work, "SELECT max(chat_id) FROM chats") == 7


async def test_connections_that_died_in_the_pool_are_replaced(
    postgres_server: Postgres, postgres_url: str, opened: Open
) -> None:
    """After the server hung up on all idle connections the next transactions just work."""
    database = opened(postgres_url)
    await asyncio.gather(*(_kept(database) for _ in range(5)))
    postgres_server.hang_up(postgres_url)
    assert await asyncio.gather(*(_kept(database) for _ in range(5))) == [{}] * 5


async def test_a_connection_lost_in_the_middle_is_away(
    postgres_server: Postgres, postgres_url: str, opened: Open
) -> None:
    """A transaction whose connection is lost says so, and the next one works."""
    database = opened(postgres_url)

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            postgres_server.hang_up(postgres_url)
            await work.chats.keep([a_chat(8)])

    with pytest.raises(DatabaseAway):
        await turn()
    assert await _kept(database) == {}


async def test_a_connection_lost_before_the_commit_is_away(
    postgres_server: Postgres, postgres_url: str, opened: Open
) -> None:
    """A commit that nobody answered is never taken for a success."""
    database = opened(postgres_url)

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            postgres_server.hang_up(postgres_url)

    with pytest.raises(DatabaseAway):
        await turn()
    assert await _kept(database) == {}


@pytest.mark.parametrize("address", ["127.0.0.1:1", "nowhere.invalid"])
async def test_a_server_out_of_reach_is_away(address: str, opened: Open) -> None:
    """A server that does not answer, or whose name is unknown, is away."""
    with pytest.raises(DatabaseAway, match="out of reach"):
        await _kept(opened(f"postgresql://ada:s3cr3t@{address}/intake"))


async def test_a_deadlock_is_busy(postgres_url: str, opened: Open) -> None:
    """Two transactions that wait for each other: one goes on, the other may try again."""
    database = opened(postgres_url)
    async with database.begin() as work:
        await work.chats.keep([a_chat(7), a_chat(8)])

    async def crossing(first: int, second: int) -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(first)])
            await asyncio.sleep(0.1)
            await work.chats.keep([a_chat(second)])

    outcomes = await asyncio.gather(crossing(7, 8), crossing(8, 7), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome] == [DatabaseBusy]


async def test_a_lock_that_is_not_let_go_of_is_busy(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL too a wait has an end, with a name, after which the connection works."""
    database = opened(postgres_url, patience=0.3)
    async with database.begin() as work:
        await work.chats.keep([a_chat(7)])
    async with database.begin() as holder:
        await holder.chats.keep([a_chat(7)])
        with pytest.raises(DatabaseBusy, match="no answer in time"):
            await _touch(database)
    await _touch(database)


async def test_a_pool_that_is_used_up_is_busy(postgres_url: str, opened: Open) -> None:
    """Who finds all ten connections taken waits, gives up by name, and may come again."""
    database = opened(postgres_url, patience=0.3)
    async with AsyncExitStack() as taken:
        for _ in range(10):
            await taken.enter_async_context(database.begin())
        with pytest.raises(DatabaseBusy, match="no connection became free"):
            await _kept(database)
    assert await _kept(database) == {}


async def _touch(database: Database) -> None:
    async with database.begin() as work:
        await work.chats.keep([a_chat(7)])


async def test_a_cancelled_wait_leaves_no_lock(sqlite_url: str, opened: Open) -> None:
    """A turn cancelled while it waits for the file does not take it later."""
    database, other = opened(sqlite_url, patience=1), opened(sqlite_url)
    async with other.begin():
        waiting = asyncio.create_task(_touch(database))
        await asyncio.sleep(0.1)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await _touch(database)
    await _touch(other)
    assert list(await _kept(database)) == [7]


async def test_keys_that_do_not_open_the_database_are_noticed(
    database_url: str, opened: Open
) -> None:
    """With other keys every turn would fail; an empty database takes any."""
    other = Keyring.parse(*new_keys())
    await opened(database_url, other).check_keys()
    database = opened(database_url)
    await _touch(database)
    await database.check_keys()
    with pytest.raises(WrongKeys, match="ENCRYPTION_KEYS"):
        await opened(database_url, other).check_keys()
