"""Seal all that is stored anew under the newest keys, while others go on working.

Each transaction is small and holds only rows that nobody else is at; whatever was written
meanwhile is met in the next round.
Broken off at any moment it leaves rows under either key, and is begun again.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from storage.errors import DatabaseBusy, Unreadable
from storage.keyring import key_id
from storage.sealed import SEALED_TABLES, Key, SealedRow

if TYPE_CHECKING:
    from storage.database import Database
    from storage.keyring import Keyring

PORTION = 200  # rows; some milliseconds
ROUNDS = 5
BUSY_PAUSES = (0.5,) * 20  # seconds, before another try where others were in the way

Plain: TypeAlias = Mapping[str, bytes]
# From a row's opened values to its blind indexes under the newest key, both by column.
Indexing: TypeAlias = Callable[[Plain], Mapping[str, bytes | None]]
# From what begins, and how many rows it has, to who is told how many more of them are done.
Watch: TypeAlias = Callable[[str, int], Callable[[int], None]]


@dataclass(frozen=True, slots=True)
class Tally:
    """What there is: how many rows under which key.

    `keys` counts, for each key id, the rows that open and have a value sealed under it.
    `old_indexes` counts those with an index that the newest INDEX_KEY did not make.
    `unreadable` says of each row that does not open where and why.
    `taken` names rows whose new phone index another submission on its way has.
    """

    rows: int = 0
    keys: Counter[str] = field(default_factory=Counter)
    old_indexes: int = 0
    unreadable: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        """Return what both have seen."""
        return Tally(
            self.rows + other.rows,
            self.keys + other.keys,
            self.old_indexes + other.old_indexes,
            self.unreadable + other.unreadable,
            self.taken + other.taken,
        )


def unwatched(_title: str, _total: int) -> Callable[[int], None]:
    """Watch nothing."""
    return lambda _rows: None


Portion: TypeAlias = Callable[[str, Key | None], Awaitable[tuple[Sequence[SealedRow], Tally]]]


class Rotation:
    """The walk through all that is sealed; `indexing` has a function for a table with indexes.

    `pauses` are the seconds before each new try of a portion that others were in the way of.
    """

    def __init__(
        self,
        database: Database,
        keyring: Keyring,
        indexing: Mapping[str, Indexing],
        watch: Watch = unwatched,
        *,
        pauses: Sequence[float] = BUSY_PAUSES,
    ) -> None:
        self._database = database
        self._keyring = keyring
        self._indexing = indexing
        self._watch = watch
        self._pauses = pauses

    async def look(self) -> Tally:
        """Open every row, change nothing, and return what there is."""
        return await self._walk("Opening", self._seen)

    async def sample(self) -> Tally:
        """Open the first portion of every table, and return what there is in those.

        Keys are random or people's, so that these rows are of any age.
        """
        tallies = [(await self._seen(table, None))[1] for table in SEALED_TABLES]
        return sum(tallies, Tally())

    async def run(self) -> Tally:
        """Seal anew, in rounds, what is not under the newest keys; return what there is then.

        What does not open is left alone and named.
        """
        for _ in range(ROUNDS):
            taken = (await self._walk("Sealing anew", self._sealed_anew)).taken
            found = replace(await self.look(), taken=taken)
            if not self._is_some_left(found):
                break
        return found

    def is_over(self, found: Tally) -> bool:
        """Tell whether no key but the newest ones is needed any more."""
        return not (self._is_some_left(found) or found.taken or found.unreadable)

    def _is_some_left(self, found: Tally) -> bool:
        """Tell whether another round may bring more than this one has."""
        others = found.keys.keys() - {self._keyring.key_ids[0]}
        return bool(others) or found.old_indexes > len(found.taken)

    async def _walk(self, title: str, portion: Portion) -> Tally:
        """Go through all tables, and leave to others as much time as is taken."""
        tally = Tally()
        advance = self._watch(title, await self._count())
        clock = asyncio.get_running_loop().time
        for table in SEALED_TABLES:
            after: Key | None = None
            is_more = True
            while is_more:
                began = clock()
                rows, seen = await self._outlasting(portion, table, after)
                tally += seen
                advance(len(rows))
                is_more = len(rows) == PORTION
                after = rows[-1].key if rows else None
                await asyncio.sleep(clock() - began)
        return tally

    async def _outlasting(
        self, portion: Portion, table: str, after: Key | None
    ) -> tuple[Sequence[SealedRow], Tally]:
        """Do a portion again where others were in the way, but not for ever."""
        for pause in self._pauses:
            try:
                return await portion(table, after)
            except DatabaseBusy:
                await asyncio.sleep(pause)
        return await portion(table, after)

    async def _count(self) -> int:
        async with self._database.begin() as work:
            return await work.sealed.count()

    async def _seen(self, table: str, after: Key | None) -> tuple[Sequence[SealedRow], Tally]:
        async with self._database.begin() as work:
            rows = await work.sealed.look(table, after, PORTION)
        return rows, sum(map(self._tallied, rows), Tally())

    async def _sealed_anew(
        self, table: str, after: Key | None
    ) -> tuple[Sequence[SealedRow], Tally]:
        async with self._database.begin() as work:
            rows = await work.sealed.hold(table, after, PORTION)
            anew = [new for row in rows if (new := self._anew(row)) != row]
            taken = await work.sealed.write(table, anew) if anew else []
        return rows, Tally(taken=tuple(row.name for row in taken))

    def _tallied(self, row: SealedRow) -> Tally:
        try:
            plain = self._opened(row)
        except Unreadable as unreadable:
            return Tally(1, unreadable=(str(unreadable),))
        keys = Counter({key_id(value) for value in row.sealed.values()})
        return Tally(1, keys, int(self._indexes(row, plain) != row.indexes))

    def _anew(self, row: SealedRow) -> SealedRow:
        """Return the row under the newest keys; as it is where it does not open."""
        is_newest = all(map(self._keyring.is_newest, row.sealed.values()))
        if is_newest and not any(row.indexes.values()):
            return row
        try:
            plain = self._opened(row)
        except Unreadable:
            return row
        sealed = {name: self._resealed(row, name, plain[name]) for name in row.sealed}
        return replace(row, sealed=sealed, indexes=self._indexes(row, plain))

    def _opened(self, row: SealedRow) -> Plain:
        return {
            name: self._keyring.open(value, row.place(name)) for name, value in row.sealed.items()
        }

    def _resealed(self, row: SealedRow, name: str, plain: bytes) -> bytes:
        value = row.sealed[name]
        if self._keyring.is_newest(value):
            return value
        return self._keyring.seal(plain, row.place(name))

    def _indexes(self, row: SealedRow, plain: Plain) -> Mapping[str, bytes | None]:
        """Return the row's indexes under the newest key; what was emptied has none."""
        return self._indexing[row.table](plain) if any(row.indexes.values()) else row.indexes
