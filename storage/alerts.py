"""What operators were told of troubles that last, so that nothing is told twice or forgotten."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from storage.submission import NEVER
from storage.tables import alerts
from storage.upserts import upserts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.connection import Connection

_row = alerts.c
_all = select(alerts).order_by(_row.operator_id, _row.kind).with_for_update()
_this = (_row.kind == bindparam("of_kind"), _row.operator_id == bindparam("of"))
_remove = delete(alerts).where(*_this)
_ask = update(alerts).where(*_this).values(shown=None, due_at=bindparam("at"))
_set_aside = update(alerts).where(_row.operator_id == bindparam("of")).values(due_at=NEVER)
_take_up = (
    update(alerts)
    .where(_row.operator_id == bindparam("of"), _row.due_at == NEVER)
    .values(due_at=bindparam("at"))
)
_keep = upserts(alerts)


@dataclass(frozen=True, slots=True)
class Alert:
    """One trouble, as one operator knows of it.

    `since` is when it was noticed. `shown` is the count that `message_id` shows, None where it is
    to be shown anew. `due_at` is from when on the message may be sent or edited: NEVER while the
    operator cannot be written to. `quiet_since` is since when the trouble has not been seen.
    """

    kind: str
    operator_id: int
    since: datetime
    due_at: datetime
    shown: int | None = None
    message_id: int | None = None
    quiet_since: datetime | None = None


class Alerts:
    """The alerts of one transaction."""

    __slots__ = ("_connection", "_now")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def all(self) -> list[Alert]:
        """Return every alert there is, by operator and kind, held until the transaction ends."""
        return [Alert(*row) for row in await self._connection.execute(_all)]

    async def keep(self, rows: Sequence[Alert]) -> None:
        """Write alerts, new ones as well."""
        if rows:
            statement = _keep[self._connection.dialect.name]
            await self._connection.execute(statement, [asdict(row) for row in rows])

    async def remove(self, rows: Sequence[Alert]) -> None:
        """Forget alerts; one that is not there is no error."""
        if rows:
            which = [{"of_kind": row.kind, "of": row.operator_id} for row in rows]
            await self._connection.execute(_remove, which)

    async def ask(self, operator_id: int, kind: str) -> None:
        """Have an alert shown anew as soon as may be; one that is not there is no error."""
        which = {"of_kind": kind, "of": operator_id, "at": self._now}
        await self._connection.execute(_ask, which)

    async def set_aside(self, operator_id: int) -> None:
        """Note that an operator cannot be written to."""
        await self._connection.execute(_set_aside, {"of": operator_id})

    async def take_up(self, operator_id: int) -> None:
        """Note that an operator who could not be written to has written."""
        await self._connection.execute(_take_up, {"of": operator_id, "at": self._now})
