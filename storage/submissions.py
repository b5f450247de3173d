"""The submissions of one transaction: kept, claimed, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy.exc import IntegrityError

from storage import submission_pages as pages
from storage import submission_queries as queries
from storage.documents import written
from storage.errors import PhoneBusy, UndeclaredArrow
from storage.restoring import doubt
from storage.submission import (
    ARROWS,
    NOT_SENT,
    ON_ITS_WAY,
    Status,
    Submission,
)
from storage.submission_rows import submission_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring


# A submission's time, and its id: where a page of them ended.
Place: TypeAlias = "tuple[datetime, str]"
Content: TypeAlias = "tuple[bytes, Mapping[str, Any], bytes | None, bytes | None, bytes]"


class Submissions:
    """What is on its way to Flextell."""

    __slots__ = ("_connection", "_contents", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now
        self._contents: dict[str, Content] = {}

    async def add(self, rows: Sequence[Submission]) -> None:
        """Queue the submissions; one whose draft and revision is known already is that one."""
        for row in rows:
            if row.status is not Status.QUEUED:
                raise UndeclaredArrow(f"submission {row.id}: (new) → {row.status}")
        if rows:
            await self._connection.execute(
                queries.ADD[self._connection.dialect.name], [self._row(row) for row in rows]
            )

    async def load(self, ids: Collection[str]) -> dict[str, Submission]:
        """Return the submissions, held until the transaction ends."""
        return {row.id: row for row in await self._all(queries.LOAD, ids=list(ids))}

    async def due(self, status: Collection[Status], limit: int) -> list[Submission]:
        """Return what has been due longest, held; what another worker holds is left out.

        A queued one is left out while another of its phone is on its way, and each phone is
        given once only.
        """
        asked = [str(each) for each in status]
        rows = await self._all(queries.DUE, statuses=asked, now=self._now, rows=limit)
        return list(_once_per_phone(rows))

    async def claim_alone(self) -> None:
        """Wait until no other transaction has called this; SQLite's are alone in any case."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(queries.CLAIM_ALONE)

    async def on_their_way(self, phones: Collection[bytes]) -> set[bytes]:
        """Return which of these phone indexes a submission on its way has."""
        rows = await self._connection.execute(queries.HOLDERS, {"phones": list(phones)})
        return {phone for _, phone in rows}

    async def expired(self, limit: int) -> list[Submission]:
        """Return what is being sent by a worker whose lease ran out, held likewise."""
        return await self._all(queries.EXPIRED, now=self._now, rows=limit)

    async def notices_due(self, limit: int) -> list[Submission]:
        """Return those whose person is due to be told something, held likewise."""
        return await self._all(queries.NOTICES_DUE, now=self._now, rows=limit)

    async def keep(self, rows: Sequence[Submission]) -> None:
        """Write submissions loaded in this transaction; `updated_at` becomes now.

        Raises UndeclaredArrow, or PhoneBusy when another submission of a phone is on its way
        already; then none of the rows is written, and the transaction goes on.
        """
        for row in rows:
            _check_arrow(row)
        if not rows:
            return
        if not any(row.status in ON_ITS_WAY for row in rows):
            await self._update(rows)
            return
        try:
            async with self._connection.begin_nested():
                await self._update(rows)
        except IntegrityError:
            busy = await self._first_busy(rows)
            if busy is None:
                raise
            raise PhoneBusy(busy) from None

    async def doubt(self) -> int:
        """Have all open ones looked up before they are sent, after a restoring; return how many.

        No worker may run. See `storage/restoring.py`.
        """
        return await doubt(self._connection, self._now)

    async def next_due_at(self) -> datetime | None:
        """Return when the worker has something to do next, None if nothing is open.

        Left out is what waits for something else: for another submission of its phone, for an
        operator, or for the end of a pause.
        """
        moments = (await self._connection.execute(queries.NEXT_DUE_AT)).one()
        return min((moment for moment in moments if moment), default=None)

    async def of(self, chat_ids: Collection[int]) -> list[Submission]:
        """Return all submissions of the chats, oldest first, held until the transaction ends."""
        rows = await self._all(queries.OF, chats=list(chat_ids)) if chat_ids else []
        return sorted(rows, key=lambda row: (row.created_at, row.id))

    async def overdue(self, before: datetime, limit: int) -> list[Submission]:
        """Return what was taken back before this time and has not ended, held or not.

        One that is held just now would else wait for the next sweep.
        """
        return await self._all(queries.OVERDUE, before=before, rows=limit)

    async def chats_waiting(self, chat_ids: Collection[int]) -> set[int]:
        """Return which chats have a submission that holds answers still, or news untold."""
        if not chat_ids:
            return set()
        rows = await self._connection.execute(queries.WAITING, {"chats": list(chat_ids)})
        return set(rows.scalars())

    async def part(self, chat_id: int, nobody: int) -> bool:
        """Put another number in the place of a chat's; tell whether any of them was delivered.

        All of the chat's submissions must be at their end, and emptied.
        """
        await self._connection.execute(queries.PART, {"of": chat_id, "nobody": nobody})
        found = await self._connection.execute(queries.DELIVERED, {"of": nobody})
        return found.scalar() is not None

    async def forget_nobodies(self, before: datetime) -> None:
        """Delete what was parted from its person and has not changed since this time.

        So is what an agent entered, once it is emptied.
        """
        await self._connection.execute(queries.FORGET_NOBODIES, {"before": before})
        await self._connection.execute(queries.FORGET_LEADS, {"before": before})

    async def created(self, limit: int, after: Place) -> list[Submission]:
        """Return what was created and is not erased yet, the next erased first; not held.

        `after` is when the last one before is to be erased, and its id.
        """
        return await self._all(queries.HELD, rows=limit, at=after[0], after=after[1])

    async def owners(self, customer_ids: Collection[str]) -> dict[str, frozenset[str]]:
        """Return the submissions that each of these customers of Flextell belongs to, if any."""
        if not customer_ids:
            return {}
        rows = await self._connection.execute(queries.OWNERS, {"customers": list(customer_ids)})
        owners: dict[str, frozenset[str]] = {}
        for customer_id, submission_id in rows:
            owners[customer_id] = owners.get(customer_id, frozenset()) | {submission_id}
        return owners

    async def peek(self, submission_id: str) -> Submission | None:
        """Return a submission, not held."""
        rows = await self._all(pages.PEEK, of=submission_id)
        return rows[0] if rows else None

    async def page(
        self, statuses: Collection[Status], limit: int, after: Place | None = None
    ) -> list[Submission]:
        """Return submissions in these statuses, newest first, those after a place; not held."""
        query = pages.page(tuple(sorted(statuses)), is_first=after is None)
        place = {} if after is None else {"at": after[0], "after": after[1]}
        return await self._all(query, rows=limit, **place)

    async def counts(self) -> dict[Status, int]:
        """Return how many stand in each status that has any."""
        rows = await self._connection.execute(queries.COUNTS)
        return {Status(status): count for status, count in rows}

    async def counts_up_to(self, most: int) -> dict[Status, int]:
        """Return how many stand in each status that has any, in none more than `most`."""
        rows = await self._connection.execute(pages.COUNTS_UP_TO, {"rows": most})
        return {Status(status): count for status, count in rows}

    async def counts_of(self, statuses: Collection[Status]) -> dict[Status, int]:
        """Return the same for a few statuses; what stands in the others costs nothing."""
        of = {"statuses": [str(each) for each in statuses]}
        rows = await self._connection.execute(queries.COUNTS_OF, of)
        return {Status(status): count for status, count in rows}

    async def count_before(self, statuses: Collection[Status], before: datetime) -> int:
        """Return how many of those in these statuses were confirmed before this time."""
        of = {"statuses": [str(each) for each in statuses], "before": before}
        count: int = (await self._connection.execute(queries.COUNT_BEFORE, of)).scalar_one()
        return count

    async def oldest_open_at(self) -> datetime | None:
        """Return when the oldest that is not at its end was confirmed."""
        oldest: datetime | None = (await self._connection.execute(queries.OLDEST_OPEN_AT)).scalar()
        return oldest

    async def _all(self, query: Any, **parameters: Any) -> list[Submission]:
        rows = await self._connection.execute(query, parameters)
        return [self._read(row) for row in rows]

    async def _update(self, rows: Sequence[Submission]) -> None:
        await self._connection.execute(queries.KEEP, [self._moves(row) for row in rows])
        changed = [row for row in rows if self._contents.get(row.id) != _content(row)]
        if changed:
            contents = [self._sealed(row) | {"row_id": row.id} for row in changed]
            await self._connection.execute(queries.KEEP_CONTENT, contents)

    def _moves(self, row: Submission) -> dict[str, Any]:
        """Return what may change while a submission moves; its content is seldom among it."""
        values = {name: getattr(row, name) for name in queries.MOVING}
        return values | {"row_id": row.id, "updated_at": self._now}

    async def _first_busy(self, rows: Sequence[Submission]) -> str | None:
        """Return the first row whose phone is taken by a stored one or by a row before it."""
        moving = [(row.id, row.phone_index) for row in rows if row.status in ON_ITS_WAY]
        phones = [phone for _, phone in moving if phone is not None]
        held = await self._connection.execute(queries.HOLDERS, {"phones": phones})
        takers = {phone: taker for taker, phone in held}
        for row_id, phone in moving:
            if phone is not None and takers.setdefault(phone, row_id) != row_id:
                return row_id
        return None

    def _read(self, row: Row[Any]) -> Submission:
        submission = submission_of(row, self._keyring)
        self._contents[submission.id] = _content(submission)
        return submission

    def _row(self, row: Submission) -> dict[str, Any]:
        return {name: getattr(row, name) for name in queries.COLUMNS} | self._sealed(row)

    def _sealed(self, row: Submission) -> dict[str, Any]:
        place = f"submissions/{row.id}"
        values = {name: getattr(row, name) for name in queries.CONTENT}
        values["body"] = self._keyring.seal(row.body, f"{place}/body")
        values["draft"] = self._keyring.seal(written(row.draft), f"{place}/draft")
        return values


def _content(row: Submission) -> Content:
    """Return what is the person's in a submission, and what it is found by."""
    return row.body, row.draft, row.phone_index, row.email_index, row.body_index


def _check_arrow(row: Submission) -> None:
    before = row.status_before
    is_declared = before is not None and (row.status is before or row.status in ARROWS[before])
    if not is_declared or (row.taken_back_at is not None and row.status in NOT_SENT):
        raise UndeclaredArrow(f"submission {row.id}: {before or '(new)'} → {row.status}")


def _once_per_phone(rows: Iterable[Submission]) -> Iterable[Submission]:
    phones: set[bytes] = set()
    for row in rows:
        if row.status is Status.QUEUED and row.phone_index is not None:
            if row.phone_index in phones:
                continue
            phones.add(row.phone_index)
        yield row
