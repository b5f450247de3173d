"""Submissions of the same phone or e-mail, found by their blind indexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, select

from storage.documents import read
from storage.errors import Unreadable
from storage.submission import Status
from storage.submission_queries import HAS_ONE_OF
from storage.tables import submissions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring

_row = submissions.c
_found = (
    select(
        _row.id,
        _row.draft,
        _row.agent_id,
        _row.customer_id,
        _row.created_at,
        _row.phone_index,
        _row.email_index,
    )
    .where(
        HAS_ONE_OF,
        _row.status.not_in((Status.WITHDRAWN, Status.DROPPED, Status.REFUSED)),
    )
    .order_by(_row.created_at.desc(), _row.id)
    .limit(bindparam("rows", type_=BigInteger()))
)


@dataclass(frozen=True, slots=True)
class AlikeRow:
    """One submission as far as it is told; the draft is sealed at rest, and empty if erased.

    `indexes` are those of its phone and its e-mail.
    """

    id: str
    draft: Mapping[str, Any] = field(repr=False)
    agent_id: int | None
    customer_id: str | None
    created_at: datetime
    indexes: tuple[bytes, ...] = field(repr=False)


class Alike:
    """What looks alike, in one transaction; nothing is held."""

    __slots__ = ("_connection", "_keyring")

    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def find(
        self, phones: Collection[bytes], emails: Collection[bytes], limit: int
    ) -> list[AlikeRow]:
        """Return submissions that have one of these indexes and may have come to something.

        The newest first. What does not open any more is left out.
        """
        parameters = {"phones": list(phones), "emails": list(emails), "rows": limit}
        rows = await self._connection.execute(_found, parameters)
        return [found for row in rows if (found := self._read(row)) is not None]

    def _read(self, row: Row[Any]) -> AlikeRow | None:
        try:
            draft = read(self._keyring.open(row.draft, f"submissions/{row.id}/draft"))
        except Unreadable:
            return None
        indexes = tuple(filter(None, (row.phone_index, row.email_index)))
        told = (row.agent_id, row.customer_id, row.created_at)
        return AlikeRow(row.id, draft, *told, indexes)
