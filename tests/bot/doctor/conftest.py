"""Installations for every test of the doctor, on one stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from tests.bot.doctor.installation import Installation, installed
from tests.road.deployment import raised_stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Raise a stage, and lend the way to it."""
    with (
        raised_stage(tmp_path_factory.mktemp("stage")) as (_, stage),
        httpx.Client(base_url=stage.address, trust_env=False, timeout=10) as http,
    ):
        yield http


@pytest.fixture
def installation(outside: httpx.Client, tmp_path: Path, database_url: str) -> Installation:
    """Lend an installation on each kind of database."""
    return installed(outside, tmp_path, database_url)


@pytest.fixture
def on_sqlite(outside: httpx.Client, tmp_path: Path, sqlite_url: str) -> Installation:
    """Lend an installation on a file."""
    made = installed(outside, tmp_path, sqlite_url)
    made.file.chmod(0o600)
    return made


@pytest.fixture
def on_postgresql(outside: httpx.Client, tmp_path: Path, postgres_url: str) -> Installation:
    """Lend an installation on PostgreSQL."""
    return installed(outside, tmp_path, postgres_url)
