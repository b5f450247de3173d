"""How operators come in: the bot gives them a link that opens once, and it opens a session.

A token is random and stays with whom it was given to; the database holds its hash.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.operators.actions import Action, operator_name
from storage import Admission, AuditEntry

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from storage import Database, UnitOfWork

LINK_LASTS = timedelta(minutes=10)
SESSION_LASTS = timedelta(hours=12)
# A session in use is prolonged, but not written anew by each request.
PROLONGED_AFTER = timedelta(minutes=5)

ENTER_PATH = "/admin/enter/"


@dataclass(frozen=True, slots=True)
class Session:
    """A session as its own requests know it: who is signed in, by which token."""

    operator_id: int
    token: str

    @property
    def who(self) -> str:
        """Return how the audit names its operator."""
        return operator_name(self.operator_id)

    @property
    def form_token(self) -> str:
        """Return what each of its forms carries, and no other session's: it tells no more."""
        return hmac.new(self.token.encode(), b"form", hashlib.sha256).hexdigest()

    def owns(self, form_token: str) -> bool:
        """Tell whether a form was made for this session."""
        return hmac.compare_digest(form_token.encode(), self.form_token.encode())


class Entrance:
    """The door to the operators' pages at `address`, such as `https://intake.example.org`."""

    def __init__(self, database: Database, operator_ids: Collection[int], address: str) -> None:
        self._database = database
        self._operator_ids = frozenset(operator_ids)
        self.address = address

    def lets_in(self, person_id: int) -> bool:
        """Tell whether somebody is an operator."""
        return person_id in self._operator_ids

    async def link(self, operator_id: int) -> str:
        """Return a new link for an operator, which opens once, within `LINK_LASTS`."""
        token = _new_token()
        async with self._database.begin() as work:
            link = Admission(_hash(token), operator_id, work.now + LINK_LASTS)
            await work.sessions.add_link(link)
        return f"{self.address}{ENTER_PATH}{token}"

    async def enter(self, link_token: str) -> Session | None:
        """Use a link up and open a session; None where it is unknown, used or too old."""
        session_token = _new_token()
        async with self._database.begin() as work:
            link = await work.sessions.take_link(_hash(link_token))
            if link is None or not self.lets_in(link.operator_id):
                return None
            session = Session(link.operator_id, session_token)
            until = work.now + SESSION_LASTS
            await work.sessions.open(Admission(_hash(session_token), link.operator_id, until))
            await work.audit.add([AuditEntry(work.now, session.who, Action.SIGN_IN)])
        return session

    async def session(self, token: str) -> Session | None:
        """Return the session of a token, None where it is over or its operator is one no more."""
        async with self._database.begin() as work:
            found = await work.sessions.find(_hash(token))
            if found is None:
                return None
            if not self.lets_in(found.operator_id):
                await work.sessions.end(found.token_hash)
                return None
            await _prolong(work, found)
        return Session(found.operator_id, token)

    async def leave(self, session: Session) -> None:
        """End a session."""
        async with self._database.begin() as work:
            await work.sessions.end(_hash(session.token))
            await work.audit.add([AuditEntry(work.now, session.who, Action.SIGN_OUT)])

    async def revoke_others(self) -> None:
        """End the sessions of those who are no operators any more, should they be named again."""
        async with self._database.begin() as work:
            await work.sessions.end_others(self._operator_ids)


async def _prolong(work: UnitOfWork, session: Admission) -> None:
    until: datetime = work.now + SESSION_LASTS
    if until - session.expires_at >= PROLONGED_AFTER:
        await work.sessions.prolong(session.token_hash, until)


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
