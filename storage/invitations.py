"""Invitations to be an agent: a link makes one person an agent, once and within its time.

Only the hash of a link's token is stored: who reads the table cannot come in by what is there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert

from storage.errors import Unreadable
from storage.tables import invitations

if TYPE_CHECKING:
    from datetime import datetime

    from storage.connection import Connection
    from storage.keyring import Keyring

_row = invitations.c
_add = insert(invitations)
_take = delete(invitations).where(_row.token_hash == bindparam("of")).returning(invitations)
_sweep = delete(invitations).where(_row.expires_at <= bindparam("now"))


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who is invited, by whom, and until when; `token_hash` is the token's SHA-256 in hex.

    The name is sealed at rest. `user_id` is Flextell's, `operator_id` the messenger's.
    """

    token_hash: str
    name: str = field(repr=False)
    user_id: int
    operator_id: int
    expires_at: datetime


class Invitations:
    """The invitations of one transaction."""

    __slots__ = ("_connection", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    async def add(self, invitation: Invitation) -> None:
        """Keep an invitation; what has expired is swept out meanwhile."""
        await self._connection.execute(_sweep, {"now": self._now})
        place = _place(invitation.token_hash)
        values = {
            "token_hash": invitation.token_hash,
            "name": self._keyring.seal(invitation.name.encode(), place),
            "user_id": invitation.user_id,
            "operator_id": invitation.operator_id,
            "expires_at": invitation.expires_at,
        }
        await self._connection.execute(_add, values)

    async def take(self, token_hash: str) -> Invitation | None:
        """Return the invitation and remove it.

        None where it is unknown, used or too old, or its name does not open any more.
        """
        row = (await self._connection.execute(_take, {"of": token_hash})).one_or_none()
        if row is None or row.expires_at <= self._now:
            return None
        try:
            name = self._keyring.open(row.name, _place(token_hash)).decode()
        except Unreadable:
            return None
        return Invitation(token_hash, name, row.user_id, row.operator_id, row.expires_at)


def _place(token_hash: str) -> str:
    return f"invitations/{token_hash}/name"
