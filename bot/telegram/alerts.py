"""How alerts reach operators: a message each, edited while its trouble lasts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.operators.troubles import Offer
from bot.telegram import alert_buttons
from bot.telegram.calls import Call
from bot.telegram.telling import told_of_once
from conversations import alerts
from conversations.wording import wording

if TYPE_CHECKING:
    from bot.delivery.notices import Told
    from bot.operators.alert_messages import AlertMessage
    from bot.telegram.sender import Sender

_LABELS = {Offer.LOOK: alerts.LOOK_AGAIN, Offer.OPEN: alerts.OPEN_PAGE}


class AlertShowing:
    """Shows alerts in the private chats of operators."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def show(self, message: AlertMessage) -> Told:
        """Edit the message, or send it; one that Telegram refuses has no chat to go to."""
        return told_of_once(await self._sender.send(_call(message)))


def _call(message: AlertMessage) -> Call:
    params: dict[str, Any] = {"chat_id": message.operator_id, "text": message.text}
    if message.offers:
        params["reply_markup"] = {"inline_keyboard": [_row(message)]}
    if message.message_id is None:
        return Call("sendMessage", params)
    return Call("editMessageText", params | {"message_id": message.message_id})


def _row(message: AlertMessage) -> list[dict[str, str]]:
    words = wording(message.language)
    return [
        {
            "text": words.say(_LABELS[offer]),
            "callback_data": alert_buttons.encode(message.kind, offer),
        }
        for offer in message.offers
    ]
