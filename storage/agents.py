"""The members of staff who enter leads: who they are, and whose leads theirs are in Flextell."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, and_, bindparam, func, or_, select, update

from storage.columns import among
from storage.errors import Unreadable
from storage.submission import Status
from storage.tables import agents, submissions
from storage.upserts import upserts

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring

_row = agents.c
_is_one = _row.removed_at.is_(None)
_among = select(agents).where(among(_row.agent_id, "ids"), _is_one)
_named = select(agents).where(among(_row.agent_id, "ids"))
_list = select(agents).order_by(_row.agent_id)
_list = _list.limit(bindparam("rows", type_=BigInteger()))
_remove = update(agents).where(_row.agent_id == bindparam("of"), _is_one)
_remove = _remove.values(removed_at=bindparam("at")).returning(_row.agent_id)
_add = upserts(agents)
_menus_due = select(_row.agent_id, _is_one.label("shows")).where(
    or_(
        and_(_is_one, or_(_row.menu.is_(None), _row.menu != bindparam("menu"))),
        and_(~_is_one, _row.menu.is_not(None)),
    )
)
_menus_due = _menus_due.order_by(_row.agent_id).limit(bindparam("rows", type_=BigInteger()))
_note_menu = update(agents).where(_row.agent_id == bindparam("of"))
_note_menu = _note_menu.values(menu=bindparam("shown"))
_lead = submissions.c
_leads = (
    select(_lead.agent_id, _lead.status, func.count())
    .where(
        _lead.agent_id.is_not(None),
        _lead.created_at >= bindparam("since", type_=_lead.created_at.type),
    )
    .group_by(_lead.agent_id, _lead.status)
)


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent; the name is sealed at rest, and empty here where it does not open.

    `agent_id` is the person's at the messenger, `user_id` Flextell's. Who was removed is an agent
    no more, and stays on record for the leads that are his.
    """

    agent_id: int
    name: str = field(repr=False)
    user_id: int
    added_at: datetime
    removed_at: datetime | None = None


class Agents:
    """The agents of one transaction."""

    __slots__ = ("_connection", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    async def among(self, ids: Collection[int]) -> dict[int, Agent]:
        """Return those of these people who are agents now."""
        if not ids:
            return {}
        rows = await self._connection.execute(_among, {"ids": list(ids)})
        return {row.agent_id: self._read(row) for row in rows}

    async def names(self, ids: Collection[int]) -> dict[int, str]:
        """Return what those of these people are called who are agents, or were once."""
        rows = await self._connection.execute(_named, {"ids": list(ids)}) if ids else ()
        return {row.agent_id: self._opened(row) for row in rows}

    async def list(self, limit: int) -> list[Agent]:
        """Return who is an agent or was one, by their ids."""
        rows = await self._connection.execute(_list, {"rows": limit})
        return [self._read(row) for row in rows]

    async def leads(self, since: datetime) -> dict[int, dict[Status, int]]:
        """Return how many leads, confirmed since then, stand in each status, by their agents."""
        found: dict[int, dict[Status, int]] = {}
        for agent_id, status, count in await self._connection.execute(_leads, {"since": since}):
            found.setdefault(agent_id, {})[Status(status)] = count
        return found

    async def add(self, agent_id: int, name: str, user_id: int) -> None:
        """Make somebody an agent from now on, perhaps again, or under another name or user."""
        values = {
            "agent_id": agent_id,
            "name": self._keyring.seal(name.encode(), _place(agent_id)),
            "user_id": user_id,
            "added_at": self._now,
            "removed_at": None,
            "menu": None,
        }
        await self._connection.execute(_add[self._connection.dialect.name], values)

    async def remove(self, agent_id: int) -> bool:
        """Let somebody be an agent no more; tell whether he was one."""
        removed = await self._connection.execute(_remove, {"of": agent_id, "at": self._now})
        return removed.one_or_none() is not None

    async def menus_due(self, menu: str, limit: int) -> dict[int, bool]:
        """Return whose chats do not show what they should, and whether that is this menu.

        Who is an agent no more should see no other commands than everybody does.
        """
        rows = await self._connection.execute(_menus_due, {"menu": menu, "rows": limit})
        return {row.agent_id: bool(row.shows) for row in rows}

    async def note_menu(self, agent_id: int, menu: str | None) -> None:
        """Note which menu a chat shows from now on, None where it is that of everybody."""
        await self._connection.execute(_note_menu, {"of": agent_id, "shown": menu})

    def _read(self, row: Row[Any]) -> Agent:
        return Agent(row.agent_id, self._opened(row), row.user_id, row.added_at, row.removed_at)

    def _opened(self, row: Row[Any]) -> str:
        try:
            return self._keyring.open(row.name, _place(row.agent_id)).decode()
        except Unreadable:
            return ""


def _place(agent_id: int) -> str:
    return f"agents/{agent_id}/name"
