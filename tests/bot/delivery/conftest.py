"""A road for every test of the delivery."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests.bot.delivery.fake_flextell import FakeFlextell
from tests.bot.delivery.road import Road, a_talk, quick_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from typing import Any

    from storage import Database, Keyring


@pytest.fixture
def road(database: Database, keyring: Keyring) -> Road:
    """Lend everything a worker works with, on each kind of database."""
    talk = a_talk(keyring)

    def now() -> datetime:
        return datetime.now(UTC) + database.clock_offset  # noqa: TID251 - Flextell's own clock

    return Road(database, talk, quick_rules(talk), FakeFlextell(now))


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """Keep the events that are logged meanwhile."""
    with capture_logs() as events:
        yield events
