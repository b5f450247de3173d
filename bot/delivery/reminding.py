"""Reminding: who left a draft open is told of it once, at an hour when people are awake."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.delivery.notices import Later, Unreachable
from bot.delivery.rounds import IDLE_SECONDS, Taken
from bot.duties import REMINDERS
from bot.turns.silence import NoteOutOfReach, Remind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from bot.delivery.means import Means
    from bot.delivery.notices import Teller, Told
    from bot.turns.turn import Said
    from storage import UnitOfWork

LOG = structlog.get_logger()

NIGHT_SECONDS = 60.0
# Hours of the company's day, the last one not included.
FIRST_HOUR, LAST_HOUR = 9, 20
TRIES = 3


class Reminding:
    """The one word the bot says by itself."""

    def __init__(self, means: Means, teller: Teller) -> None:
        self._means = means
        self._leading = means.leading(REMINDERS)
        self._teller = teller

    async def take(self, free: int) -> Taken:
        """Return the reminding of up to `free` people; once a minute, until nobody is left."""
        async with self._means.database.begin() as work:
            if not is_humane(work.now, self._means.talk.time_zone):
                return Taken(rest=NIGHT_SECONDS)
            due = await self._due(work, free)
        errands = [partial(self._remind, chat_id) for chat_id in due]
        return Taken(errands, IDLE_SECONDS if errands else self._leading.look)

    async def _due(self, work: UnitOfWork, free: int) -> Sequence[int]:
        """Return who is to be reminded now by this process."""
        if not await self._leading.leads(work):
            return ()
        due = await work.chats.to_remind(work.now, free)
        if not due:
            await self._leading.done(work)
        return due

    async def _remind(self, chat_id: int) -> None:
        said = await self._means.batches.decided(Remind(self._means.talk, chat_id))
        if said is None:
            async with self._means.database.begin() as work:
                await work.chats.drop_reminder(chat_id, work.now)
            return
        told = await self._told(chat_id, said)
        metrics.REMINDERS.labels(type(told).__name__).inc()
        if isinstance(told, Unreachable):
            await self._means.batches.decided(NoteOutOfReach(chat_id))

    async def _told(self, chat_id: int, said: Said) -> Told:
        """Return how it went; said again only where it surely was not."""
        for _ in range(TRIES):
            told = await self._teller.remind(chat_id, said)
            if not isinstance(told, Later) or told.seconds is None:
                break
            await asyncio.sleep(told.seconds)
        return told


def is_humane(now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether it is an hour at which people may be written to."""
    return FIRST_HOUR <= now.astimezone(zone).hour < LAST_HOUR
