"""A call of the Bot API, made two ways: inside the webhook's answer, or through the library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

Method = Literal["sendMessage", "editMessageText"]


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
        return json.dumps({"method": self.method, **self.params}, separators=(",", ":")).encode()


async def make(bot: Bot, call: Call) -> None:
    """Make the call; raise TelegramError as the library sorts them."""
    params = call.params
    markup = params.get("reply_markup")
    if call.method == "editMessageText":
        await bot.edit_message_text(
            params["text"],
            chat_id=params["chat_id"],
            message_id=params["message_id"],
            reply_markup=None if markup is None else InlineKeyboardMarkup.de_json(markup, bot),
        )
    else:
        await bot.send_message(params["chat_id"], params["text"], reply_markup=_markup(markup))


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
