"""Leading: one process does a duty for all of them, and another one goes on where it dies."""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
from contextlib import asynccontextmanager
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING

import structlog

from bot.unbroken import unbroken
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from zoneinfo import ZoneInfo

    from bot.duties import Duty
    from storage import Database, UnitOfWork

LOG = structlog.get_logger()

# With a look that comes late, a duty whose leader has died stands still for half a minute.
LEASE = timedelta(seconds=25)
LOOKS = 5  # while a lease lasts

_LONGEST_HOST = 32


class Part(Enum):
    """What one process has to do with a duty at a moment."""

    NONE = "it is done"
    WAITS = "another process does it, or has just done it"
    LEADS = "it is this one's"


class Leading:
    """One process's part in a duty: it leads as long as the lease of that name is its own.

    A duty is done by its leader alone, and never twice for one time at which it was due.
    `of` tells apart duties of one kind that are not the same, such as those of two settings.
    """

    def __init__(
        self,
        duty: Duty,
        database: Database,
        zone: ZoneInfo,
        lease: timedelta = LEASE,
        of: str = "",
    ) -> None:
        self._duty = duty
        self._database = database
        self._zone = zone
        self._lease = lease
        self._name = f"{duty.name}:{of}" if of else duty.name
        self.holder = _new_holder()

    @property
    def look(self) -> float:
        """How many seconds to rest before looking again: a lease that ran out is found soon."""
        return self._lease.total_seconds() / LOOKS

    async def is_due(self, work: UnitOfWork) -> bool:
        """Tell whether the duty is to be done now, by whomever."""
        done = await work.duties.get(self._name)
        last = None if done is None else done.done_at
        return self._duty.is_due(last, work.now, self._zone)

    async def leads(self, work: UnitOfWork) -> bool:
        """Tell whether the duty is to be done now and by this process, whose it is from now on.

        It stays that for half of the lease at least. Whoever had the lease a moment ago may have
        done it, so that is asked again once the lease is ours.
        """
        if not await self.is_due(work):
            return False
        if not await work.leases.hold(self._name, self.holder, self._lease):
            return False
        if await self.is_due(work):
            return True
        await work.leases.release(self._name, self.holder)
        return False

    async def done(self, work: UnitOfWork, found: int | None = None) -> None:
        """Note that the duty is done, and leave it to whoever comes first when it is due again."""
        await work.duties.done(self._name, found)
        await work.leases.release(self._name, self.holder)
        LOG.debug("duty done", what=self._duty.name)

    async def once(self, act: Callable[[], Awaitable[object]]) -> None:
        """Return once it is done: here, or by another one of those who began at the same time."""
        while True:
            try:
                if await self._done_once(act):
                    return
            except DatabaseTrouble as trouble:
                LOG.warning("duty not begun", what=self._duty.name, error=type(trouble).__name__)
            await asyncio.sleep(self.look)

    async def _done_once(self, act: Callable[[], Awaitable[object]]) -> bool:
        match await unbroken(self._part()):
            case Part.NONE:
                return True
            case Part.WAITS:
                return False
        async with self.kept():
            await act()
        await unbroken(self._note_done())
        return True

    async def _part(self) -> Part:
        async with self._database.begin() as work:
            if not await self.is_due(work):
                return Part.NONE
            return Part.LEADS if await self.leads(work) else Part.WAITS

    async def _note_done(self) -> None:
        async with self._database.begin() as work:
            await self.done(work)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Keep the lease meanwhile, however long that takes."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _keep(self) -> None:
        while True:
            await asyncio.sleep(self._lease.total_seconds() / 3)
            try:
                await unbroken(self._hold())
            except DatabaseTrouble as trouble:
                LOG.warning("lease not kept", what=self._duty.name, error=type(trouble).__name__)

    async def _hold(self) -> None:
        async with self._database.begin() as work:
            await work.leases.hold(self._name, self.holder, self._lease)


def _new_holder() -> str:
    """Return a name that tells an operator which process of which machine leads."""
    host = socket.gethostname()[:_LONGEST_HOST]
    return f"{host}/{os.getpid()}/{secrets.token_hex(4)}"
