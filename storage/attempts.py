"""The attempts of submissions: each one is written down before it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.columns import among
from storage.submission import DOUBTED, UNSENT
from storage.tables import attempts

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from storage.connection import Connection


_COLUMNS = tuple(column.name for column in attempts.columns)
# What is learned of an attempt after it was written down; the rest is for ever.
_MOVING = ("baseline", "outcome", "ended_at", "lookups_complete")

_row = attempts.c
_add = insert(attempts)
_all = select(attempts).where(among(_row.submission_id, "ids")).order_by(_row.number)
_keep = (
    update(attempts)
    .where(_row.submission_id == bindparam("of"), _row.number == bindparam("nth"))
    .values({name: bindparam(name) for name in _MOVING})
)
_forget = delete(attempts).where(among(_row.submission_id, "ids"))


@dataclass(frozen=True, slots=True)
class Attempt:
    """One POST.

    `baseline` are the ids of likely customers found in Flextell before it, None if not looked;
    those whom a search finds are added before anything is sent.
    `outcome` is a class and an HTTP status; before there is one, UNSENT, then None while it may
    be under way.
    `lookups_complete` counts the look-ups since that read every page.
    """

    submission_id: str
    number: int
    fence: int
    started_at: datetime
    deadline_at: datetime
    baseline: tuple[str, ...] | None = None
    outcome: str | None = None
    ended_at: datetime | None = None
    lookups_complete: int = 0

    @property
    def is_unsent(self) -> bool:
        """Tell whether surely nothing was sent: who makes it notes before that it comes next."""
        return self.outcome == UNSENT

    @property
    def is_doubted(self) -> bool:
        """Tell whether it may have been made after the backup this database was restored from.

        And nobody has looked yet.
        """
        return self.outcome == DOUBTED and self.lookups_complete == 0


class Attempts:
    """The attempts of one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, rows: Sequence[Attempt]) -> None:
        """Write new attempts down; a number that exists already is refused."""
        if rows:
            await self._connection.execute(_add, [_values(row, _COLUMNS) for row in rows])

    async def keep(self, rows: Sequence[Attempt]) -> None:
        """Write what became of attempts."""
        if rows:
            changed = [
                _values(row, _MOVING) | {"of": row.submission_id, "nth": row.number}
                for row in rows
            ]
            await self._connection.execute(_keep, changed)

    async def latest(self, submission_ids: Collection[str]) -> dict[str, Attempt]:
        """Return the last attempt of each submission that has any."""
        rows = await self._connection.execute(_all, {"ids": list(submission_ids)})
        return {row.submission_id: Attempt(*row) for row in rows}

    async def forget(self, submission_ids: Collection[str]) -> None:
        """Erase the attempts of submissions that are past their end."""
        await self._connection.execute(_forget, {"ids": list(submission_ids)})

    async def of_each(self, submission_ids: Collection[str]) -> dict[str, tuple[Attempt, ...]]:
        """Return the attempts of each submission that has any, first to last."""
        rows = await self._connection.execute(_all, {"ids": list(submission_ids)})
        found: dict[str, tuple[Attempt, ...]] = {}
        for row in rows:
            found[row.submission_id] = (*found.get(row.submission_id, ()), Attempt(*row))
        return found

    async def of(self, submission_id: str) -> list[Attempt]:
        """Return a submission's attempts, first to last."""
        rows = await self._connection.execute(_all, {"ids": [submission_id]})
        return [Attempt(*row) for row in rows]


def _values(row: Attempt, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
