"""The open conversations, one row for each chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from struct import pack, unpack
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, bindparam, column, delete, func, select, update

from storage.columns import Many, among
from storage.documents import read, written
from storage.errors import Unreadable
from storage.tables import chats
from storage.upserts import upserts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring

SEEN_UPDATES = 64

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)

_ids = func.unnest(bindparam("ids", type_=Many(BigInteger()))).table_valued(
    column("chat_id", BigInteger)
)
_ids = _ids.render_derived()
_lock = select(_ids.c.chat_id, func.pg_try_advisory_xact_lock(_ids.c.chat_id))
_load = select(chats).where(among(chats.c.chat_id, "ids"))
_remove = delete(chats).where(among(chats.c.chat_id, "ids"))
_newest = select(chats.c.chat_id).order_by(chats.c.kept_at.desc()).limit(1)
_is_due = chats.c.remind_at <= bindparam("now")
_to_remind = select(chats.c.chat_id).where(_is_due, chats.c.blocked_at.is_(None))
_to_remind = _to_remind.order_by(chats.c.remind_at).limit(bindparam("rows", type_=BigInteger()))
_drop_reminder = update(chats).where(chats.c.chat_id == bindparam("of"), _is_due)
_drop_reminder = _drop_reminder.values(remind_at=None)
_idle = select(chats.c.chat_id).where(chats.c.kept_at < bindparam("before"))
_still_idle = _idle.where(among(chats.c.chat_id, "ids"))
_idle = _idle.order_by(chats.c.kept_at).limit(bindparam("rows", type_=BigInteger()))
_keep = upserts(chats)


@dataclass(frozen=True, slots=True)
class Chat:
    """One conversation; the document is sealed at rest.

    `token` is what the buttons of the draft carry, so that a press on an old card is known.
    `seen_updates` are the last update ids, newest last; no more than 64 are kept.
    One that does not open is not `is_readable`, and its document is empty here.
    `remind_at` is when its open draft is to be mentioned once.
    `blocked_at` is when the person was found to be out of reach, None once heard of again.
    `kept_at` is the day of the person's last word, None where that is now; one kept LONG_AGO holds
    nothing worth keeping, and the next sweep takes it.
    """

    chat_id: int
    token: str
    revision: int
    document: Mapping[str, Any] = field(repr=False)
    seen_updates: tuple[int, ...] = ()
    is_readable: bool = field(default=True, compare=False)
    remind_at: datetime | None = None
    blocked_at: datetime | None = None
    kept_at: datetime | None = field(default=None, compare=False)


class Chats:
    """The conversations of one transaction."""

    __slots__ = ("_connection", "_keyring", "_today")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._today = _day(now)

    async def lock(self, ids: Collection[int]) -> set[int]:
        """Hold these chats until the transaction ends; return those nobody else holds.

        A chat needs no row to be held. In SQLite the transaction holds the whole file already.
        """
        if self._connection.dialect.name == "sqlite" or not ids:
            return set(ids)
        rows = await self._connection.execute(_lock, {"ids": list(ids)})
        return {chat_id for chat_id, held in rows if held}

    async def load(self, ids: Collection[int]) -> dict[int, Chat]:
        """Return those of the chats that have a row, whether it opens or not."""
        if not ids:
            return {}
        rows = await self._connection.execute(_load, {"ids": list(ids)})
        return {row[0]: self._read(row) for row in rows}

    async def keep(self, rows: Sequence[Chat]) -> None:
        """Write the chats, new and old ones alike; a chat may be named once only."""
        if rows:
            statement = _keep[self._connection.dialect.name]
            await self._connection.execute(statement, [self._row(chat) for chat in rows])

    async def remove(self, ids: Collection[int]) -> None:
        """Forget the chats."""
        if ids:
            await self._connection.execute(_remove, {"ids": list(ids)})

    async def newest(self) -> int | None:
        """Return a chat kept on the last day anything was, None where there is none."""
        return (await self._connection.execute(_newest)).scalar()

    async def idle(self, before: datetime, limit: int) -> list[int]:
        """Return chats last kept on a day before this time's, in UTC, the longest idle first."""
        rows = await self._connection.execute(_idle, {"before": _day(before), "rows": limit})
        return list(rows.scalars())

    async def still_idle(self, ids: Collection[int], before: datetime) -> set[int]:
        """Return those of the chats that `idle` would name now."""
        if not ids:
            return set()
        parameters = {"ids": list(ids), "before": _day(before)}
        return set((await self._connection.execute(_still_idle, parameters)).scalars())

    async def to_remind(self, now: datetime, limit: int) -> list[int]:
        """Return chats whose open draft is to be mentioned by now, the longest due first.

        Who is out of reach is left out.
        """
        rows = await self._connection.execute(_to_remind, {"now": now, "rows": limit})
        return list(rows.scalars())

    async def drop_reminder(self, chat_id: int, now: datetime) -> None:
        """Mention the chat's draft no more, if that was due by now."""
        await self._connection.execute(_drop_reminder, {"of": chat_id, "now": now})

    def _read(self, row: Row[Any]) -> Chat:
        try:
            plain = self._keyring.open(row.document, f"chats/{row.chat_id}/document")
        except Unreadable:
            plain = None
        return Chat(
            row.chat_id,
            row.token,
            row.revision,
            {} if plain is None else read(plain),
            unpack(f">{len(row.seen_updates) // 8}q", row.seen_updates),
            is_readable=plain is not None,
            remind_at=row.remind_at,
            blocked_at=row.blocked_at,
            kept_at=row.kept_at,
        )

    def _row(self, chat: Chat) -> dict[str, Any]:
        seen = chat.seen_updates[-SEEN_UPDATES:]
        document = written(chat.document)
        return {
            "chat_id": chat.chat_id,
            "token": chat.token,
            "revision": chat.revision,
            "document": self._keyring.seal(document, f"chats/{chat.chat_id}/document"),
            "seen_updates": pack(f">{len(seen)}q", *seen),
            "kept_at": chat.kept_at or self._today,
            "remind_at": chat.remind_at,
            "blocked_at": chat.blocked_at,
        }


def _day(moment: datetime) -> datetime:
    """Return the beginning of its day.

    An index on a time that moves with every turn would cost every turn, in PostgreSQL most of all
    (https://www.postgresql.org/docs/current/storage-hot.html); retention counts in days.
    """
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
