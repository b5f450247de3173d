"""How often what happened, by day: figures about everybody that say nothing about anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select

from storage.tables import counters
from storage.upserts import inserts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from storage.connection import Connection

_row = counters.c
_what = (_row.language, _row.question, _row.what, _row.detail)
_since = (
    select(*_what, func.sum(_row.count)).where(_row.day >= bindparam("since")).group_by(*_what)
)


def _counting_on(insert: Any) -> Any:
    return insert.on_conflict_do_update(
        index_elements=list(counters.primary_key.columns),
        set_={"count": _row.count + insert.excluded.count},
    )


_add = inserts(counters, _counting_on)


class Count(NamedTuple):
    """What is counted: on which day (ISO 8601), in which language, at which question."""

    day: str
    language: str
    question: str
    what: str
    detail: str


class Total(NamedTuple):
    """How often it happened in a span of days."""

    language: str
    question: str
    what: str
    detail: str
    times: int


class Counters:
    """The counters of one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, counts: Mapping[Count, int]) -> None:
        """Count on; rows are taken in order, so that two who count at once only wait."""
        rows = [count._asdict() | {"count": times} for count, times in sorted(counts.items())]
        if rows:
            await self._connection.execute(_add[self._connection.dialect.name], rows)

    async def since(self, day: date) -> list[Total]:
        """Return what happened from this day on, summed up over the days."""
        rows = await self._connection.execute(_since, {"since": day.isoformat()})
        return [
            Total(language, question, what, detail, int(times))
            for language, question, what, detail, times in rows
        ]
