"""A sender that needs no network and answers as it is told."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from bot.telegram.calls import Call
from bot.telegram.sender import Done, Sender

if TYPE_CHECKING:
    from bot.telegram.sender import Sent


class Voice(Sender):
    """What was said, in order; what `coming` holds for a chat comes of its next calls."""

    def __init__(self) -> None:
        self.said: list[Call] = []
        self.acknowledged: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.coming: defaultdict[int, list[Sent | Exception]] = defaultdict(list)

    async def send(self, call: Call) -> Sent:
        """Note the call, once the gate is open."""
        await asyncio.sleep(0)
        await self.gate.wait()
        self.said.append(call)
        coming = self.coming[call.chat_id]
        sent = coming.pop(0) if coming else Done(len(self.said))
        if isinstance(sent, Exception):
            raise sent
        return sent

    async def acknowledge(self, press_id: str) -> None:
        """Note the press."""
        self.acknowledged.append(press_id)

    def texts(self, chat_id: int) -> list[Any]:
        """Return what one chat was told, tries included."""
        return [call.params["text"] for call in self.said if call.chat_id == chat_id]


def says(text: str, chat_id: int) -> Call:
    """Return a call that says a text."""
    return Call("sendMessage", {"chat_id": chat_id, "text": text})
