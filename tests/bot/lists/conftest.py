"""Offices with two agents, on any database or on SQLite alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import Database
from tests.bot.lists.office import ADA, GRACE, Office

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage import Keyring


@pytest.fixture
async def office(database: Database, keyring: Keyring) -> Office:
    """Open an office with two agents."""
    opened = Office(database, keyring)
    await opened.hires(ADA, GRACE)
    return opened


@pytest.fixture
async def small_office(sqlite_url: str, keyring: Keyring) -> AsyncIterator[Office]:
    """Open one on SQLite alone, for what is the same on any database."""
    database = Database(sqlite_url, keyring)
    opened = Office(database, keyring)
    await opened.hires(ADA, GRACE)
    yield opened
    await database.close()
