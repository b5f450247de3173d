"""What webhook and polling share: an update in, and, once all is kept, the calls to make out."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.operators.replaying import Replay
from bot.telegram import inbound, outbound
from bot.telegram.calls import Call
from bot.telegram.inbound import Blocked, FromGroup, Incoming
from bot.telegram.limit import GROUP, Limit, Pace
from bot.telegram.updates import Unreadable, read_update
from bot.turns.batches import Batches, Full
from bot.turns.silence import NoteOutOfReach
from bot.turns.taking import TakeTurn, Talk
from bot.turns.turn import Turn
from conversations import buttons, notices
from conversations.conversation import best_language
from conversations.events import Said, SentUnreadable
from conversations.wording import Wording, wording
from storage import Database, DatabaseTrouble, ValueRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.clock import Clock
    from bot.telegram.card_files import CardFiles
    from bot.telegram.desk import Desk
    from bot.telegram.knowing import Knowing
    from bot.telegram.lanes import Lanes
    from storage import Quarantined

LOG = structlog.get_logger()

_TAKEN = {kind: metrics.UPDATES.labels(kind, "taken") for kind in ("press", "message")}


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
        desk: Desk,
        knowing: Knowing,
        card_files: CardFiles,
        wake_delivery: Callable[[], None],
    ) -> None:
        self._talk = talk
        self._database = database
        self._batches = batches
        self._lanes = lanes
        self._clock = clock
        self._desk = desk
        self._knowing = knowing
        self._card_files = card_files
        self._wake_delivery = wake_delivery
        self._limit = Limit()
        self._groups = Limit(GROUP)

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
                return self._in_turn(incoming.chat_id, await self._hear(body, incoming))
            case Blocked() as blocked:
                return await self._stop_writing(blocked)
            case FromGroup() as group:
                return self._point_to_private(group)
        metrics.UPDATES.labels("other", "ignored").inc()
        return ()

    async def _stop_writing(self, blocked: Blocked) -> tuple[Call, ...]:
        """Note that the person is out of reach; what was confirmed is delivered all the same."""
        await self._batches.decided(NoteOutOfReach(blocked.chat_id, blocked.update_id))
        metrics.UPDATES.labels("blocked", "taken").inc()
        return ()

    def put_off(self, calls: Iterable[Call], seconds: float) -> None:
        """Make the calls after so many seconds, behind what their chat still waits for."""
        self._lanes.say(calls, after=seconds)

    def _in_turn(self, chat_id: int, calls: tuple[Call, ...]) -> tuple[Call, ...]:
        """Return the calls, unless earlier ones to this chat still wait: then they go behind."""
        if not self._lanes.is_waiting(chat_id):
            return calls
        self._lanes.say(calls)
        return ()

    def _point_to_private(self, group: FromGroup) -> tuple[Call, ...]:
        if self._groups.pace(group.chat_id, self._clock.monotonic()) is not Pace.FINE:
            metrics.UPDATES.labels("group", "ignored").inc()
            return ()
        metrics.UPDATES.labels("group", "pointed to private").inc()
        return (_plain(group.chat_id, notices.private_only(self._words(group.language_code))),)

    async def _hear(self, body: bytes, incoming: Incoming) -> tuple[Call, ...]:
        if incoming.press_id is not None:
            self._lanes.acknowledge(incoming.press_id)
        began = self._clock.monotonic()
        pace = self._limit.pace(incoming.chat_id, began, incoming.sent_at, incoming.update_id)
        if pace is not Pace.FINE:
            return self._too_fast(incoming, pace)
        calls = await self._take(body, incoming)
        metrics.TURN_SECONDS.observe(self._clock.monotonic() - began)
        return calls

    def _too_fast(self, incoming: Incoming, pace: Pace) -> tuple[Call, ...]:
        metrics.OVER_LIMIT.inc()
        if pace is Pace.STILL_TOO_FAST:
            return ()
        return (_plain(incoming.chat_id, notices.too_fast(self._words(incoming.language_code))),)

    async def _take(self, body: bytes, incoming: Incoming) -> tuple[Call, ...]:
        kind = "press" if incoming.press_id else "message"
        try:
            calls = await self._answered(incoming)
        except ValueRefused:
            return await self._put_aside(body, incoming, kind)
        except (Full, DatabaseTrouble) as trouble:
            metrics.UPDATES.labels(kind, "sent back").inc()
            LOG.warning("update sent back", error=type(trouble).__name__)
            raise
        except Exception:  # noqa: BLE001 - whatever a turn met, the next ones are not to wait
            return await self._put_aside(body, incoming, kind)
        _TAKEN[kind].inc()
        return calls

    async def _put_aside(self, body: bytes, incoming: Incoming, kind: str) -> tuple[Call, ...]:
        """Quarantine an update whose turn fails each time, and say so."""
        LOG.error("turn failed", update_id=incoming.update_id)
        metrics.UPDATES.labels(kind, "quarantined").inc()
        await self._quarantine(body, incoming.update_id, incoming.chat_id, "failed")
        text = notices.put_aside(self._words(incoming.language_code))
        return (_plain(incoming.chat_id, text),)

    async def _answered(self, incoming: Incoming) -> tuple[Call, ...]:
        """Take the turn, and return what says its reply; what the desk answers is no turn."""
        answer = await self._desk.answered(incoming, self._words(incoming.language_code))
        if answer is not None:
            return answer
        return await self._said(incoming, TakeTurn(self._talk, await self._turn(incoming)))

    async def replay(self, aside: Quarantined, who: str) -> tuple[Call, ...]:
        """Take an update that was put aside as if it came now; it is put aside no more.

        Raises Unreadable where nothing of it can be taken, NotPutAside where somebody else was
        first, and whatever its turn meets; then it stays as it is.
        """
        incoming = inbound.read(read_update(aside.body))
        if not isinstance(incoming, Incoming):
            raise Unreadable(aside.update_id)
        job = Replay(self._talk, await self._turn(incoming), row_id=aside.id, who=who)
        return await self._said(incoming, job)

    async def _said(self, incoming: Incoming, job: TakeTurn) -> tuple[Call, ...]:
        """Return what says the reply of a turn, and see to what follows from it."""
        said = await self._batches.decided(job)
        if said.submits:
            self._wake_delivery()
        for message_id in said.deletes:
            self._lanes.delete(incoming.chat_id, message_id)
        if said.reached_at:
            self._knowing.look(incoming.chat_id, said.reached_at)
        if said.forgets:
            await self._clear()
        pressed = incoming.pressed_message_id
        calls = outbound.calls(said.reply, incoming.chat_id, said.card, pressed)
        if said.link is None:
            return calls
        return (*calls, await self._desk.linked(incoming.chat_id, said.link))

    async def _turn(self, incoming: Incoming) -> Turn:
        """Return the turn; a text that names a button of leaving means what that means.

        A file is fetched now, while other turns are taken.
        """
        heard = incoming.heard
        if incoming.file is not None and isinstance(heard, SentUnreadable):
            heard = await self._card_files.heard(incoming.file, heard)
        named = buttons.leaving(self._talk.flow, heard.text) if isinstance(heard, Said) else None
        return Turn(
            chat_id=incoming.chat_id,
            heard=named or heard,
            update_id=incoming.update_id,
            language_code=incoming.language_code,
            message_id=incoming.pressed_message_id,
            profile=incoming.profile,
        )

    async def _clear(self) -> None:
        """Clear what was erased; where that cannot be now, the next sweep does it."""
        with suppress(DatabaseTrouble):
            await self._database.leave_no_trace()

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
