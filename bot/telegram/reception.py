"""What webhook and polling share: an update in, and, once all is kept, the calls to make out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.telegram import inbound, outbound
from bot.telegram.calls import Call
from bot.telegram.inbound import FromGroup, Incoming
from bot.telegram.limit import Limit, Pace
from bot.telegram.updates import Unreadable, read_update
from bot.turns.batches import Batches, Full
from bot.turns.taking import TakeTurn, Talk
from bot.turns.turn import Said, Turn
from conversations import notices
from conversations.conversation import best_language
from conversations.wording import Wording, wording
from storage import Database, DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.clock import Clock
    from bot.telegram.lanes import Lanes

LOG = structlog.get_logger()


class Reception:
    """The way of an update through the house."""

    def __init__(
        self,
        *,
        talk: Talk,
        database: Database,
        batches: Batches,
        lanes: Lanes,
        clock: Clock,
        wake_delivery: Callable[[], None],
    ) -> None:
        self._talk = talk
        self._database = database
        self._batches = batches
        self._lanes = lanes
        self._clock = clock
        self._wake_delivery = wake_delivery
        self._limit = Limit()

    async def receive(self, body: bytes) -> tuple[Call, ...]:
        """Return the calls that answer an update, once what it changed is kept.

        What cannot be read, or meets a defect of ours, is quarantined.
        Raises Full or DatabaseTrouble where the update must come again.
        """
        try:
            update = read_update(body)
        except Unreadable as unreadable:
            await self._quarantine(body, unreadable.update_id, None, "unreadable")
            return ()
        match inbound.read(update):
            case Incoming() as incoming:
                return await self._hear(body, incoming)
            case FromGroup() as group:
                metrics.UPDATES.labels("group", "pointed to private").inc()
                words = self._words(group.language_code)
                return (_plain(group.chat_id, notices.private_only(words)),)
        metrics.UPDATES.labels("other", "ignored").inc()
        return ()

    async def _hear(self, body: bytes, incoming: Incoming) -> tuple[Call, ...]:
        if incoming.press_id is not None:
            self._lanes.acknowledge(incoming.press_id)
        now = self._clock.monotonic()
        match self._limit.pace(incoming.chat_id, now, incoming.sent_at):
            case Pace.TOO_FAST:
                metrics.OVER_LIMIT.inc()
                text = notices.too_fast(self._words(incoming.language_code))
                return (_plain(incoming.chat_id, text),)
            case Pace.STILL_TOO_FAST:
                metrics.OVER_LIMIT.inc()
                return ()
        return await self._take(body, incoming)

    async def _take(self, body: bytes, incoming: Incoming) -> tuple[Call, ...]:
        began = self._clock.monotonic()
        turn = Turn(
            chat_id=incoming.chat_id,
            heard=incoming.heard,
            update_id=incoming.update_id,
            language_code=incoming.language_code,
            message_id=incoming.pressed_message_id,
        )
        kind = "press" if incoming.press_id else "message"
        try:
            said = await self._batches.decided(TakeTurn(self._talk, turn))
        except (Full, DatabaseTrouble) as trouble:
            metrics.UPDATES.labels(kind, "sent back").inc()
            LOG.warning("update sent back", error=type(trouble).__name__)
            raise
        except Exception:
            LOG.exception("turn failed", update_id=incoming.update_id)
            await self._quarantine(body, incoming.update_id, incoming.chat_id, "failed")
            text = notices.put_aside(self._words(incoming.language_code))
            return (_plain(incoming.chat_id, text),)
        metrics.UPDATES.labels(kind, "taken").inc()
        metrics.TURN_SECONDS.observe(self._clock.monotonic() - began)
        return self._said(incoming, said)

    def _said(self, incoming: Incoming, said: Said) -> tuple[Call, ...]:
        if said.submits:
            self._wake_delivery()
        return outbound.calls(said.reply, incoming.chat_id, said.card, incoming.pressed_message_id)

    async def _quarantine(
        self, body: bytes, update_id: int | None, chat_id: int | None, reason: str
    ) -> None:
        async with self._database.begin() as work:
            await work.quarantine.add(update_id, chat_id, reason, body)
        metrics.QUARANTINED.labels(reason).inc()
        LOG.error("update quarantined", update_id=update_id, reason=reason)

    def _words(self, language_code: str | None) -> Wording:
        flow = self._talk.flow
        return wording(best_language(language_code, flow.languages, self._talk.default_language))


def _plain(chat_id: int, text: str) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": text})
