"""How somebody becomes an agent by a link: an operator makes it, and it works once.

A token is random and stays with whom it was given to; the database holds its hash.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.operators.actions import Action, agent_name, operator_name
from storage import AuditEntry, Invitation

if TYPE_CHECKING:
    from storage import Database

INVITATION_LASTS = timedelta(hours=24)

# What a deep link to an invitation carries, https://core.telegram.org/bots/features#deep-linking
_PREFIX = "agent-"
_PAYLOAD = re.compile(rf"{_PREFIX}[\w-]{{43}}", re.ASCII)

# Flextell's number of a user, and the name, such as `/invite 17 Ada Lovelace`.
_INVITED = re.compile(r"([0-9]{1,18})\s+(\S.{0,99})", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is to be an agent, and Flextell's number of the user whose his leads are."""

    name: str
    user_id: int


def invited(text: str) -> Invited | None:
    """Return who is named by Flextell's number and a name, None where that is not what it says."""
    found = _INVITED.fullmatch(text.strip())
    if found is None or not int(found[1]):
        return None
    return Invited(" ".join(found[2].split()), int(found[1]))


def is_invitation(payload: str) -> bool:
    """Tell whether what a link carries looks like an invitation, good or not."""
    return _PAYLOAD.fullmatch(payload) is not None


class Inviting:
    """The door by which agents come in."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def invite(self, operator_id: int, who: Invited) -> str:
        """Return what a link has to carry to make one person an agent, within its time."""
        payload = f"{_PREFIX}{secrets.token_urlsafe(32)}"
        async with self._database.begin() as work:
            until = work.now + INVITATION_LASTS
            await work.invitations.add(
                Invitation(_hash(payload), who.name, who.user_id, operator_id, until)
            )
            entry = AuditEntry(work.now, operator_name(operator_id), Action.INVITE)
            await work.audit.add([entry])
        return payload

    async def accept(self, payload: str, person_id: int) -> bool:
        """Use an invitation up; tell whether the person is an agent now, or was already."""
        async with self._database.begin() as work:
            invitation = await work.invitations.take(_hash(payload))
            if invitation is None:
                return person_id in await work.agents.among([person_id])
            await work.agents.add(person_id, invitation.name, invitation.user_id)
            host = operator_name(invitation.operator_id)
            entry = AuditEntry(work.now, agent_name(person_id), Action.ACCEPT, about=host)
            await work.audit.add([entry])
        return True


def _hash(payload: str) -> str:
    return hashlib.sha256(payload.encode()).hexdigest()
