"""Databases and keys for every room's tests."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from hypothesis import settings

from storage import Database, Keyring, migrate_blocking, new_keys
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path


# Laws look for counterexamples at random while people work, and for the same ones in CI: what
# fails there fails again at home, and coverage does not depend on luck.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Make keys for this session."""
    return Keyring.parse(*new_keys())


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    """Start a PostgreSQL for this worker of pytest-xdist, when it is first asked for."""
    with postgres.running(waits_for_disk=False) as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate a file to be copied."""
    path = tmp_path_factory.mktemp("template") / "intake.db"
    migrate_blocking(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Lend a migrated SQLite database that nobody has used."""
    path = tmp_path / "sqlite" / "intake.db"
    path.parent.mkdir()
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: postgres.Postgres) -> Iterator[str]:
    """Lend a migrated PostgreSQL database that nobody has used."""
    with postgres_server.database(migrated=True) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Lend a migrated database that nobody has used, once of each kind."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(kind)
    return url


@pytest.fixture
def empty_postgres_url(postgres_server: postgres.Postgres) -> Iterator[str]:
    """Lend a PostgreSQL database without a table."""
    with postgres_server.database(migrated=False) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Lend a database without a table, once of each kind; the SQLite file is not even there."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'intake.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest_asyncio.fixture
async def opened(keyring: Keyring) -> AsyncIterator[Callable[..., Database]]:
    """Open databases by their addresses, and close them in the end, whatever happens."""
    databases: list[Database] = []

    def opened(url: str, keys: Keyring = keyring, **options: Any) -> Database:
        databases.append(Database(url, keys, **options))
        return databases[-1]

    yield opened
    for database in databases:
        await database.close()


@pytest.fixture
def database(database_url: str, opened: Callable[..., Database]) -> Database:
    """Open a database that nobody has used, once of each kind."""
    return opened(database_url)
