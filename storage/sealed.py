"""All that is sealed, whichever table holds it: walked through in portions, and sealed anew.

Which columns those are is read from the tables, so that none can be forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import BigInteger, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from storage.columns import BlindIndex, Sealed
from storage.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Column, Row, Select, Table, Update

    from storage.connection import Connection

Key: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class SealedRow:
    """One row's sealed values and blind indexes, each by its column; None where there is none."""

    table: str
    key: Key
    sealed: Mapping[str, bytes] = field(repr=False)
    indexes: Mapping[str, bytes | None] = field(repr=False)

    @property
    def name(self) -> str:
        """Return what the row is called, such as `chats/123`."""
        return f"{self.table}/{self.key}"

    def place(self, column: str) -> str:
        """Return what a value of this row and column is bound to."""
        return f"{self.name}/{column}"


class _Statements:
    """A table's statements, built once."""

    def __init__(self, table: Table) -> None:
        (key,) = table.primary_key.columns
        self.sealed = columns_of(table, Sealed)
        self.indexes = columns_of(table, BlindIndex)
        columns = (key, *(table.c[name] for name in (*self.sealed, *self.indexes)))
        self.count = select(func.count()).select_from(table)
        self.first = _portion(select(*columns), key)
        self.next = _portion(select(*columns).where(key > bindparam("after")), key)
        self.write = _write(table, key, (*self.sealed, *self.indexes))

    def row(self, table: str, row: Row[Any]) -> SealedRow:
        """Return a row as it is walked through."""
        values: dict[str, Any] = dict(zip((*self.sealed, *self.indexes), row[1:], strict=True))
        sealed = {name: values[name] for name in self.sealed if values[name] is not None}
        return SealedRow(table, row[0], sealed, {name: values[name] for name in self.indexes})

    def values(self, row: SealedRow) -> dict[str, Any]:
        """Return what writes a row."""
        nothing: dict[str, Any] = dict.fromkeys(self.sealed)
        values = nothing | {**row.sealed, **row.indexes}
        return {"of": row.key} | {f"new_{name}": value for name, value in values.items()}


def columns_of(table: Table, kind: type[Sealed | BlindIndex]) -> tuple[str, ...]:
    """Return the names of a table's columns of this type."""
    return tuple(column.name for column in table.columns if isinstance(column.type, kind))


def _portion(query: Select[Any], key: Column[Any]) -> Select[Any]:
    return query.order_by(key).limit(bindparam("rows", type_=BigInteger()))


def _write(table: Table, key: Column[Any], names: Sequence[str]) -> Update:
    return (
        update(table)
        .where(key == bindparam("of"))
        .values({name: bindparam(f"new_{name}") for name in names})
    )


_statements = {
    table.name: _Statements(table) for table in metadata.sorted_tables if columns_of(table, Sealed)
}
SEALED_TABLES = tuple(_statements)


class SealedRows:
    """The sealed rows of one transaction, by table."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def count(self) -> int:
        """Return how many rows there are in all tables."""
        counts = [
            (await self._connection.execute(each.count)).scalar_one()
            for each in _statements.values()
        ]
        return sum(counts)

    async def look(self, table: str, after: Key | None, limit: int) -> list[SealedRow]:
        """Return the rows behind a key, by their keys, as they stand."""
        return await self._rows(table, after, limit, hold=False)

    async def hold(self, table: str, after: Key | None, limit: int) -> list[SealedRow]:
        """Return them held until the transaction ends; what somebody else holds is left out.

        Nobody is waited for, so that nobody can wait for us in a circle.
        """
        return await self._rows(table, after, limit, hold=True)

    async def write(self, table: str, rows: Sequence[SealedRow]) -> list[SealedRow]:
        """Write rows of one table that are held; return those whose new index is taken."""
        statements = _statements[table]
        try:
            async with self._connection.begin_nested():
                await self._connection.execute(
                    statements.write, [statements.values(row) for row in rows]
                )
        except IntegrityError:
            if len(rows) == 1:
                return list(rows)
            return [taken for row in rows for taken in await self.write(table, [row])]
        return []

    async def _rows(
        self, table: str, after: Key | None, limit: int, *, hold: bool
    ) -> list[SealedRow]:
        statements = _statements[table]
        query = statements.first if after is None else statements.next
        if hold:
            query = query.with_for_update(skip_locked=True)
        parameters = {"rows": limit} | ({} if after is None else {"after": after})
        rows = await self._connection.execute(query, parameters)
        return [statements.row(table, row) for row in rows]
