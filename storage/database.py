"""One database, opened once in a process, and transactions on it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast

from storage.addresses import parse_url
from storage.errors import WrongKeys
from storage.inspection import Inspection
from storage.migrating import expect_head
from storage.postgresql import PostgreSQL
from storage.sqlite import SQLite
from storage.translation import reached, translated
from storage.unit_of_work import UnitOfWork

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

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
            engine = SQLite if self.dialect == "sqlite" else PostgreSQL
            self._engine = engine(address, patience)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """Open one transaction: all of it is kept, or, on any exception, none.

        Raises DatabaseTrouble when the reason lies outside of the transaction.
        """
        with translated():
            async with self._engine.transaction() as (connection, now):
                yield UnitOfWork(connection, self._keyring, now + self.clock_offset)

    @asynccontextmanager
    async def inspect(self) -> AsyncIterator[Inspection]:
        """Open one transaction that looks the database over; raises DatabaseTrouble likewise."""
        with translated():
            async with self._engine.transaction() as (connection, now):
                yield Inspection(connection, now + self.clock_offset)

    async def check_schema(self) -> None:
        """Raise NotMigrated unless the schema is the one this version knows."""
        with translated():
            async with self._engine.transaction() as (connection, _):
                await connection.run_sync(expect_head)

    async def check_keys(self) -> None:
        """Raise WrongKeys where the newest chat does not open."""
        async with self.begin() as work:
            newest = await work.chats.newest()
            chats = await work.chats.load([] if newest is None else [newest])
            if not all(chat.is_readable for chat in chats.values()):
                raise WrongKeys(
                    "ENCRYPTION_KEYS are not those under which this database was written"
                )

    async def leave_no_trace(self) -> None:
        """Clear what has been erased from where the database still holds it, sealed as it was."""
        with translated():
            await self._engine.leave_no_trace()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.close()
