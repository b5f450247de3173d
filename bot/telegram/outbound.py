"""A reply, written as calls of the Bot API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.telegram import callback_data
from bot.telegram.calls import Call

if TYPE_CHECKING:
    from bot.turns.turn import CardName
    from conversations.replies import ContactKeyboard, Reply

# https://core.telegram.org/bots/api#sendmessage, counted in UTF-16 code units
MAX_UNITS = 4096

_REMOVE = {"remove_keyboard": True}
# What a person wrote may look like an address: no stranger's page is shown below our words.
_NO_PREVIEW = {"is_disabled": True}


def calls(
    reply: Reply, chat_id: int, card: CardName, pressed_message_id: int | None = None
) -> tuple[Call, ...]:
    """Return the calls that say the reply, in order; the last one is the reply itself.

    A press edits the card it was pressed on, unless that one is to stay, or the reply needs the
    keyboard under the text field, which no edit can bring.
    """
    message = _message(reply, chat_id, card, None if reply.below else pressed_message_id)
    if reply.above is not None:
        above = _message(reply.above, chat_id, card, pressed_message_id)
        return (above, _message(reply, chat_id, card, None))
    if reply.file is not None:
        return (Call("sendDocument", {"chat_id": chat_id}, reply.file), message)
    if reply.farewell is None:
        return (message,)
    farewell = {**_params(chat_id, reply.farewell), "reply_markup": _REMOVE}
    return (Call("sendMessage", farewell), message)


def _message(reply: Reply, chat_id: int, card: CardName, pressed: int | None) -> Call:
    params = _params(chat_id, reply.text)
    markup = _markup(reply, card)
    if markup is not None:
        params["reply_markup"] = markup
    if pressed is None or (markup is not None and "inline_keyboard" not in markup):
        return Call("sendMessage", params)
    return Call("editMessageText", {**params, "message_id": pressed})


def _params(chat_id: int, text: str) -> dict[str, Any]:
    return {"chat_id": chat_id, "text": fitting(text), "link_preview_options": _NO_PREVIEW}


def _markup(reply: Reply, card: CardName) -> dict[str, Any] | None:
    if reply.keyboard is not None:
        return _contact_keyboard(reply.keyboard)
    if reply.rows:
        return {
            "inline_keyboard": [
                [
                    {
                        "text": button.label,
                        "callback_data": callback_data.encode(card, button.event),
                    }
                    for button in row
                ]
                for row in reply.rows
            ]
        }
    return _REMOVE if reply.takes_keyboard_away else None


def _contact_keyboard(keyboard: ContactKeyboard) -> dict[str, Any]:
    return {
        "keyboard": [[{"text": keyboard.share, "request_contact": True}, {"text": keyboard.back}]],
        "resize_keyboard": True,
        "one_time_keyboard": True,
    }


def fitting(text: str) -> str:
    """Return the text, cut where Telegram would refuse its length."""
    if len(text) * 2 <= MAX_UNITS:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= MAX_UNITS * 2:
        return text
    return units[: (MAX_UNITS - 1) * 2].decode("utf-16-le", "ignore") + "…"
