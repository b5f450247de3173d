"""Say what the drivers raise in this room's words, so that no other room knows a driver."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from storage.errors import (
    DatabaseAway,
    DatabaseBusy,
    DatabaseFull,
    DatabaseRefused,
    DatabaseTrouble,
    ValueRefused,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

# The low byte of https://www.sqlite.org/rescode.html
_SQLITE = {
    5: DatabaseBusy,  # BUSY
    6: DatabaseBusy,  # LOCKED
    10: DatabaseAway,  # IOERR
    13: DatabaseFull,  # FULL
    14: DatabaseAway,  # CANTOPEN
    18: ValueRefused,  # TOOBIG
    19: ValueRefused,  # CONSTRAINT
    20: ValueRefused,  # MISMATCH
    25: ValueRefused,  # RANGE
}
# https://www.postgresql.org/docs/current/errcodes-appendix.html; the longest that fits counts.
_POSTGRESQL = {
    "40001": DatabaseBusy,  # serialization_failure
    "40P01": DatabaseBusy,  # deadlock_detected
    "55P03": DatabaseBusy,  # lock_not_available
    "57014": DatabaseBusy,  # query_canceled, by a timeout
    "53100": DatabaseFull,  # disk_full
    "22": ValueRefused,  # data exceptions
    "23": ValueRefused,  # constraints
    "08": DatabaseAway,  # connection exceptions
    "28": DatabaseAway,  # the login is refused
    "3D": DatabaseAway,  # no such database
    "53": DatabaseAway,  # out of connections or memory
    "57": DatabaseAway,  # shutting down, starting up
}


@contextmanager
def translated() -> Iterator[None]:
    """Raise the drivers' errors as DatabaseTrouble; all others pass."""
    try:
        yield
    except PoolExhausted:
        raise DatabaseBusy("no connection became free in time") from None
    except DBAPIError as error:
        raise _trouble(error) from error
    except SQLAlchemyError as error:
        raise DatabaseRefused(type(error).__name__) from error


@contextmanager
def reached() -> Iterator[None]:
    """Raise what connecting may raise besides as DatabaseAway."""
    try:
        yield
    except (OSError, EOFError) as error:
        raise DatabaseAway(f"the database is out of reach: {type(error).__name__}") from error


def sqlite_trouble(error: sqlite3.Error) -> DatabaseTrouble:
    """Name what SQLite itself raises, where no engine stands between."""
    code = getattr(error, "sqlite_errorcode", 0)
    return _SQLITE.get(code & 0xFF, DatabaseRefused)(f"{type(error).__name__} {code}")


def _trouble(error: DBAPIError) -> DatabaseTrouble:
    code = getattr(error.orig, "sqlite_errorcode", None)
    state = str(getattr(error.orig, "sqlstate", None) or "")
    kind: type[DatabaseTrouble]
    if error.connection_invalidated:
        kind = DatabaseAway
    elif code is not None:
        kind = _SQLITE.get(code & 0xFF, DatabaseRefused)
    else:
        kind = _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:2], DatabaseRefused)
    return kind(" ".join(filter(None, (type(error.orig).__name__, state, str(code or "")))))
