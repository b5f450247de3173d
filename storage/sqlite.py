"""Open SQLite so that nothing acknowledged is lost and no writer overtakes another.

Every transaction is `BEGIN IMMEDIATE`: with SQLAlchemy's defaults two transactions may read the
same row before either writes, and one update is lost in silence.
(https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions)
One connection serves the whole process: SQLite has one writer anyway, and waiting in the pool is
fair and first come first served, which waiting in SQLite is not.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.ext.asyncio import AsyncEngine
    from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what is erased is overwritten
)


def sqlite_engine(url: URL, patience: float) -> AsyncEngine:
    """Return an engine on the file, which is made, private to its owner, if it is not there."""
    make_private(Path(url.database or ""))
    engine = create_async_engine(
        url,
        # `timeout` is SQLite's busy_timeout; None: the driver's own begin is off, ours is on.
        connect_args={"timeout": patience, "isolation_level": None},
        pool_size=1,
        max_overflow=0,
        pool_timeout=patience,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def make_private(path: Path) -> None:
    """Make the file and its folder, both for the owner only; SQLite copies the mode to its WAL."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    path.chmod(0o600)


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
