"""Who agreed to which text, in which language, and when."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.nobody import NOBODY
from storage.tables import consents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.connection import Connection


_row = consents.c
_add = insert(consents)
_withdraw = (
    update(consents)
    .where(_row.chat_id == bindparam("of"), _row.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("at"))
)
_of = (
    select(*(column for column in consents.columns if not column.primary_key))
    .where(_row.chat_id == bindparam("of"))
    .order_by(_row.given_at, _row.id)
)
_part = update(consents).where(_row.chat_id == bindparam("of"))
_part = _part.values(chat_id=bindparam("nobody"))
_forget = delete(consents).where(_row.chat_id == bindparam("of"))
_forget_nobodies = delete(consents).where(
    _row.chat_id <= NOBODY,
    func.coalesce(_row.withdrawn_at, _row.given_at)
    < bindparam("before", type_=_row.given_at.type),
)


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement; `text_hash` proves which wording was shown."""

    chat_id: int
    text_id: str
    text_hash: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None = None


_FIELDS = tuple(field.name for field in fields(Consent))


class Consents:
    """The consents of one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, rows: Sequence[Consent]) -> None:
        """Note consents given."""
        if rows:
            values = [{name: getattr(row, name) for name in _FIELDS} for row in rows]
            await self._connection.execute(_add, values)

    async def withdraw(self, chat_id: int, at: datetime) -> None:
        """Note that the chat takes back all it had agreed to; the record of it stays."""
        await self._connection.execute(_withdraw, {"of": chat_id, "at": at})

    async def part(self, chat_id: int, nobody: int) -> None:
        """Put another number in the place of the chat's."""
        await self._connection.execute(_part, {"of": chat_id, "nobody": nobody})

    async def forget(self, chat_id: int) -> None:
        """Delete what the chat had agreed to."""
        await self._connection.execute(_forget, {"of": chat_id})

    async def forget_nobodies(self, before: datetime) -> None:
        """Delete what was parted from its person, and given or taken back before this time."""
        await self._connection.execute(_forget_nobodies, {"before": before})

    async def of(self, chat_id: int) -> list[Consent]:
        """Return the chat's consents, oldest first."""
        rows = await self._connection.execute(_of, {"of": chat_id})
        return [Consent(*row) for row in rows]
