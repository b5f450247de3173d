"""Reads a list to its end, a few rows at a time, so that nobody's chat waits.

What was decided is on record with the submissions that came of it, in one transaction: whoever
is killed, another one goes on behind the last row that is there.
"""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.files.apart import process
from bot.lists import reading
from bot.lists.means import release
from bot.lists.meeting import Meeting
from bot.lists.rows import taken_of
from bot.lists.task import BY_COMMAND
from storage import ImportState

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from bot.lists.means import Means
    from bot.lists.rows import Deciding
    from conversations.lists.entries import Entry
    from storage import Agent, Import

_PORTION: Final = 200  # rows between two looks at the process that reads them
_ROWS: Final = 20  # of one transaction, which takes a few milliseconds
_PAUSE_SECONDS: Final = 0.02  # after each, for everybody else


@dataclass(frozen=True, slots=True)
class _Begun:
    """A list whose lease is mine; `behind` is the last of the rows that are `decided` already."""

    row: Import
    agent: Agent
    behind: int
    decided: int


class Reader:
    """Reads lists; `watch` is told after each few rows how many they were."""

    def __init__(self, means: Means, watch: Callable[[Import, int], Awaitable[None]]) -> None:
        self._means = means
        self._watch = watch

    async def take(self, import_id: str, me: str = "") -> None:
        """Read a list to its end, unless somebody else does, or it is not to be read any more.

        `me` has its lease already, where it is given.
        """
        me = me or secrets.token_hex(8)
        begun = await self._begun(import_id, me)
        if begun is None:
            return
        deciding = self._means.deciding(begun.row, begun.agent)
        meeting = Meeting(self._means.talk, begun.agent, self._means.words(begun.row))
        with process() as reader:
            await reader.do(reading.begin, self._means.task(begun.row), begun.behind)
            await self._watch(begun.row, begun.decided)
            while entries := await reader.do(reading.portion, _PORTION):
                for place in range(0, len(entries), _ROWS):
                    some = entries[place : place + _ROWS]
                    if not await self._decided(deciding, meeting, some, me):
                        return
                    await self._watch(begun.row, len(some))
                    await asyncio.sleep(_PAUSE_SECONDS)
        await self._ended(import_id, me)

    async def _begun(self, import_id: str, me: str) -> _Begun | None:
        async with self._means.database.begin() as work:
            row = await self._means.held(work, import_id, me, ImportState.READING)
            if row is None:
                return None
            agent = (await work.agents.among([row.agent_id])).get(row.agent_id)
            if agent is None:
                await work.imports.remove(import_id)
                return None
            behind, counts = (
                await work.imports.last(import_id),
                await work.imports.counts(import_id),
            )
            return _Begun(row, agent, behind, sum(counts.values()))

    async def _decided(
        self, deciding: Deciding, meeting: Meeting, entries: Sequence[Entry], me: str
    ) -> bool:
        """Decide some rows; tell whether the list is mine still, and its agent one."""
        agent_id, import_id = deciding.agent.agent_id, deciding.import_id
        async with self._means.database.begin() as work:
            if not await self._means.hold(work, import_id, me):
                return False
            if not await work.imports.is_in(import_id, ImportState.READING):
                return False
            if agent_id not in await work.agents.among([agent_id]):
                await work.imports.remove(import_id)
                return False
            taken = await taken_of(work, deciding.submitting, agent_id, entries)
            met = await meeting.of(work, entries, taken)
            decided = deciding.decided(entries, taken, met, work.now)
            await work.submissions.add(decided.submissions)
            await work.imports.add(decided.rows)
        return True

    async def _ended(self, import_id: str, me: str) -> None:
        async with self._means.database.begin() as work:
            row = await self._means.held(work, import_id, me, ImportState.READING)
            if row is not None:
                state = ImportState.LEFT if row.document.get(BY_COMMAND) else ImportState.READ
                await work.imports.keep(replace(row, state=state))
            await release(work, import_id, me)
