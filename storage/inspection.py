"""Look a database over without changing it: is the file whole, and who else is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime

    from storage.connection import Connection

_integrity = text("PRAGMA integrity_check(1)")
_foreign_keys = text("PRAGMA foreign_key_check")

# Everybody of one installation comes with the same address, and so with the same name.
_others = text(
    "SELECT count(DISTINCT pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    " AND application_name = current_setting('application_name')"
)


class Inspection:
    """One transaction that looks; `now` is the database's time when it began, in UTC."""

    __slots__ = ("_connection", "now")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self.now = now
        self._connection = connection

    async def damage(self) -> str:
        """Return what is wrong with the file in SQLite's words, empty if nothing is.

        A PostgreSQL server looks after its own files.
        """
        if self._connection.dialect.name != "sqlite":
            return ""
        found = (await self._connection.execute(_integrity)).scalar_one()
        if found != "ok":
            return str(found)
        orphan = (await self._connection.execute(_foreign_keys)).first()
        return "" if orphan is None else f"{orphan[0]} names a row of {orphan[2]} that is missing"

    async def others(self) -> int:
        """Return how many connections others of this installation hold; 0 on SQLite.

        There the serving lock tells of them.
        """
        if self._connection.dialect.name == "sqlite":
            return 0
        return int((await self._connection.execute(_others)).scalar_one())
