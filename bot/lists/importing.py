"""The rounds in which lists are brought to their ends: shown, read, given back, followed."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from bot.delivery.notices import Later
from bot.delivery.rounds import IDLE_SECONDS, Taken
from bot.files.apart import Exhausted
from bot.lists.courier import ListMessage
from bot.lists.following import Following
from bot.lists.reader import Reader
from bot.lists.returning import Returning
from bot.lists.showing import Showing
from conversations.lists import cards
from storage import ImportState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.lists.courier import Courier
    from bot.lists.means import Means
    from storage import Import, UnitOfWork

AT_ONCE: Final = 2  # lists; each has a process of its own
_BETWEEN_EDITS: Final = 500  # rows, which take some seconds


class Importing:
    """What one process does about lists."""

    def __init__(self, means: Means, courier: Courier) -> None:
        self._means = means
        self._courier = courier
        self._steps: dict[ImportState, Callable[[str], Awaitable[None]]] = {
            ImportState.SENT: Showing(means, courier).take,
            ImportState.READING: Reader(means, self._watch).take,
            ImportState.READ: Returning(means, courier).take,
            ImportState.TOLD: Following(means, courier).take,
        }
        self._exhausting: set[str] = set()
        self._mine: set[str] = set()
        self._decided: dict[str, int] = {}

    async def take(self, free: int) -> Taken:
        """Return what there is to do about lists that this process does not do already."""
        async with self._means.database.begin() as work:
            found = [
                (step, import_id)
                for state, step in self._steps.items()
                for import_id in await self._waiting(work, state, free + len(self._mine))
                if import_id not in self._mine
            ][:free]
        self._mine |= {import_id for _, import_id in found}
        return Taken([partial(self._done, step, each) for step, each in found], IDLE_SECONDS)

    async def _waiting(self, work: UnitOfWork, state: ImportState, most: int) -> list[str]:
        rests = self._means.look_every if state is ImportState.TOLD else timedelta()
        return await work.imports.waiting(state, most, rests)

    async def _done(self, step: Callable[[str], Awaitable[None]], import_id: str) -> None:
        """Do one step; where it fails, it is tried again once its lease has run out.

        A list that is too much for its process gets one more: the first may have been ended.
        """
        try:
            await step(import_id)
        except Exhausted:
            if import_id not in self._exhausting:
                self._exhausting.add(import_id)
                raise
            await self._given_up(import_id)
        finally:
            self._mine.discard(import_id)
            self._decided.pop(import_id, None)

    async def _given_up(self, import_id: str) -> None:
        """Tell the agent that his list is too much, and forget it once he has heard of it."""
        async with self._means.database.begin() as work:
            row = await work.imports.load(import_id)
        if row is None:
            return
        text = cards.too_much(row.document["name"], self._means.words(row))
        if isinstance(await self._courier.tell(ListMessage(row.agent_id, text)), Later):
            return
        self._exhausting.discard(import_id)
        async with self._means.database.begin() as work:
            await work.imports.remove(import_id)

    async def _watch(self, row: Import, count: int) -> None:
        """Show how far the reading is, each few hundred rows."""
        before = self._decided.get(row.id, 0)
        done = self._decided[row.id] = before + count
        if row.message_id is None or done // _BETWEEN_EDITS == before // _BETWEEN_EDITS:
            return
        text = cards.progress(done, row.rows, self._means.words(row))
        await self._courier.tell(ListMessage(row.agent_id, text, row.message_id))
