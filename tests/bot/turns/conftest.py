"""Batches that serve, on a database under watch."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest_asyncio

from bot.turns.batches import Batches
from tests.bot.turns.jobs import Watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage import Database, Keyring


@pytest_asyncio.fixture
async def watched(database_url: str, keyring: Keyring) -> AsyncIterator[Watched]:
    """Lend a watched database that nobody has used, once of each kind."""
    database = Watched(database_url, keyring)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def watched_postgres(postgres_url: str, keyring: Keyring) -> AsyncIterator[Watched]:
    """Lend a watched PostgreSQL database."""
    database = Watched(postgres_url, keyring)
    yield database
    await database.close()


@asynccontextmanager
async def serving(database: Database, **options: Any) -> AsyncIterator[Batches]:
    """Serve batches meanwhile."""
    batches = Batches(database, **options)
    task = asyncio.create_task(batches.serve())
    try:
        yield batches
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest_asyncio.fixture
async def batches(watched: Watched) -> AsyncIterator[Batches]:
    """Lend batches that serve the watched database."""
    async with serving(watched) as batches:
        yield batches
