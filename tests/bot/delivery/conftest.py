"""A road for every test of the delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from storage import Database
from tests.bot.delivery.fake_flextell import FakeFlextell
from tests.bot.delivery.road import Road, a_talk, quick_rules

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, MutableMapping
    from typing import Any

    from storage import Keyring


def a_road(database: Database, keyring: Keyring) -> Road:
    """Return everything a worker works with."""
    talk = a_talk(keyring)

    def now() -> datetime:
        return datetime.now(UTC) + database.clock_offset  # noqa: TID251 - Flextell's own clock

    return Road(database, talk, quick_rules(talk), FakeFlextell(now))


@pytest.fixture
def road(database: Database, keyring: Keyring) -> Road:
    """Lend a road on each kind of database."""
    return a_road(database, keyring)


@pytest_asyncio.fixture
async def sqlite_road(sqlite_url: str, keyring: Keyring) -> AsyncIterator[Road]:
    """Lend a road on SQLite, for what is the same on both or cannot be done on the other."""
    database = Database(sqlite_url, keyring)
    yield a_road(database, keyring)
    await database.close()


@pytest_asyncio.fixture
async def postgres_road(postgres_url: str, keyring: Keyring) -> AsyncIterator[Road]:
    """Lend a road on PostgreSQL, for what several processes do."""
    database = Database(postgres_url, keyring)
    yield a_road(database, keyring)
    await database.close()


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """Keep the events that are logged meanwhile."""
    with capture_logs() as events:
        yield events
