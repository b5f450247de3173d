"""What operators did, and when: written with what they did, and never changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, bindparam, insert, select

from storage.tables import audit

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.connection import Connection


_row = audit.c
_shown = select(*(column for column in audit.columns if not column.primary_key))
_add = insert(audit)
_about = _shown.where(_row.about == bindparam("of")).order_by(_row.at, _row.id)
_newest = _shown.order_by(_row.at.desc(), _row.id.desc())
_newest = _newest.limit(bindparam("rows", type_=BigInteger()))


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing done by hand, or found at night; nothing in it is a customer's but the row's id.

    `who` is such as `operator 1001`, `agent 2001` or `nightly audit`; `about` is the id of
    a submission or of an update put aside, or such as `agent 2001`.
    """

    at: datetime
    who: str
    action: str
    about: str | None = None
    detail: str | None = None


class Audit:
    """The entries of one transaction; there is no way to change or remove one."""

    __slots__ = ("_connection",)

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def add(self, entries: Sequence[AuditEntry]) -> None:
        """Write what was done."""
        if entries:
            await self._connection.execute(_add, [asdict(entry) for entry in entries])

    async def about(self, row_id: str) -> list[AuditEntry]:
        """Return what was done about one row, oldest first."""
        rows = await self._connection.execute(_about, {"of": row_id})
        return [AuditEntry(*row) for row in rows]

    async def newest(self, limit: int) -> list[AuditEntry]:
        """Return what was done last, newest first."""
        rows = await self._connection.execute(_newest, {"rows": limit})
        return [AuditEntry(*row) for row in rows]
