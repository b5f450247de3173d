"""One database, opened once in a process, and transactions on it."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, cast

from sqlalchemy.exc import DBAPIError

from storage.addresses import parse_url
from storage.errors import Unreadable, WrongKeys
from storage.migrating import expect_head
from storage.postgresql import postgresql_engine
from storage.sqlite import sqlite_engine
from storage.translation import reached, translated
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.keyring import Keyring


PATIENCE = 10.0  # seconds


class Database:
    """A pool of connections and the keys of what is sealed in it.

    `clock_offset` is added to the database's time; tests and rehearsals live in the future by it.
    `patience` is for how many seconds to wait for a connection, a lock or an answer.
    """

    def __init__(
        self,
        url: str,
        keyring: Keyring,
        *,
        clock_offset: timedelta = timedelta(0),
        patience: float = PATIENCE,
    ) -> None:
        address = parse_url(url)
        self.dialect = cast("Literal['sqlite', 'postgresql']", address.get_backend_name())
        self.clock_offset = clock_offset
        self._keyring = keyring
        with reached():
            self._engine = (
                sqlite_engine(address, patience)
                if self.dialect == "sqlite"
                else postgresql_engine(address, patience)
            )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """Open one transaction: all of it is kept, or, on any exception, none.

        Raises DatabaseTrouble when the reason lies outside of the transaction.
        """
        with translated():
            async with AsyncExitStack() as stack:
                connection, now = await self._opened(stack)
                yield UnitOfWork(connection, self._keyring, now + self.clock_offset)
                await connection.commit()

    async def check_schema(self) -> None:
        """Raise NotMigrated unless the schema is the one this version knows."""
        with translated():
            async with AsyncExitStack() as stack:
                connection, _ = await self._opened(stack)
                await connection.run_sync(expect_head)

    async def check_keys(self) -> None:
        """Raise WrongKeys where the newest chat does not open."""
        async with self.begin() as work:
            newest = await work.chats.newest()
            try:
                await work.chats.load([] if newest is None else [newest])
            except Unreadable:
                raise WrongKeys(
                    "ENCRYPTION_KEYS are not those under which this database was written"
                ) from None

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    async def _opened(self, stack: AsyncExitStack) -> tuple[AsyncConnection, datetime]:
        """Return a connection inside a transaction, and the database's time."""
        with reached():
            connection = await stack.enter_async_context(self._engine.connect())
            try:
                return connection, await self._time(connection)
            except DBAPIError as error:
                if not error.connection_invalidated:
                    raise
            # It had died in the pool, before anything was done with it: the pool throws away all
            # of its age, and this takes a fresh one.
            await connection.rollback()
            return connection, await self._time(connection)

    async def _time(self, connection: AsyncConnection) -> datetime:
        """Begin, and read the one clock all share; that of an embedded database is the host's."""
        if self.dialect == "sqlite":
            await connection.begin()
            return datetime.now(UTC)  # noqa: TID251 - the database's clock is read here only
        now: datetime = (await connection.exec_driver_sql("SELECT now()")).scalar_one()
        return now
