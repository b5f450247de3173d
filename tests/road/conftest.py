"""A deployment of one's own for each test: nobody shares a stage, a database or a process."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.road.deployment import Deployment, deployment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.postgres import Postgres


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Deployment]:
    """Lend a deployment on a file that is not there yet."""
    folder = tmp_path / "on-sqlite"
    folder.mkdir()
    with deployment(folder, f"sqlite:///{folder / 'intake.db'}") as made:
        yield made


@pytest.fixture
def on_postgresql(tmp_path: Path, postgres_server: Postgres) -> Iterator[Deployment]:
    """Lend a deployment on a PostgreSQL database that is migrated."""
    folder = tmp_path / "on-postgresql"
    folder.mkdir()
    with (
        postgres_server.database(migrated=True) as url,
        deployment(folder, url) as made,
    ):
        yield made


@pytest.fixture(params=["sqlite", "postgresql"])
def deployed(request: pytest.FixtureRequest) -> Deployment:
    """Lend a deployment, once on each database."""
    made: Deployment = request.getfixturevalue(f"on_{request.param}")
    return made


@pytest.fixture(params=["web", "web and worker", "poll"])
def serving(request: pytest.FixtureRequest) -> Deployment:
    """Lend a deployment whose processes are started, once by each road there is."""
    place = "on_postgresql" if "worker" in request.param else "on_sqlite"
    made: Deployment = request.getfixturevalue(place)
    for name in request.param.split(" and "):
        made.start(name)
    return made
