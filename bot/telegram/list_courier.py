"""How lists travel: fetched from Telegram, shown with their buttons, and given back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.telegram import list_buttons
from bot.telegram.calls import Call
from bot.telegram.telling import told_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.delivery.notices import Told
    from bot.lists.courier import ListMessage
    from bot.telegram.sender import Sender


@dataclass(frozen=True, slots=True)
class ListCourier:
    """Carries lists in the private chats of agents."""

    sender: Sender

    async def fetch(self, file_id: str) -> bytes | None:
        """Return a file that was sent to the bot, None where it cannot be had."""
        return await self.sender.fetch(file_id)

    async def tell(self, message: ListMessage) -> Told:
        """Send the message, with its file or its buttons, or edit the one that stands there."""
        return told_of(await self.sender.send(_call(message)))


def _call(message: ListMessage) -> Call:
    params: dict[str, Any] = {"chat_id": message.agent_id}
    if message.file is not None:
        return Call("sendDocument", params | {"caption": message.text}, message.file)
    params["text"] = message.text
    if message.choices:
        params["reply_markup"] = keyboard(message.import_id, message.choices)
    if message.message_id is None:
        return Call("sendMessage", params)
    return Call("editMessageText", params | {"message_id": message.message_id})


def keyboard(import_id: str, choices: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Return the buttons under a list, one below the other, for the labels are words."""
    rows = [
        [{"text": label, "callback_data": list_buttons.encode(import_id, how)}]
        for label, how in choices
    ]
    return {"inline_keyboard": rows}
