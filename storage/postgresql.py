"""Open PostgreSQL, with the security the address asks for."""

from __future__ import annotations

import ssl
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from storage.errors import BadDatabaseURL, DatabaseBusy
from storage.translation import reached

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from sqlalchemy import URL
    from sqlalchemy.engine import ExceptionContext
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_CONNECT_SECONDS = 10.0


class PostgreSQL:
    """A pool of at most ten connections to a server.

    `patience` is for how many seconds to wait for a connection, and for each answer.
    """

    def __init__(self, url: URL, patience: float) -> None:
        self._engine = _engine(url, patience)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[tuple[AsyncConnection, datetime]]:
        """Lend a connection inside a transaction, and the server's time; keep all in the end.

        On any exception it is undone.
        """
        async with AsyncExitStack() as stack:
            with reached():
                connection = await stack.enter_async_context(self._engine.connect())
                now = await _begun_at(connection)
            yield connection, now
            await connection.commit()

    async def leave_no_trace(self) -> None:
        """Do nothing: the server's own vacuum clears what has been erased.

        (https://www.postgresql.org/docs/current/routine-vacuuming.html)
        """

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


def _engine(url: URL, patience: float) -> AsyncEngine:
    """Return an engine.

    Connections are not probed before use: a transaction asks for the time first in any case, and
    takes a fresh connection when the old one turns out to be dead.
    """
    engine = create_async_engine(
        url.set(query={}),
        connect_args=_arguments(url, patience),
        pool_size=5,
        max_overflow=5,
        pool_timeout=patience,
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "handle_error", _name_silence)
    return engine


async def _begun_at(connection: AsyncConnection) -> datetime:
    """Begin, and return the time of it by the one clock all share."""
    try:
        return await _time(connection)
    except DBAPIError:
        # It had died in the pool, before anything was done with it: the pool throws away all of
        # its age, and this takes a fresh one.
        await connection.rollback()
        return await _time(connection)


async def _time(connection: AsyncConnection) -> datetime:
    now: datetime = (await connection.exec_driver_sql("SELECT now()")).scalar_one()
    return now


def _name_silence(context: ExceptionContext) -> Exception | None:
    """Name the one thing that asyncpg says in asyncio's words."""
    if isinstance(context.original_exception, TimeoutError):
        return DatabaseBusy("the database gave no answer in time")
    return None


def _arguments(url: URL, patience: float) -> dict[str, Any]:
    options = dict(url.query)
    settings = {"application_name": "intake"} | {
        name: options[name] for name in ("application_name", "options") if name in options
    }
    arguments = {
        "timeout": min(patience, _CONNECT_SECONDS),
        "command_timeout": patience,
        "server_settings": settings,
    }
    if "host" in options:
        arguments["host"] = options["host"]
    if "port" in options:
        arguments["port"] = int(str(options["port"]))
    if "ssl" in options:
        arguments["ssl"] = _security(str(options["ssl"]), options.get("sslrootcert"))
    return arguments


def _security(mode: str, root: Any) -> str | ssl.SSLContext:
    """Return what asyncpg takes: verification rests on the system's authorities or on `root`."""
    if mode not in {"verify-ca", "verify-full"}:
        return mode
    try:
        context = ssl.create_default_context(cafile=None if root in {None, "system"} else root)
    except OSError:
        raise BadDatabaseURL("sslrootcert in DATABASE_URL must be a file in PEM") from None
    context.check_hostname = mode == "verify-full"
    return context
