"""One transaction with its collections and its time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.agents import Agents
from storage.alerts import Alerts
from storage.alike import Alike
from storage.attempts import Attempts
from storage.audit import Audit
from storage.chats import Chats
from storage.consents import Consents
from storage.counters import Counters
from storage.duties import Duties
from storage.handovers import Handovers
from storage.imports import Imports
from storage.invitations import Invitations
from storage.leads import Leads
from storage.leases import Leases
from storage.nobody import new_nobody
from storage.pauses import Pauses
from storage.quarantine import Quarantine
from storage.sealed import SealedRows
from storage.sessions import Sessions
from storage.submissions import Submissions
from storage.tokens import Tokens

if TYPE_CHECKING:
    from datetime import datetime

    from storage.connection import Connection
    from storage.keyring import Keyring


class UnitOfWork:
    """What `Database.begin` gives; it ends with the transaction.

    `now` is the database's time when the transaction began, in UTC: the only time it knows.
    """

    __slots__ = (
        "agents",
        "alerts",
        "alike",
        "attempts",
        "audit",
        "chats",
        "consents",
        "counters",
        "duties",
        "handovers",
        "imports",
        "invitations",
        "leads",
        "leases",
        "now",
        "pauses",
        "quarantine",
        "sealed",
        "sessions",
        "submissions",
        "tokens",
    )

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self.now = now
        self.chats = Chats(connection, keyring, now)
        self.submissions = Submissions(connection, keyring, now)
        self.attempts = Attempts(connection)
        self.consents = Consents(connection)
        self.quarantine = Quarantine(connection, keyring, now)
        self.pauses = Pauses(connection)
        self.sealed = SealedRows(connection)
        self.tokens = Tokens(connection, keyring, now)
        self.audit = Audit(connection)
        self.sessions = Sessions(connection, now)
        self.counters = Counters(connection)
        self.duties = Duties(connection, now)
        self.leads = Leads(connection, keyring)
        self.leases = Leases(connection, now)
        self.alerts = Alerts(connection, now)
        self.alike = Alike(connection, keyring)
        self.agents = Agents(connection, keyring, now)
        self.handovers = Handovers(connection, keyring, now)
        self.imports = Imports(connection, keyring, now)
        self.invitations = Invitations(connection, keyring, now)

    async def part(self, chat_id: int) -> None:
        """Leave of a chat's submissions and consents what proves them, and not whose they were.

        All its submissions must be emptied. A consent proves something only where a customer came
        of it, whose record in Flextell it is found by: else it is deleted. What was taken up of
        an agent's is forgotten.
        """
        await self.handovers.forget(chat_id)
        nobody = new_nobody()
        if await self.submissions.part(chat_id, nobody):
            await self.consents.part(chat_id, nobody)
        else:
            await self.consents.forget(chat_id)

    async def forget_nobodies(self, before: datetime) -> None:
        """Delete the proofs that have not changed since this time."""
        await self.submissions.forget_nobodies(before)
        await self.consents.forget_nobodies(before)
