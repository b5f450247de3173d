"""A house on each kind of database, and the events it logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from tests.bot.tokens.oauth import House, OAuth

if TYPE_CHECKING:
    from collections.abc import Iterator, MutableMapping
    from typing import Any

    from storage import Database


@pytest.fixture
def oauth() -> OAuth:
    """Lend a token endpoint at which nobody has signed in."""
    return OAuth()


@pytest.fixture
def house(database: Database, oauth: OAuth) -> House:
    """Lend what a process has, once on each kind of database."""
    return House(database, oauth)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[MutableMapping[str, Any]]]:
    """Keep the events that are logged meanwhile."""
    with capture_logs() as events:
        yield events
