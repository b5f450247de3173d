"""Lists that agents sent: the file while it is read, and what each of its rows came to.

The id of an import is made of its agent and its file, so a file that is sent again is the same
import; the id of a row is made of its import and its number, so a row is kept once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, bindparam, delete, func, select

from storage.columns import among
from storage.documents import read, written
from storage.submission import Status
from storage.tables import import_rows, imports, submissions
from storage.upserts import inserts, upserts

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row

    from storage.connection import Connection
    from storage.keyring import Keyring

_row = imports.c
_of = bindparam("of", type_=Text())
_hold = select(imports).where(_row.id == _of).with_for_update()
_state = select(_row.state).where(_row.id == _of).with_for_update()
_waiting = (
    select(_row.id)
    .where(_row.state == bindparam("state"), _row.changed_at <= bindparam("until"))
    .order_by(_row.changed_at, _row.id)
)
_waiting = _waiting.limit(bindparam("rows", type_=BigInteger()))
_remove = delete(imports).where(_row.id == _of)
_old = select(_row.id).where(_row.changed_at < bindparam("before"))
_forget = delete(imports).where(among(_row.id, "ids"))

_part = import_rows.c
_clear = delete(import_rows).where(_part.import_id == _of)
_forget_rows = delete(import_rows).where(among(_part.import_id, "ids"))
_last = select(func.max(_part.number)).where(_part.import_id == _of)
_counts = (
    select(_part.state, func.count().label("many"))
    .where(_part.import_id == _of)
    .group_by(_part.state)
)
_sent = submissions.c
_submitted = select(_sent.draft_token, _sent.id).where(among(_sent.draft_token, "tokens"))
_of_rows = _sent.id.in_(select(_part.submission_id).where(_part.import_id == _of))
_ends = select(_sent.status, func.count()).where(_of_rows).group_by(_sent.status)
_refused = (
    select(_sent.id, func.min(_part.number).label("number"))
    .join(import_rows, _part.submission_id == _sent.id)
    .where(_part.import_id == _of, _sent.status == Status.REFUSED)
    .group_by(_sent.id)
    .order_by(func.min(_part.number))
    .limit(bindparam("rows", type_=BigInteger()))
)
_all = (
    select(import_rows, submissions.c.status)
    .outerjoin(submissions, submissions.c.id == _part.submission_id)
    .where(_part.import_id == _of)
    .order_by(_part.number)
)
_keep = upserts(imports)
_add = inserts(
    import_rows, lambda insert: insert.on_conflict_do_nothing(index_elements=[_part.id])
)


class ImportState(StrEnum):
    """How far an import is."""

    SENT = "sent"  # the file is still at the messenger
    SHOWN = "shown"  # the agent has not said yet whether the columns are right
    ASKED = "asked"  # nor what becomes of those who are known already
    READING = "reading"
    READ = "read"  # every row is decided; the agent has not been told yet
    LEFT = "left"  # likewise, and the command line that took the list gives it back
    TOLD = "told"  # the agent has the file back, and is told what is delivered of it as it goes
    OVER = "over"  # nothing of it is under way any more


@dataclass(frozen=True, slots=True)
class Import:
    """One list of one agent; what was sent and how it is to be read is sealed at rest.

    `content` is the file, empty once it need not be kept; `document` says how it is read.
    `rows` is how many it has, `message_id` the agent's message that shows how far it is.
    """

    id: str
    agent_id: int
    state: ImportState
    content: bytes = field(repr=False)
    document: Mapping[str, Any] = field(repr=False)
    rows: int
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What one row came to; `number` is its place in the file, `reasons` are sealed at rest.

    `submission_id` is the one submission of its answers, perhaps of another row of this agent's;
    `status` is where that stands now, and is not written.
    """

    import_id: str
    number: int
    state: str
    submission_id: str | None = None
    reasons: tuple[str, ...] = field(default=(), repr=False)
    status: str | None = field(default=None, compare=False)

    @property
    def id(self) -> str:
        """Return what the row is kept by."""
        return f"{self.import_id}.{self.number}"


class Imports:
    """The imports of one transaction; raises Unreadable where one does not open."""

    __slots__ = ("_connection", "_keyring", "_now")

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self._connection = connection
        self._keyring = keyring
        self._now = now

    async def keep(self, row: Import) -> None:
        """Write an import, a new one as well; it changes now."""
        values = {
            "id": row.id,
            "agent_id": row.agent_id,
            "state": str(row.state),
            "content": self._keyring.seal(row.content, _place(row.id, "content")),
            "document": self._keyring.seal(written(row.document), _place(row.id, "document")),
            "rows": row.rows,
            "message_id": row.message_id,
            "changed_at": self._now,
        }
        await self._connection.execute(_keep[self._connection.dialect.name], values)

    async def load(self, import_id: str) -> Import | None:
        """Return an import, held until the transaction ends."""
        row = (await self._connection.execute(_hold, {"of": import_id})).one_or_none()
        return None if row is None else self._read(row)

    async def waiting(
        self, state: ImportState, limit: int, unchanged_for: timedelta = timedelta()
    ) -> list[str]:
        """Return the ids of those in this state, which changed longest ago first."""
        about = {"state": str(state), "rows": limit, "until": self._now - unchanged_for}
        found = await self._connection.execute(_waiting, about)
        return list(found.scalars())

    async def is_in(self, import_id: str, state: ImportState) -> bool:
        """Tell whether an import is in this state, and stays there until the transaction ends."""
        found = await self._connection.execute(_state, {"of": import_id})
        return found.scalar_one_or_none() == state

    async def remove(self, import_id: str) -> None:
        """Forget an import and its rows; their submissions stay."""
        await self.clear(import_id)
        await self._connection.execute(_remove, {"of": import_id})

    async def clear(self, import_id: str) -> None:
        """Forget what the rows came to, so that they are decided anew."""
        await self._connection.execute(_clear, {"of": import_id})

    async def forget_before(self, moment: datetime) -> int:
        """Forget imports that have not changed since, and their rows; return how many."""
        rows = await self._connection.execute(_old, {"before": moment})
        ids = [row.id for row in rows]
        if ids:
            await self._connection.execute(_forget_rows, {"ids": ids})
            await self._connection.execute(_forget, {"ids": ids})
        return len(ids)

    async def add(self, rows: Sequence[ImportRow]) -> None:
        """Note what rows came to; one that is decided already stays as it is."""
        if rows:
            statement = _add[self._connection.dialect.name]
            await self._connection.execute(statement, [self._values(row) for row in rows])

    async def last(self, import_id: str) -> int:
        """Return the number of the last row that is decided, 0 where none is."""
        found = await self._connection.execute(_last, {"of": import_id})
        return found.scalar_one() or 0

    async def counts(self, import_id: str) -> dict[str, int]:
        """Return how many rows came to what."""
        found = await self._connection.execute(_counts, {"of": import_id})
        return {row.state: row.many for row in found}

    async def submitted(self, tokens: Collection[str]) -> dict[str, str]:
        """Return the ids of the submissions that rows have already, by the tokens of their drafts.

        A row has the same token in whatever list of its agent it stands.
        """
        found = await self._connection.execute(_submitted, {"tokens": list(tokens)})
        return {row.draft_token: row.id for row in found}

    async def ends(self, import_id: str) -> dict[Status, int]:
        """Return how many submissions of an import's rows stand in each status."""
        found = await self._connection.execute(_ends, {"of": import_id})
        return {Status(status): count for status, count in found}

    async def refused(self, import_id: str, limit: int) -> dict[str, int]:
        """Return the first submissions that Flextell did not take, with their rows' numbers."""
        found = await self._connection.execute(_refused, {"of": import_id, "rows": limit})
        return {row.id: row.number for row in found}

    async def rows(self, import_id: str) -> list[ImportRow]:
        """Return what all decided rows came to, and where their submissions stand."""
        found = await self._connection.execute(_all, {"of": import_id})
        return [self._decided(row) for row in found]

    def _values(self, row: ImportRow) -> dict[str, Any]:
        told = self._keyring.seal(written({"reasons": row.reasons}), _reasons(row.id))
        return {
            "id": row.id,
            "import_id": row.import_id,
            "number": row.number,
            "state": row.state,
            "submission_id": row.submission_id,
            "reasons": told if row.reasons else None,
        }

    def _decided(self, row: Row[Any]) -> ImportRow:
        told = read(self._keyring.open(row.reasons, _reasons(row.id))) if row.reasons else {}
        reasons = tuple(told.get("reasons", ()))
        parts = (row.import_id, row.number, row.state, row.submission_id)
        return ImportRow(*parts, reasons, row.status)

    def _read(self, row: Row[Any]) -> Import:
        return Import(
            row.id,
            row.agent_id,
            ImportState(row.state),
            self._keyring.open(row.content, _place(row.id, "content")),
            read(self._keyring.open(row.document, _place(row.id, "document"))),
            row.rows,
            row.message_id,
        )


def _place(import_id: str, column: str) -> str:
    return f"imports/{import_id}/{column}"


def _reasons(row_id: str) -> str:
    return f"import_rows/{row_id}/reasons"
