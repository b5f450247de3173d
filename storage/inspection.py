"""Look a database over without changing it: do the keys open it, is it whole, who is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, func, select, text, union_all

from storage.errors import Unreadable
from storage.tables import chats, quarantine, submissions, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from sqlalchemy import Column, Row, Select, Table

    from storage.connection import Connection
    from storage.keyring import Keyring

_PAGE = 500
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Sealed:
    """A table with sealed columns; `by` is the time that tells its oldest and newest rows."""

    table: Table
    key: Column[Any]
    columns: tuple[str, ...]
    by: Column[Any]

    def ends(self) -> tuple[Select[Any], Select[Any]]:
        """Select the oldest and the newest row."""
        rows = self._rows().limit(1)
        return rows.order_by(self.by, self.key), rows.order_by(self.by.desc(), self.key.desc())

    def page(self) -> Select[Any]:
        """Select the rows after the one whose key is bound to `after`, by their keys."""
        return self.first_page().where(self.key > bindparam("after", type_=self.key.type))

    def first_page(self) -> Select[Any]:
        """Select the first rows by their keys."""
        return self._rows().order_by(self.key).limit(_PAGE)

    def count(self) -> Select[Any]:
        """Count the rows."""
        return select(func.count().label("rows")).select_from(self.table)

    def _rows(self) -> Select[Any]:
        return select(self.key.label("of"), *(self.table.c[name] for name in self.columns))


_SEALED = (
    _Sealed(chats, chats.c.chat_id, ("document",), chats.c.kept_at),
    _Sealed(submissions, submissions.c.id, ("body", "draft"), submissions.c.created_at),
    _Sealed(quarantine, quarantine.c.id, ("body",), quarantine.c.put_at),
    _Sealed(
        tokens, tokens.c.tenant, ("access", "refresh", "previous_refresh"), tokens.c.granted_at
    ),
)

_indexed = (
    select(submissions.c.id, submissions.c.body, submissions.c.body_index)
    .where(func.length(submissions.c.body_index) > 0)
    .order_by(submissions.c.created_at.desc())
    .limit(1)
)
_total = union_all(*(each.count() for each in _SEALED)).subquery()
_count = select(func.coalesce(func.sum(_total.c.rows, type_=BigInteger()), 0))
_integrity = text("PRAGMA integrity_check(1)")
_foreign_keys = text("PRAGMA foreign_key_check")

# Everybody of one installation comes with the same address, and so with the same name.
_others = text(
    "SELECT count(DISTINCT pid) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    " AND application_name = current_setting('application_name')"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """How many sealed values were tried, how many of them do not open, and where some are."""

    tried: int = 0
    closed: int = 0
    where: tuple[str, ...] = ()

    def __add__(self, other: Opened) -> Opened:
        """Take both together."""
        where = (*self.where, *other.where)[:_SHOWN]
        return Opened(self.tried + other.tried, self.closed + other.closed, where)


class Inspection:
    """One transaction that looks; `now` is the database's time when it began, in UTC."""

    __slots__ = ("_connection", "_keyring", "now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self.now = now
        self._connection = connection
        self._keyring = keyring

    async def sample(self) -> Opened:
        """Try the oldest and the newest row of each table that has sealed columns."""
        opened = Opened()
        for sealed in _SEALED:
            for query in sealed.ends():
                opened += self._tried(sealed, await self._connection.execute(query))
        return opened

    async def open_all(self, tell: Callable[[int], object]) -> Opened:
        """Try every row; `tell` is given how many have been tried so far."""
        opened, rows_done = Opened(), 0
        for sealed in _SEALED:
            query: Select[Any] = sealed.first_page()
            bound: dict[str, Any] = {}
            while rows := (await self._connection.execute(query, bound)).all():
                opened += self._tried(sealed, rows)
                rows_done += len(rows)
                tell(rows_done)
                query, bound = sealed.page(), {"after": rows[-1].of}
        return opened

    async def count(self) -> int:
        """Return how many rows `open_all` tries."""
        return int((await self._connection.execute(_count)).scalar_one())

    async def is_indexed_alike(self) -> bool | None:
        """Tell whether the index key is the one of the newest submission, None without any."""
        row = (await self._connection.execute(_indexed)).one_or_none()
        if row is None:
            return None
        try:
            body = self._keyring.open(row.body, f"submissions/{row.id}/body")
        except Unreadable:
            return None
        indexed: bytes = row.body_index
        return self._keyring.index(body.decode(), "body") == indexed

    async def damage(self) -> str:
        """Return what is wrong with the file in SQLite's words, empty if nothing is.

        A PostgreSQL server looks after its own files: https://www.postgresql.org/docs/current/amcheck.html
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

        There the serving lock tells it.
        """
        if self._connection.dialect.name == "sqlite":
            return 0
        return int((await self._connection.execute(_others)).scalar_one())

    def _tried(self, sealed: _Sealed, rows: Iterable[Row[Any]]) -> Opened:
        opened = Opened()
        for row in rows:
            for column in sealed.columns:
                opened += self._tried_one(
                    row._mapping[column],  # noqa: SLF001 - public, despite its underscore
                    f"{sealed.table.name}/{row.of}/{column}",
                )
        return opened

    def _tried_one(self, value: bytes | None, place: str) -> Opened:
        if value is None:
            return Opened()
        try:
            self._keyring.open(value, place)
        except Unreadable as unreadable:
            return Opened(1, 1, (str(unreadable),))
        return Opened(1)
