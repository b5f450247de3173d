"""A PostgreSQL of the benchmark's own: the tests', and what is to be known of it."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

Postgres = postgres.Postgres
running = postgres.running


@contextmanager
def fresh_database(server: Postgres | None) -> Iterator[tuple[str, int | None]]:
    """Lend an empty database: its address, and the server's process; nothing without a server."""
    if server is None:
        yield "", None
        return
    with server.database(migrated=False) as url:
        yield url, _pid(url)


def version(server: Postgres) -> str:
    """Return the server's version, as in 16.4."""
    with server.database(migrated=False) as url:
        return asyncio.run(_version(url))


async def _version(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        return str(await connection.fetchval("SHOW server_version"))
    finally:
        await connection.close()


def _pid(url: str) -> int:
    """Read the process from the lock beside the server's socket."""
    folder = Path(parse_qs(urlsplit(url).query)["host"][0])
    lock = next(folder.glob(".s.PGSQL.*.lock"))
    return int(lock.read_text().splitlines()[0])
