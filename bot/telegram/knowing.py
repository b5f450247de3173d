"""Looks who is known already while an agent goes on, and says so below what was said."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from bot.operators.known import known
from bot.telegram import outbound
from bot.turns.batches import Full
from bot.turns.known import NoteKnown
from conversations.known_events import FoundKnown
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from bot.telegram.lanes import Lanes
    from bot.turns.batches import Batches
    from bot.turns.taking import Talk
    from flextell import Flextell
    from storage import Database

LOG = structlog.get_logger()

# What answers the turn itself is said first.
HEAD_START_SECONDS = 0.3


class Knowing:
    """One look for each phone and e-mail of a lead; what cannot be found out is not told.

    Before anything is sent it is looked once more, for all: this is an agent's comfort.
    """

    def __init__(
        self,
        talk: Talk,
        database: Database,
        batches: Batches,
        flextell: Flextell,
        lanes: Lanes,
        *,
        head_start: float = HEAD_START_SECONDS,
    ) -> None:
        self._talk = talk
        self._database = database
        self._batches = batches
        self._flextell = flextell
        self._lanes = lanes
        self._head_start = head_start
        self._tasks: set[asyncio.Task[None]] = set()

    def look(self, chat_id: int, reached_at: frozenset[str]) -> None:
        """Look, and tell the chat what it finds, some time soon."""
        task = asyncio.get_running_loop().create_task(self._look(chat_id, reached_at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Look no more."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _look(self, chat_id: int, reached_at: frozenset[str]) -> None:
        await asyncio.sleep(self._head_start)
        try:
            found = await known(self._database, self._flextell, self._talk, chat_id, reached_at)
            job = NoteKnown(self._talk, chat_id, FoundKnown(reached_at, found))
            said = await self._batches.decided(job)
        except (DatabaseTrouble, Full) as trouble:
            LOG.warning("search failed", error=type(trouble).__name__)
            return
        if said is not None:
            self._lanes.say(outbound.calls(said.reply, chat_id, said.card))
