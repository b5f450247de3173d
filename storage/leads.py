"""The submissions of one agent, as he looks at them: newest first, and none of anybody else's."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select

from storage.columns import among
from storage.documents import read
from storage.errors import Unreadable
from storage.submission import NEVER, Status
from storage.submission_queries import HAS_ONE_OF
from storage.submission_rows import submission_of
from storage.tables import submissions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from storage.connection import Connection
    from storage.keyring import Keyring
    from storage.submission import Submission

_row = submissions.c
# What its agent took back, and what went back into his chat to be corrected, is over.
_is_over = or_(
    _row.status == Status.WITHDRAWN, and_(_row.status == Status.REFUSED, _row.due_at == NEVER)
)
_of_agent = and_(_row.agent_id == bindparam("of", type_=BigInteger()), ~_is_over)
_newest = (
    select(submissions)
    .where(_of_agent)
    .order_by(_row.created_at.desc(), _row.id.desc())
    .limit(bindparam("rows", type_=BigInteger()))
)
_page = _newest.offset(bindparam("first", type_=BigInteger()))
_found = _newest.where(HAS_ONE_OF)
_these = _newest.where(among(_row.id, "ids"))
_drafts = _newest.with_only_columns(_row.id, _row.draft)
_counts = (
    select(_row.status, func.count())
    .where(_of_agent, _row.created_at >= bindparam("since", type_=_row.created_at.type))
    .group_by(_row.status)
)


class Leads:
    """The leads of one transaction; nothing here is held, and nothing changed."""

    __slots__ = ("_connection", "_keyring")

    def __init__(self, connection: Connection, keyring: Keyring) -> None:
        self._connection = connection
        self._keyring = keyring

    async def page(self, agent_id: int, limit: int, first: int = 0) -> list[Submission]:
        """Return so many of an agent's leads, newest first, from a place among them on."""
        return await self._all(_page, of=agent_id, rows=limit, first=first)

    async def found(
        self, agent_id: int, phones: Collection[bytes], emails: Collection[bytes], limit: int
    ) -> list[Submission]:
        """Return an agent's leads that have one of these blind indexes, newest first."""
        sought = {"phones": list(phones), "emails": list(emails)}
        return await self._all(_found, of=agent_id, rows=limit, **sought)

    async def drafts(self, agent_id: int, limit: int) -> dict[str, Mapping[str, Any]]:
        """Return the drafts of an agent's newest leads by their id; what does not open is out."""
        rows = await self._connection.execute(_drafts, {"of": agent_id, "rows": limit})
        drafts: dict[str, Mapping[str, Any]] = {}
        for row_id, sealed in rows:
            with suppress(Unreadable):
                drafts[row_id] = read(self._keyring.open(sealed, f"submissions/{row_id}/draft"))
        return drafts

    async def these(self, agent_id: int, ids: Collection[str]) -> list[Submission]:
        """Return those of an agent's leads, newest first."""
        return await self._all(_these, of=agent_id, ids=list(ids), rows=len(ids))

    async def counts_since(self, agent_id: int, since: datetime) -> dict[Status, int]:
        """Return how many of an agent's leads confirmed since then stand in each status."""
        rows = await self._connection.execute(_counts, {"of": agent_id, "since": since})
        return {Status(status): count for status, count in rows}

    async def _all(self, query: Any, **parameters: Any) -> list[Submission]:
        rows = await self._connection.execute(query, parameters)
        return [submission_of(row, self._keyring) for row in rows]
