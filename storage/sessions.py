"""How operators are let in: links that open once, and the sessions they open.

Only hashes are stored: who reads the table, or a backup of it, cannot come in by what is there.
The tokens are random and long, so a plain hash is enough; nothing is left to be guessed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, not_, select, update

from storage.columns import among
from storage.tables import operator_links, operator_sessions

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage.connection import Connection


_link, _session = operator_links.c, operator_sessions.c
_add_link = insert(operator_links)
_take_link = (
    delete(operator_links)
    .where(_link.token_hash == bindparam("of"))
    .returning(_link.token_hash, _link.operator_id, _link.expires_at)
)
_open = insert(operator_sessions)
_find = select(operator_sessions).where(
    _session.token_hash == bindparam("of"), _session.expires_at > bindparam("now")
)
_prolong = (
    update(operator_sessions)
    .where(_session.token_hash == bindparam("of"))
    .values(expires_at=bindparam("until"))
)
_end = delete(operator_sessions).where(_session.token_hash == bindparam("of"))
_end_others = delete(operator_sessions).where(not_(among(_session.operator_id, "ids")))
_sweep = [
    delete(table).where(table.c.expires_at <= bindparam("now"))
    for table in (operator_links, operator_sessions)
]


@dataclass(frozen=True, slots=True)
class Admission:
    """A link or a session: whose it is, and until when; the hash is SHA-256 of its token."""

    token_hash: bytes
    operator_id: int
    expires_at: datetime


class Sessions:
    """The links and sessions of one transaction."""

    __slots__ = ("_connection", "_now")

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection = connection
        self._now = now

    async def add_link(self, link: Admission) -> None:
        """Keep a link; what has expired is swept out meanwhile."""
        for statement in _sweep:
            await self._connection.execute(statement, {"now": self._now})
        await self._connection.execute(_add_link, asdict(link))

    async def take_link(self, token_hash: bytes) -> Admission | None:
        """Return the link and remove it; None where it is unknown, used or too old."""
        row = (await self._connection.execute(_take_link, {"of": token_hash})).one_or_none()
        link = None if row is None else Admission(*row)
        return link if link is not None and link.expires_at > self._now else None

    async def open(self, session: Admission) -> None:
        """Keep a session."""
        await self._connection.execute(_open, asdict(session))

    async def find(self, token_hash: bytes) -> Admission | None:
        """Return the session unless it is over."""
        found = await self._connection.execute(_find, {"of": token_hash, "now": self._now})
        row = found.one_or_none()
        return None if row is None else Admission(*row)

    async def prolong(self, token_hash: bytes, until: datetime) -> None:
        """Let the session last until then."""
        await self._connection.execute(_prolong, {"of": token_hash, "until": until})

    async def end(self, token_hash: bytes) -> None:
        """End the session; one that is not there is no error."""
        await self._connection.execute(_end, {"of": token_hash})

    async def end_others(self, operator_ids: Collection[int]) -> None:
        """End the sessions of everybody but these."""
        await self._connection.execute(_end_others, {"ids": list(operator_ids)})
