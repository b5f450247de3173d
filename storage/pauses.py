"""What is on hold for everybody, and until when: the delivery queue, a rate-limited method."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from storage.tables import pauses
from storage.upserts import upserts

if TYPE_CHECKING:
    from datetime import datetime

    from storage.connection import Connection


_get = select(pauses).where(pauses.c.name == bindparam("of")).with_for_update()
_lift = delete(pauses).where(pauses.c.name == bindparam("of"))
_set = upserts(pauses)


@dataclass(frozen=True, slots=True)
class Pause:
    """One hold; `probe_at` is when to ask next whether it can be lifted."""

    name: str
    reason: str
    since: datetime
    until: datetime | None = None
    probe_at: datetime | None = None


class Pauses:
    """The holds of one transaction."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def get(self, name: str) -> Pause | None:
        """Return the hold, kept from changing until the transaction ends."""
        row = (await self._connection.execute(_get, {"of": name})).one_or_none()
        return None if row is None else Pause(*row)

    async def set(self, pause: Pause) -> None:
        """Begin a hold, or change it."""
        await self._connection.execute(_set[self._connection.dialect.name], asdict(pause))

    async def lift(self, name: str) -> None:
        """End a hold; one that is not there is no error."""
        await self._connection.execute(_lift, {"of": name})
