"""A call of the Bot API, made two ways: inside the webhook's answer, or through the library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Method = Literal["sendMessage", "editMessageText"]

_encoder = json.JSONEncoder(separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Call:
    """One method with its parameters, as Telegram spells them."""

    method: Method
    params: Mapping[str, Any]

    @property
    def chat_id(self) -> int:
        """Return whom it goes to."""
        return int(self.params["chat_id"])

    def as_answer(self) -> bytes:
        """Return the webhook's answer that has Telegram make the call.

        https://core.telegram.org/bots/api#making-requests-when-getting-updates
        """
        return _encoder.encode({"method": self.method, **self.params}).encode()


async def make(bot: Bot, call: Call) -> int:
    """Make the call; return the message's id, or raise TelegramError as the library sorts them."""
    params = call.params
    chat_id, text, markup = params["chat_id"], params["text"], params.get("reply_markup")
    options = params.get("link_preview_options")
    preview = LinkPreviewOptions(**options) if options else None
    if call.method == "sendMessage":
        sent = await bot.send_message(
            chat_id, text, reply_markup=_markup(markup), link_preview_options=preview
        )
        return sent.message_id
    message_id: int = params["message_id"]
    await bot.edit_message_text(
        text,
        chat_id=chat_id,
        message_id=message_id,
        reply_markup=None if markup is None else InlineKeyboardMarkup.de_json(markup, bot),
        link_preview_options=preview,
    )
    return message_id


def _markup(
    markup: Mapping[str, Any] | None,
) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | None:
    """Return the library's own type for a keyboard."""
    if markup is None:
        return None
    if "inline_keyboard" in markup:
        return InlineKeyboardMarkup.de_json(dict(markup), None)
    if "keyboard" in markup:
        options = {name: value for name, value in markup.items() if name != "keyboard"}
        return ReplyKeyboardMarkup(markup["keyboard"], **options)
    return ReplyKeyboardRemove()
