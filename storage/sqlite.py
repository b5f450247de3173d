"""Open SQLite so that nothing acknowledged is lost and no writer overtakes another.

Every transaction is `BEGIN IMMEDIATE`: with SQLAlchemy's defaults two transactions may read the
same row before either writes, and one update is lost in silence.
(https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions)
One connection serves the whole process: SQLite has one writer anyway, and waiting for one's turn
is fair and first come first served, which waiting in SQLite is not.

SQLite itself never waits here, for the event loop would stand still with it.
Only the beginning of a transaction may find the file locked, by another process; it is tried
again, with pauses in which the loop does other things.
After it nothing is in the way: the transaction has its snapshot and the one lock on writing, and
the checkpoints that a commit sets off wait for nobody.
(https://www.sqlite.org/wal.html, https://www.sqlite.org/c3ref/wal_autocheckpoint.html)
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from storage.errors import DatabaseBusy
from storage.inline import InlineConnection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import URL, Connection

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
)
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.05  # seconds


class SQLite:
    """One file, made private to its owner if it is not there, and one connection to it.

    The connection is opened by the first transaction and belongs to its thread.
    `patience` is for how many seconds to wait, once for one's turn and once for the file.
    """

    def __init__(self, url: URL, patience: float) -> None:
        path = Path(url.database or "")
        make_private(path)
        self._engine = create_engine(
            url, creator=partial(_opened, path), poolclass=NullPool, hide_parameters=True
        )
        event.listen(self._engine, "begin", _begin_immediate)
        self._patience = patience
        self._turn = asyncio.Lock()
        self._connection: Connection | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[tuple[InlineConnection, datetime]]:
        """Lend the connection inside a transaction, and the host's time; keep all in the end.

        On any exception, a cancellation too, it is undone before anybody else has a turn.
        """
        await self._wait_for_turn()
        try:
            connection = await self._begun()
            try:
                yield InlineConnection(connection), datetime.now(UTC)  # noqa: TID251 - the database's clock is read here only
                connection.exec_driver_sql("COMMIT")
            finally:
                connection.rollback()  # Nothing is left to be undone after the commit.
        finally:
            self._turn.release()

    async def leave_no_trace(self) -> None:
        """Empty the write-ahead log: in it what has been erased from the file would still stand.

        While another process reads, that is left to the next time.
        (https://www.sqlite.org/pragma.html#pragma_wal_checkpoint)
        """
        await self._wait_for_turn()
        try:
            if self._connection is not None:
                plain = self._connection.connection.driver_connection
                cast("sqlite3.Connection", plain).execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._turn.release()

    async def close(self) -> None:
        """Close the connection; a transaction that is still open is undone."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    async def _wait_for_turn(self) -> None:
        # Where nothing has to be waited for, one transaction after the other would starve others.
        await asyncio.sleep(0)
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError:
            raise DatabaseBusy("no connection became free in time") from None

    async def _begun(self) -> Connection:
        """Return the connection inside a transaction, once no other process is in one."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._patience
        pause = _FIRST_PAUSE
        while True:
            try:
                return self._begun_at_once()
            except DBAPIError as error:
                if not _is_busy(error) or loop.time() >= deadline:
                    await self.close()  # Whatever is wrong with it, the next one begins afresh.
                    raise
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _begun_at_once(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        self._connection.begin()
        return self._connection


def make_private(path: Path) -> None:
    """Make the file and its folder, both for the owner only; SQLite copies the mode to its WAL."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)


def _opened(path: Path) -> sqlite3.Connection:
    # `timeout` is SQLite's own waiting; None: the driver's own begin is off, ours is on.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _is_busy(error: DBAPIError) -> bool:
    code: int = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY
