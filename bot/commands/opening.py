"""What the commands for operators have in common: the database, one job decided, an exit code."""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeVar

import click

from bot.turns.batches import Batches
from storage import Database, StorageTrouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine
    from typing import Any

    from bot.settings import StorageSettings
    from bot.turns.changes import Job

NOT_DONE = 1

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, bool]) -> None:
    """Do the work; exit with a sentence where it cannot be done."""
    try:
        is_done = asyncio.run(work)
    except StorageTrouble as trouble:
        raise click.ClickException(str(trouble)) from None
    if not is_done:
        sys.exit(NOT_DONE)


@asynccontextmanager
async def opened(settings: StorageSettings) -> AsyncIterator[Database]:
    """Lend the database; raise StorageTrouble where this version cannot work with it."""
    database = Database(settings.database_url.get_secret_value(), settings.keyring)
    try:
        await database.check_schema()
        yield database
    finally:
        await database.close()


async def decided(database: Database, job: Job[Result]) -> Result:
    """Return what came of one job, decided by itself."""
    batches = Batches(database)
    async with serving(batches):
        return await batches.decided(job)


@asynccontextmanager
async def serving(batches: Batches) -> AsyncIterator[None]:
    """Have jobs decided meanwhile."""
    task = asyncio.create_task(batches.serve())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
