"""Updates that could not be handled, put aside so that the ones behind them can."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, delete, func, insert, select

from storage.errors import Unreadable
from storage.tables import quarantine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring

_row = quarantine.c
_add = insert(quarantine)
_list = select(quarantine).order_by(_row.put_at.desc(), _row.id)
_list = _list.limit(bindparam("rows", type_=BigInteger()))
_of = select(quarantine).where(_row.chat_id == bindparam("of")).order_by(_row.put_at, _row.id)
_load = select(quarantine).where(_row.id == bindparam("of"))
_count = select(func.count()).select_from(quarantine)
_count_since = _count.where(_row.put_at >= bindparam("since"))
_remove = delete(quarantine).where(_row.id == bindparam("of")).returning(_row.id)
_forget = delete(quarantine).where(_row.chat_id == bindparam("of"))
_forget_before = delete(quarantine).where(_row.put_at < bindparam("before"))


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One update put aside; the body is as Telegram sent it, and sealed at rest.

    The body of one that does not open is empty here, and `is_readable` says so.
    """

    id: str
    update_id: int | None
    chat_id: int | None
    reason: str
    body: bytes = field(repr=False)
    put_at: datetime
    is_readable: bool = field(default=True, compare=False)


class Quarantine:
    """What was put aside, in one transaction."""

    __slots__ = ("_connection", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    async def add(
        self, update_id: int | None, chat_id: int | None, reason: str, body: bytes
    ) -> str:
        """Put an update aside and return the id it can be found by; no personal data in reason."""
        row_id = str(uuid.uuid4())
        values = {
            "id": row_id,
            "update_id": update_id,
            "chat_id": chat_id,
            "reason": reason,
            "body": self._keyring.seal(body, _place(row_id)),
            "put_at": self._now,
        }
        await self._connection.execute(_add, values)
        return row_id

    async def list(self, limit: int) -> list[Quarantined]:
        """Return what was put aside last, newest first."""
        rows = await self._connection.execute(_list, {"rows": limit})
        return [self._read(row) for row in rows]

    async def of(self, chat_id: int) -> Sequence[Quarantined]:
        """Return what this chat had sent, oldest first."""
        rows = await self._connection.execute(_of, {"of": chat_id})
        return [self._read(row) for row in rows]

    async def count(self) -> int:
        """Return how many there are."""
        count: int = (await self._connection.execute(_count)).scalar_one()
        return count

    async def count_since(self, moment: datetime) -> int:
        """Return how many were put aside since then."""
        found = await self._connection.execute(_count_since, {"since": moment})
        count: int = found.scalar_one()
        return count

    async def load(self, row_id: str) -> Quarantined | None:
        """Return one of them."""
        row = (await self._connection.execute(_load, {"of": row_id})).one_or_none()
        return None if row is None else self._read(row)

    async def remove(self, row_id: str) -> bool:
        """Erase one of them; tell whether it was there."""
        return (await self._connection.execute(_remove, {"of": row_id})).one_or_none() is not None

    async def forget(self, chat_id: int) -> None:
        """Erase what this chat had sent."""
        await self._connection.execute(_forget, {"of": chat_id})

    async def forget_before(self, moment: datetime) -> None:
        """Erase what was put aside before this time."""
        await self._connection.execute(_forget_before, {"before": moment})

    def _read(self, row: Row[Any]) -> Quarantined:
        fields = dict(row._mapping)  # noqa: SLF001 - public, despite its underscore
        try:
            fields["body"] = self._keyring.open(row.body, _place(row.id))
        except Unreadable:
            fields |= {"body": b"", "is_readable": False}
        return Quarantined(**fields)


def _place(row_id: str) -> str:
    return f"quarantine/{row_id}/body"
