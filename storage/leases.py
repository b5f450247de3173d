"""Work that one process does for all of them: who does it, and until when it is theirs alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, or_, select

from storage.tables import leases
from storage.upserts import inserts

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from storage.connection import Connection

_row = leases.c
_release = delete(leases).where(_row.name == bindparam("of"), _row.holder == bindparam("mine"))
_get = select(_row.holder, _row.until).where(_row.name == bindparam("of"))


def _take(insert: Any) -> Any:
    mine = insert.excluded
    free = or_(
        _row.until <= bindparam("now"),
        _row.until > bindparam("beyond"),
        _row.holder == mine.holder,
    )
    taken = insert.on_conflict_do_update(
        index_elements=[_row.name], set_={"holder": mine.holder, "until": mine.until}, where=free
    )
    return taken.returning(_row.name)


_taken = inserts(leases, _take)


class Leases:
    """The leases of one transaction."""

    __slots__ = ("_connection", "_now")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def hold(self, name: str, holder: str, lasts: timedelta) -> bool:
        """Take the lease, or keep it; tell whether it is the holder's now.

        It is then theirs for half of `lasts` at least: only what is half over is written anew.
        Somebody else's is free once it has run out, and so is one that lasts longer than any can:
        it was taken by a clock that was wrong.
        """
        beyond = self._now + 2 * lasts
        found = (await self._connection.execute(_get, {"of": name})).one_or_none()
        if found is not None and self._now < found.until <= beyond:
            if found.holder != holder:
                return False
            if found.until - self._now > lasts / 2:
                return True
        row = {"name": name, "holder": holder, "until": self._now + lasts}
        values = row | {"now": self._now, "beyond": beyond}
        taken = await self._connection.execute(_taken[self._connection.dialect.name], values)
        return taken.one_or_none() is not None

    async def release(self, name: str, holder: str) -> None:
        """Give the lease back, if it is still the holder's."""
        await self._connection.execute(_release, {"of": name, "mine": holder})
