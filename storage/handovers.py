"""Handovers: leads on their way from an agent to the customers themselves.

A link opens one, once and within its time; only the hash of the link's token is stored. From then
on the answers are the customer's, in his own chat: what stays here is the name by which the agent
knows the lead, and how far it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from storage import handover_queries as queries
from storage.documents import read, written
from storage.errors import Unreadable
from storage.handover import ENDS, Handover, HandoverMove, HandoverState
from storage.submission import Status

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring


class Handovers:
    """The handovers of one transaction."""

    __slots__ = ("_connection", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    async def keep(self, rows: Sequence[Handover]) -> None:
        """Write handovers, new and held ones alike."""
        if rows:
            statement = queries.KEEP[self._connection.dialect.name]
            await self._connection.execute(statement, [self._values(row) for row in rows])

    async def linked(self, hashes: Collection[str]) -> dict[str, Handover]:
        """Return by their hashes those whose links are good now, held.

        Left out is what is unknown, used or too old, what does not open, and what was handed over
        by somebody who is an agent no more.
        """
        found = await self._all(queries.LINKED, hashes=list(hashes), now=self._now)
        return {row.token_hash: row for row in found if row.draft is not None}

    async def hold(self, ids: Collection[str]) -> dict[str, Handover]:
        """Return those not over their time, held until the transaction ends."""
        held = await self._connection.execute(queries.HOLD, {"ids": list(ids), "now": self._now})
        return {row.id: row for row in await self._all(queries.ONE, ids=list(held.scalars()))}

    async def page(self, agent_id: int, limit: int) -> list[Handover]:
        """Return an agent's newest ones, newest first, and where their submissions stand."""
        return await self._all(queries.PAGE, of=agent_id, rows=limit, now=self._now)

    async def move(self, moves: Sequence[HandoverMove]) -> None:
        """Note how far handovers are; one that is not in this customer's chat stays as it is."""
        for move in moves:
            values = {"of": move.id, "by": move.taken_by, "to": str(move.state)}
            values |= {"sent": move.submission_id, "until": move.until}
            await self._connection.execute(queries.MOVE, values)

    async def end(self, limit: int, until: datetime) -> None:
        """Note of which handovers the submission has come to its end; they are kept until then.

        Their agents are due to be told.
        """
        rows = await self._connection.execute(queries.OVER, {"rows": limit})
        ended = [
            {"of": row_id, "to": str(ENDS[Status(status)]), "now": self._now, "until": until}
            for row_id, status in rows
        ]
        if ended:
            await self._connection.execute(queries.END, ended)

    async def notices_due(self, limit: int, lease: datetime) -> list[Handover]:
        """Return those whose agents are due to be told, which is leased until then."""
        found = await self._connection.execute(queries.DUE, {"rows": limit, "now": self._now})
        ids = list(found.scalars())
        if not ids:
            return []
        await self._connection.execute(queries.LEASE, {"ids": ids, "notice": lease})
        return await self._all(queries.ONE, ids=ids)

    async def told(self, row: Handover, again: datetime | None = None) -> None:
        """Note that an agent was told, or is to be told again then; what is due anew stays so."""
        values = {"of": row.id, "leased": row.notice_due_at, "notice": again}
        await self._connection.execute(queries.TOLD, values)

    async def remove(self, row_id: str) -> None:
        """Forget a handover."""
        await self._connection.execute(queries.REMOVE, {"of": row_id})

    async def forget(self, chat_id: int) -> None:
        """Forget what a customer has taken up in this chat."""
        await self._connection.execute(queries.FORGET, {"of": chat_id})

    async def sweep(self) -> None:
        """Forget those that nobody opened in time, and those that have ended long enough ago."""
        await self._connection.execute(queries.SWEEP, {"now": self._now})

    async def _all(self, query: Any, **parameters: Any) -> list[Handover]:
        rows = await self._connection.execute(query, parameters)
        return [self._read(row) for row in rows]

    def _values(self, row: Handover) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in queries.COLUMNS}
        values["name"] = self._sealed(row.id, "name", row.name)
        values["draft"] = None if row.draft is None else self._sealed(row.id, "draft", row.draft)
        return values | {"state": str(row.state)}

    def _sealed(self, row_id: str, column: str, document: Mapping[str, Any]) -> bytes:
        return self._keyring.seal(written(document), _place(row_id, column))

    def _read(self, row: Row[Any]) -> Handover:
        fields = dict(row._mapping)  # noqa: SLF001 - public, despite its underscore
        fields |= {"name": self._opened(row.id, "name", row.name) or {"answers": {}}}
        fields |= {"draft": self._opened(row.id, "draft", row.draft)}
        status = fields.get("status")
        fields |= {"state": HandoverState(row.state), "status": status and Status(status)}
        return Handover(**fields)

    def _opened(self, row_id: str, column: str, sealed: bytes | None) -> Mapping[str, Any] | None:
        if sealed is None:
            return None
        try:
            return read(self._keyring.open(sealed, _place(row_id, column)))
        except Unreadable:
            return None


def _place(row_id: str, column: str) -> str:
    return f"handovers/{row_id}/{column}"
