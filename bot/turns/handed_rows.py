"""The handovers that a batch of turns is about: loaded, changed in memory, kept at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.turns.handing import token_hash
from conversations.handover_events import OfOneHandover, TookUp
from storage import HandoverState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.turns.changes import Changes
    from conversations.events import Event
    from storage import Handover, HandoverMove, UnitOfWork


class HandedRows:
    """The handovers that the jobs of one batch name, each with the changes of those before it.

    `links` are the ids of those whose links were good, by the hashes of their tokens.
    """

    def __init__(self, rows: dict[str, Handover], links: dict[str, str]) -> None:
        self._rows = rows
        self._links = links
        self._changed: set[str] = set()
        self._gone: list[str] = []
        self._moves: list[HandoverMove] = []

    @classmethod
    async def prepared(cls, work: UnitOfWork, events: Iterable[Event]) -> HandedRows:
        """Load and hold what is named; where nothing is, nothing is asked of the database."""
        hashes, ids = set[str](), set[str]()
        for event in events:
            if isinstance(event, TookUp):
                hashes.add(token_hash(event.token))
            elif isinstance(event, OfOneHandover):
                ids.add(event.id)
        linked = await work.handovers.linked(hashes) if hashes else {}
        held = await work.handovers.hold(ids) if ids else {}
        links = {hashed: row.id for hashed, row in linked.items()}
        return cls({row.id: row for row in (*linked.values(), *held.values())}, links)

    def of(self, event: Event | None) -> Handover | None:
        """Return the one that an event names; by a token only as long as the link is good."""
        if isinstance(event, TookUp):
            return self._linked(token_hash(event.token))
        return self._rows.get(event.id) if isinstance(event, OfOneHandover) else None

    def _linked(self, wanted: str) -> Handover | None:
        """Return the one whose link is good still, after the jobs before this one."""
        row = self._rows.get(self._links.get(wanted, ""))
        if row is None or row.token_hash != wanted or row.state is not HandoverState.LINKED:
            return None
        return row

    def note(self, changes: Changes) -> None:
        """Note what a job changes, for the jobs after it."""
        if changes.handover is not None:
            self._rows[changes.handover.id] = changes.handover
            self._changed.add(changes.handover.id)
        if changes.handover_gone is not None:
            self._rows.pop(changes.handover_gone, None)
            self._changed.discard(changes.handover_gone)
            self._gone.append(changes.handover_gone)
        if changes.handover_move is not None:
            self._moves.append(changes.handover_move)

    async def keep(self, work: UnitOfWork) -> None:
        """Write all that changed: who took one up may have gone on with it at once."""
        for row_id in self._gone:
            await work.handovers.remove(row_id)
        await work.handovers.keep([self._rows[row_id] for row_id in self._changed])
        await work.handovers.move(self._moves)
