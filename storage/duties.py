"""What has been done once for all processes: when, and what it came to."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select

from storage.tables import duties
from storage.upserts import upserts

if TYPE_CHECKING:
    from datetime import datetime

    from storage.connection import Connection

_row = duties.c
_get = select(duties).where(_row.name == bindparam("of"))
_forget = delete(duties).where(_row.name.startswith(bindparam("beginning"), autoescape=False))
_forget_before = delete(duties).where(
    _row.name.contains(":", autoescape=True),
    _row.name != bindparam("besides"),
    _row.done_at < bindparam("before"),
)
_done = upserts(duties)


@dataclass(frozen=True, slots=True)
class DutyDone:
    """One thing that was done; `found` is a count, where one belongs to it.

    A name with a colon belongs to one configuration, whose fingerprint stands behind it.
    """

    name: str
    done_at: datetime
    found: int | None = None


class Duties:
    """The duties of one transaction."""

    __slots__ = ("_connection", "_now")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def get(self, name: str) -> DutyDone | None:
        """Return when it was done last, None where it never was."""
        row = (await self._connection.execute(_get, {"of": name})).one_or_none()
        return None if row is None else DutyDone(*row)

    async def found(self, name: str) -> int:
        """Return what was found when it was done last, 0 where it never was or nothing counts."""
        done = await self.get(name)
        return (done and done.found) or 0

    async def done(self, name: str, found: int | None = None) -> None:
        """Note that it has been done now."""
        duty = asdict(DutyDone(name, self._now, found))
        await self._connection.execute(_done[self._connection.dialect.name], duty)

    async def forget(self, beginning: str) -> None:
        """Have all whose names begin like this done anew."""
        await self._connection.execute(_forget, {"beginning": beginning})

    async def forget_before(self, before: datetime, besides: str) -> None:
        """Forget what was done for configurations so long ago, besides the one of this name."""
        await self._connection.execute(_forget_before, {"before": before, "besides": besides})
