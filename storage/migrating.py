"""Bring a database to the schema this version knows, and tell whether it has it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.addresses import parse_url
from storage.errors import NotMigrated
from storage.postgresql import PostgreSQL
from storage.sqlite import SQLite
from storage.translation import reached, translated

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Seconds; a step may have much to rewrite, and another release may be at it already.
_PATIENCE = 600.0

# Any two numbers, the same in every release; a pair never meets the single number of a chat.
_MIGRATING = text("SELECT pg_advisory_xact_lock(1768846433, 1)")


async def migrate(url: str) -> None:
    """Bring the database to the newest schema; doing it again, or twice at once, is safe.

    All of it is one transaction, which waits for another one that migrates.
    """
    address = parse_url(url)
    is_file = address.get_backend_name() == "sqlite"
    with translated(), reached():
        engine = (SQLite if is_file else PostgreSQL)(address, _PATIENCE)
        try:
            async with engine.transaction() as (connection, _):
                if not is_file:
                    await connection.execute(_MIGRATING)
                await connection.run_sync(_upgrade)
        finally:
            await engine.close()


def migrate_blocking(url: str) -> None:
    """Do the same where no event loop runs."""
    asyncio.run(migrate(url))


def expect_head(connection: Connection) -> None:
    """Raise NotMigrated unless the database has exactly the newest schema."""
    found = MigrationContext.configure(connection).get_current_revision()
    scripts = ScriptDirectory.from_config(_config())
    if found == scripts.get_current_head():
        return
    if found is None or found in {script.revision for script in scripts.walk_revisions()}:
        raise NotMigrated("the database has not got this version's tables: run `intake migrate`")
    raise NotMigrated(f"the database is newer than this version: it is at revision {found}")


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    # A percent sign in a path would be taken for an interpolation.
    folder = str(Path(__file__).with_name("migrations")).replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    return config
