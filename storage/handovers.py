"""Handovers: leads on their way from an agent to the customers themselves.

A link opens one, once and within its time; only the hash of the link's token is stored. From then
on the answers are the customer's, in his own chat: what stays here is the name by which the agent
knows the lead, and how far it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, and_, bindparam, delete, exists, select, update

from storage.columns import among
from storage.documents import read, written
from storage.errors import Unreadable
from storage.submission import Status
from storage.tables import agents, handovers, submissions
from storage.upserts import upserts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring


class HandoverState(StrEnum):
    """How far a handover is."""

    LINKED = "linked"  # nobody has opened the link yet
    OPENED = "opened"  # the draft is in the customer's chat
    CONSENTED = "consented"  # and he has agreed there
    CONFIRMED = "confirmed"  # and has confirmed: it has a submission
    DELIVERED = "delivered"
    ENDED = "ended"  # nothing comes of it any more


# What the end of a submission makes of its handover. One that was refused is the customer's again.
_ENDS = {
    Status.CREATED: HandoverState.DELIVERED,
    Status.LINKED: HandoverState.DELIVERED,
    Status.WITHDRAWN: HandoverState.ENDED,
    Status.DROPPED: HandoverState.ENDED,
}

_row, _sent = handovers.c, submissions.c
_now = bindparam("now", type_=_row.expires_at.type)
_rows = bindparam("rows", type_=BigInteger())
_this = _row.id == bindparam("of", type_=Text())
# What is in the customer's chat goes with that, and what is on its way to Flextell has its end.
_may_be_over = (HandoverState.LINKED, HandoverState.DELIVERED, HandoverState.ENDED)
_is_over = and_(_row.expires_at <= _now, _row.state.in_(_may_be_over))
_is_of_an_agent = exists().where(agents.c.agent_id == _row.agent_id, agents.c.removed_at.is_(None))
_linked = (
    select(handovers)
    .where(
        among(_row.token_hash, "hashes"),
        _row.state == HandoverState.LINKED,
        _row.expires_at > _now,
        _is_of_an_agent,
    )
    .order_by(_row.id)
    .with_for_update(of=handovers)
)
_hold = select(handovers).where(among(_row.id, "ids"), ~_is_over)
_hold = _hold.order_by(_row.id).with_for_update()
_stands = (_sent.status.label("status"), _sent.customer_id.label("number"))
_with_submission = select(handovers, *_stands).outerjoin(
    submissions, _sent.id == _row.submission_id
)
_page = (
    _with_submission.where(_row.agent_id == bindparam("of", type_=BigInteger()), ~_is_over)
    .order_by(_row.handed_at.desc(), _row.id)
    .limit(_rows)
)
_one = _with_submission.where(among(_row.id, "ids"))
_remove = delete(handovers).where(_this)
_forget = delete(handovers).where(_row.taken_by == bindparam("of", type_=BigInteger()))
_sweep = delete(handovers).where(_is_over)
_move = (
    update(handovers)
    .where(_this, _row.taken_by == bindparam("by", type_=BigInteger()))
    .values(
        state=bindparam("to"),
        submission_id=bindparam("sent"),
        expires_at=bindparam("until", type_=_row.expires_at.type),
    )
)
_over = (
    select(_row.id, _sent.status)
    .join(submissions, _sent.id == _row.submission_id)
    .where(_row.state == HandoverState.CONFIRMED, _sent.status.in_(sorted(_ENDS)))
    .order_by(_row.id)
    .limit(_rows)
    .with_for_update(of=handovers, skip_locked=True)
)
_due = (
    select(_row.id)
    .where(_row.notice_due_at <= _now)
    .order_by(_row.notice_due_at, _row.id)
    .limit(_rows)
    .with_for_update(skip_locked=True)
)
_end = (
    update(handovers)
    .where(_this)
    .values(
        state=bindparam("to"),
        notice_due_at=_now,
        expires_at=bindparam("until", type_=_row.expires_at.type),
    )
)
_notice = bindparam("notice", type_=_row.notice_due_at.type)
_lease = update(handovers).where(among(_row.id, "ids")).values(notice_due_at=_notice)
_told = (
    update(handovers)
    .where(and_(_this, _row.notice_due_at == bindparam("leased", type_=_row.notice_due_at.type)))
    .values(notice_due_at=_notice)
)
_keep = upserts(handovers)
_COLUMNS = tuple(column.name for column in handovers.columns)


@dataclass(frozen=True, slots=True)
class Handover:
    """One lead that was handed over; `name` and `draft` are sealed at rest.

    `token_hash` is the SHA-256 of the link's token in hex. `name` is a draft of the one answer by
    which the agent knows the lead, `draft` all of it, None once it is the customer's, and where
    it does not open. `agent_id` and `taken_by` are the chats of agent and customer, `user_id` is
    Flextell's. `expires_at` is when it is forgotten that nobody has opened, or that has ended.
    `notice_due_at` is when the agent is to be told how far it is.
    `status` and `number` are where its submission stands, where that was asked for; they are not
    written.
    """

    id: str
    token_hash: str
    agent_id: int
    user_id: int
    name: Mapping[str, Any] = field(repr=False)
    draft: Mapping[str, Any] | None = field(repr=False)
    state: HandoverState
    handed_at: datetime
    expires_at: datetime
    taken_by: int | None = None
    submission_id: str | None = None
    notice_due_at: datetime | None = None
    status: Status | None = field(default=None, compare=False)
    number: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class HandoverMove:
    """How far the handover of this id is now, by what was done in the chat that took it up.

    It is kept until then if it has ended.
    """

    id: str
    taken_by: int
    state: HandoverState
    until: datetime
    submission_id: str | None = None


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
            statement = _keep[self._connection.dialect.name]
            await self._connection.execute(statement, [self._values(row) for row in rows])

    async def linked(self, hashes: Collection[str]) -> dict[str, Handover]:
        """Return by their hashes those whose links are good now, held.

        Left out is what is unknown, used or too old, what does not open, and what was handed over
        by somebody who is an agent no more.
        """
        found = await self._all(_linked, hashes=list(hashes), now=self._now)
        return {row.token_hash: row for row in found if row.draft is not None}

    async def hold(self, ids: Collection[str]) -> dict[str, Handover]:
        """Return those not over their time, held until the transaction ends."""
        held = await self._connection.execute(_hold, {"ids": list(ids), "now": self._now})
        return {row.id: row for row in await self._all(_one, ids=list(held.scalars()))}

    async def page(self, agent_id: int, limit: int) -> list[Handover]:
        """Return an agent's newest ones, newest first, and where their submissions stand."""
        return await self._all(_page, of=agent_id, rows=limit, now=self._now)

    async def move(self, moves: Sequence[HandoverMove]) -> None:
        """Note how far handovers are; one that is not in this customer's chat stays as it is."""
        for move in moves:
            values = {"of": move.id, "by": move.taken_by, "to": str(move.state)}
            values |= {"sent": move.submission_id, "until": move.until}
            await self._connection.execute(_move, values)

    async def end(self, limit: int, until: datetime) -> None:
        """Note of which handovers the submission has come to its end; they are kept until then.

        Their agents are due to be told.
        """
        rows = await self._connection.execute(_over, {"rows": limit})
        ended = [
            {"of": row_id, "to": str(_ENDS[Status(status)]), "now": self._now, "until": until}
            for row_id, status in rows
        ]
        if ended:
            await self._connection.execute(_end, ended)

    async def notices_due(self, limit: int, lease: datetime) -> list[Handover]:
        """Return those whose agents are due to be told, which is leased until then."""
        found = await self._connection.execute(_due, {"rows": limit, "now": self._now})
        ids = list(found.scalars())
        if not ids:
            return []
        await self._connection.execute(_lease, {"ids": ids, "notice": lease})
        return await self._all(_one, ids=ids)

    async def told(self, row: Handover, again: datetime | None = None) -> None:
        """Note that an agent was told, or is to be told again then; what is due anew stays so."""
        values = {"of": row.id, "leased": row.notice_due_at, "notice": again}
        await self._connection.execute(_told, values)

    async def remove(self, row_id: str) -> None:
        """Forget a handover."""
        await self._connection.execute(_remove, {"of": row_id})

    async def forget(self, chat_id: int) -> None:
        """Forget what a customer has taken up in this chat."""
        await self._connection.execute(_forget, {"of": chat_id})

    async def sweep(self) -> None:
        """Forget those that nobody opened in time, and those that have ended long enough ago."""
        await self._connection.execute(_sweep, {"now": self._now})

    async def _all(self, query: Any, **parameters: Any) -> list[Handover]:
        rows = await self._connection.execute(query, parameters)
        return [self._read(row) for row in rows]

    def _values(self, row: Handover) -> dict[str, Any]:
        values = {name: getattr(row, name) for name in _COLUMNS}
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
