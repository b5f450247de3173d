"""What happened since it was last kept, counted in memory and written every few seconds.

A durable commit for each turn's counts would cost more than the turn. What a crash loses is the
counts of the last seconds; a stop in order loses none.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_left
from collections import Counter, OrderedDict
from typing import TYPE_CHECKING, NamedTuple

import structlog

from conversations.progress import Step, What
from storage import Count, DatabaseTrouble

if TYPE_CHECKING:
    from datetime import datetime

    from storage import Database

LOG = structlog.get_logger()

EVERY_SECONDS = 3.0
REMEMBERED = 20_000
# As long as the column is: a sentence that was cut still says which it was.
LONGEST = 255

# An answer took at most so many seconds; one that took longer stands behind the last.
BOUNDS = (5, 10, 20, 30, 60, 120, 300, 900, 3600)
TOOK, SECONDS = "took", "seconds"
LONGER = "longer"


class Progress(NamedTuple):
    """The steps of one event: on which day where the company is (ISO 8601), in which language."""

    day: str
    language: str
    steps: tuple[Step, ...]


class StepCounts:
    """Counts, and when a chat was last asked what; that is forgotten with the answer.

    How long an answer took is known where the same process had asked: with several web processes
    that is a fair sample.
    """

    def __init__(self, every_seconds: float = EVERY_SECONDS) -> None:
        self._every_seconds = every_seconds
        self._counts: Counter[Count] = Counter()
        self._asked: OrderedDict[int, tuple[str, datetime]] = OrderedDict()

    def add(self, chat_id: int, at: datetime, progress: Progress) -> None:
        """Count the steps of an event that is kept."""
        day, language, steps = progress
        for what, question, detail in steps:
            self._counts[Count(day, language, question, what.value, detail[:LONGEST])] += 1
            if what is What.ASKED:
                self._note_asked(chat_id, question, at)
            elif what is What.ANSWERED:
                self._note_answered(chat_id, progress, question, at)

    async def run(self, database: Database) -> None:
        """Keep the counts every few seconds until cancelled, and then what is left."""
        try:
            while True:
                await asyncio.sleep(self._every_seconds)
                await self.keep(database)
        finally:
            await self.keep(database)

    async def keep(self, database: Database) -> None:
        """Write the counts; where that cannot be done now, they wait for the next time."""
        counts, self._counts = self._counts, Counter()
        if not counts:
            return
        try:
            async with database.begin() as work:
                await work.counters.add(counts)
        except DatabaseTrouble as trouble:
            LOG.warning("counts wait for the database", error=type(trouble).__name__)
            self._counts.update(counts)

    def _note_asked(self, chat_id: int, question: str, at: datetime) -> None:
        self._asked[chat_id] = (question, at)
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)

    def _note_answered(
        self, chat_id: int, progress: Progress, question: str, at: datetime
    ) -> None:
        asked, since = self._asked.get(chat_id, ("", at))
        if asked != question:
            return
        del self._asked[chat_id]
        seconds = max(0.0, (at - since).total_seconds())
        place = bisect_left(BOUNDS, seconds)
        bound = str(BOUNDS[place]) if place < len(BOUNDS) else LONGER
        key = (progress.day, progress.language, question)
        self._counts[Count(*key, TOOK, bound)] += 1
        self._counts[Count(*key, SECONDS, "")] += round(seconds)
