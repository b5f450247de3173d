"""What an agent's file, or his press under a list, is answered with; nobody else's is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.lists.answering import answered
from bot.lists.meeting import met_of
from bot.lists.showing import sent
from bot.telegram.calls import Call
from bot.telegram.list_courier import keyboard
from bot.turns.roles import role_of
from conversations.conversation import best_language
from conversations.lists import cards
from conversations.lists.limits import MOST_BYTES
from conversations.lists.unfit import REASONS, Unfit
from storage import ImportState

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.telegram.inbound import Incoming
    from bot.telegram.list_buttons import ListPress
    from bot.telegram.updates import Document
    from bot.turns.taking import Talk
    from conversations.wording import Wording
    from storage import Agent, Database, Import, UnitOfWork

_NAMELESS = "list"


@dataclass(frozen=True, slots=True)
class ListDesk:
    """`wake` has lists looked after at once."""

    database: Database
    talk: Talk
    wake: Callable[[], None]

    async def answered(self, incoming: Incoming) -> tuple[Call, ...] | None:
        """Return the calls that answer an agent; None where anybody would be answered alike."""
        async with self.database.begin() as work:
            agent = (await work.agents.among([incoming.chat_id])).get(incoming.chat_id)
            if agent is None:
                return None
            words = await self._words(work, agent, incoming)
            if incoming.list_press is not None:
                answer = await self._pressed(work, incoming, incoming.list_press, words)
            elif incoming.file is not None:
                answer = await self._sent(work, incoming, incoming.file, words)
        self.wake()
        return answer

    async def _sent(
        self, work: UnitOfWork, incoming: Incoming, file: Document, words: Wording
    ) -> tuple[Call, ...]:
        """Keep where the file is, so that whoever has time for it looks at it."""
        if file.file_size > MOST_BYTES:
            return (_message(incoming, words.say(REASONS[Unfit.TOO_LARGE])),)
        name, today = file.file_name or _NAMELESS, self.talk.occasion(work.now).today
        row = sent(
            f"update {incoming.update_id}",
            incoming.chat_id,
            file.file_id,
            name,
            words.language,
            today,
        )
        await work.imports.keep(row)
        return (_message(incoming, words.say(cards.LOOKING)),)

    async def _pressed(
        self, work: UnitOfWork, incoming: Incoming, press: ListPress, words: Wording
    ) -> tuple[Call, ...] | None:
        """Have his list read, or leave it; None where there is nothing to be answered."""
        card, left = incoming.pressed_message_id, words.say(cards.LEFT)
        row = await answered(work, incoming.chat_id, press.import_id, press.how, card)
        if row is None:
            return None
        message = _answer(incoming, row, words) if press.how else _message(incoming, left)
        if card is None:
            return (message,)
        return (Call("editMessageText", {**message.params, "message_id": card}),)

    async def _words(self, work: UnitOfWork, agent: Agent, incoming: Incoming) -> Wording:
        """Return the way the agent is spoken to in his chat."""
        role = role_of(self.talk.flow, agent)
        chat = (await work.chats.load([incoming.chat_id])).get(incoming.chat_id)
        offered = self.talk.flow.languages
        near = best_language(incoming.language_code, offered, self.talk.default_language)
        return role.flow.wording(role.in_chat(chat, near))


def _answer(incoming: Incoming, row: Import, words: Wording) -> Call:
    """Return what is asked next, or how far the reading is."""
    if row.state is not ImportState.ASKED:
        return _message(incoming, cards.progress(0, row.rows, words))
    text = cards.known_text(row.document["name"], met_of(row.document), words)
    message = _message(incoming, text)
    choices = keyboard(row.id, cards.known_choices(words))
    return Call(message.method, {**message.params, "reply_markup": choices})


def _message(incoming: Incoming, text: str) -> Call:
    params: dict[str, Any] = {"chat_id": incoming.chat_id, "text": text}
    return Call("sendMessage", params)
