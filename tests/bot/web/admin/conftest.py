"""The operators' pages, on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest_asyncio

from tests.bot.web.admin.visiting import House, visited

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage import Keyring


@pytest_asyncio.fixture
async def house(sqlite_url: str, keyring: Keyring) -> AsyncIterator[House]:
    """Lend the pages on SQLite, for what is the same on both."""
    async with visited(sqlite_url, keyring) as house:
        yield house


@pytest_asyncio.fixture
async def any_house(database_url: str, keyring: Keyring) -> AsyncIterator[House]:
    """Lend the pages on each kind of database."""
    async with visited(database_url, keyring) as house:
        yield house
