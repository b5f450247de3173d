"""How a delivery's news reach a person: the status card is edited, a question is sent anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.notices import Done, Later, Told, Unreachable
from bot.telegram import outbound, sender

if TYPE_CHECKING:
    from bot.delivery.notices import Notice
    from bot.telegram.sender import Sender


class Telling:
    """Tells notices in Telegram; the delivery tries again what has to wait."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def tell(self, notice: Notice) -> Told:
        """Edit the status card (or send it where there is none), then ask what is open again."""
        chat_id, question = notice.chat_id, notice.question
        card = outbound.calls(notice.card.reply, chat_id, notice.card.card, notice.card_message_id)
        asked = outbound.calls(question.reply, chat_id, question.card) if question else ()
        for call in (*card, *asked):
            match await self._sender.send(call):
                case sender.Later(seconds):
                    return Later(seconds)
                case sender.Unreachable() | sender.Refused():
                    return Unreachable()
        return Done()
