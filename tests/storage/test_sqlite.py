"""SQLite runs in the event loop's thread, and the loop never stands still for it."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import ClauseElement, Connection, text

from storage import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseRefused,
    ValueRefused,
    attempts,
    chats,
    submission_queries,
)
from tests.storage.rows import Open, a_chat, an_attempt

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage import Database

_HOLD = """
import sqlite3, sys, time
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
file.execute("COMMIT")
file.close()
"""


@asynccontextmanager
async def _held_by_another_process(url: str, seconds: float) -> AsyncIterator[None]:
    """Have another process write for some seconds, from now on."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _HOLD, _file(url).as_posix(), str(seconds)),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"held\n"
    yield
    assert await process.wait() == 0


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


async def _touch(database: Database, chat_id: int = 7) -> None:
    async with database.begin() as work:
        await work.chats.keep([a_chat(chat_id)])


async def _beat(beats: list[float]) -> None:
    """Note the time again and again, as long as the loop lets it."""
    while True:
        beats.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.005)


@asynccontextmanager
async def _heart() -> AsyncIterator[list[float]]:
    """Lend the times of a heart that beats in this loop."""
    beats: list[float] = []
    task = asyncio.create_task(_beat(beats))
    yield beats
    task.cancel()


async def test_the_loop_goes_on_while_another_process_writes(
    sqlite_url: str, opened: Open
) -> None:
    """A transaction waits a second for another process; a heart in its loop beats on."""
    database = opened(sqlite_url)
    async with _held_by_another_process(sqlite_url, 1), _heart() as beats:
        started = asyncio.get_running_loop().time()
        await _touch(database)
        waited = asyncio.get_running_loop().time() - started
    gaps = [after - before for before, after in pairwise(beats)]
    assert waited > 0.5
    assert len(beats) > 20
    assert max(gaps) < waited / 2


async def test_the_loop_goes_on_between_transactions(sqlite_url: str, opened: Open) -> None:
    """Who makes one transaction after the other, and waits for nothing else, starves nobody."""
    database = opened(sqlite_url)
    loop = asyncio.get_running_loop()
    async with _heart() as beats:
        until = loop.time() + 0.2
        while loop.time() < until:
            await _touch(database)
    assert len(beats) > 5


async def test_a_wait_for_another_process_has_an_end(sqlite_url: str, opened: Open) -> None:
    """After `patience` the wait is given up by name; later the file can be had."""
    database = opened(sqlite_url, patience=0.1)
    async with _held_by_another_process(sqlite_url, 0.7):
        with pytest.raises(DatabaseBusy, match="OperationalError 5"):
            await _touch(database)
    await _touch(database)


async def test_transactions_come_in_the_order_they_were_asked_for(
    sqlite_url: str, opened: Open
) -> None:
    """Behind another process too, the first who asked is the first to write."""
    database = opened(sqlite_url)
    order: list[int] = []

    async def turn(number: int) -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(number)])
            await asyncio.sleep(0)
            order.append(number)

    async with _held_by_another_process(sqlite_url, 0.3):
        await asyncio.gather(*(turn(number) for number in range(20)))
    assert order == list(range(20))


async def test_a_cancelled_transaction_frees_the_file_at_once(
    sqlite_url: str, opened: Open
) -> None:
    """Whoever comes next, here or in another process, need not wait at all."""
    database, other = opened(sqlite_url, patience=0), opened(sqlite_url, patience=0)
    written = asyncio.Event()

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            written.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(turn())
    await written.wait()
    with pytest.raises(DatabaseBusy):
        await _touch(other, 8)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await _touch(other, 8)
    async with database.begin() as work:
        assert list(await work.chats.load([7, 8])) == [8]


async def test_who_is_cancelled_in_the_queue_does_not_hold_it_up(
    sqlite_url: str, opened: Open
) -> None:
    """Of three that wait for their turn the middle one goes; the other two write."""
    database = opened(sqlite_url)
    async with database.begin():
        waiting = [asyncio.create_task(_touch(database, number)) for number in (1, 2, 3)]
        await asyncio.sleep(0.01)
        waiting[1].cancel()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [
        type(None),
        asyncio.CancelledError,
        type(None),
    ]
    async with database.begin() as work:
        assert set(await work.chats.load([1, 2, 3])) == {1, 3}


async def test_a_commit_that_fails_is_undone(sqlite_url: str, opened: Open) -> None:
    """What is refused only at the commit leaves no transaction open behind it."""
    database = opened(sqlite_url)

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            await work.chats._connection.execute(text("PRAGMA defer_foreign_keys = ON"))
            await work.attempts.add([an_attempt("of nobody")])

    with pytest.raises(ValueRefused):
        await turn()
    async with database.begin() as work:
        assert await work.chats.load([7]) == {}


async def test_closing_undoes_what_is_open(sqlite_url: str, opened: Open) -> None:
    """A transaction that outlives its database's closing is refused, and keeps nothing."""
    database = opened(sqlite_url)

    async def turn() -> None:
        async with database.begin() as work:
            await work.chats.keep([a_chat(7)])
            await database.close()

    with pytest.raises(DatabaseRefused):
        await turn()
    async with database.begin() as work:
        assert await work.chats.load([7]) == {}


async def test_a_connection_that_cannot_begin_is_replaced(sqlite_url: str, opened: Open) -> None:
    """Where a connection is unusable, one transaction is refused, and the next one works."""
    database = opened(sqlite_url)
    async with database.begin() as work:
        file = await work.chats._connection.run_sync(lambda plain: plain.connection)
    file.cursor().execute("BEGIN")
    with pytest.raises(DatabaseRefused, match="OperationalError 1"):
        await _touch(database)
    await _touch(database)


async def test_another_file_in_its_place_is_refused(sqlite_url: str, opened: Open) -> None:
    """What is no database is refused, and left as it is; once it is mended the same one works."""
    database, content = opened(sqlite_url), _file(sqlite_url).read_bytes()
    _file(sqlite_url).write_bytes(b"an old letter\n" * 99)
    with pytest.raises(DatabaseRefused, match="DatabaseError 26"):
        await _touch(database)
    assert _file(sqlite_url).read_bytes() == b"an old letter\n" * 99
    _file(sqlite_url).write_bytes(content)
    await _touch(database)


async def test_a_file_that_cannot_be_opened_is_away(sqlite_url: str, opened: Open) -> None:
    """A folder that went missing after the start is the operator's to bring back."""
    database = opened(sqlite_url)
    folder = _file(sqlite_url).parent
    away = folder.rename(folder.with_name("away"))
    with pytest.raises(DatabaseAway, match="OperationalError 14"):
        await _touch(database)
    away.rename(folder)
    await _touch(database)


@pytest.mark.parametrize(
    "query",
    [
        chats._load,
        chats._remove,
        attempts._all,
        submission_queries.LOAD,
        submission_queries.DUE,
    ],
    ids=["chats", "chats removed", "attempts", "submissions", "submissions due"],
)
async def test_no_row_is_found_by_reading_all(
    query: ClauseElement, sqlite_url: str, opened: Open
) -> None:
    """The statements of every turn search an index for what they are given."""

    def plan(connection: Connection) -> list[str]:
        sql = str(query.compile(dialect=connection.dialect))
        explained = f"EXPLAIN QUERY PLAN {sql}"
        rows = connection.exec_driver_sql(explained, (None,) * sql.count("?"))
        return [row[3] for row in rows]

    async with opened(sqlite_url).begin() as work:
        steps = await work.chats._connection.run_sync(plan)
    assert any(step.startswith("SEARCH") for step in steps)
    assert [step for step in steps if step.startswith("SCAN") and "anon_1" not in step] == []
