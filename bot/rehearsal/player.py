"""A talk on the stage: what a person does is done there, what the bot says is read there."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from bot.rehearsal.stage import NotOffered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rehearsal.script import Deed
    from bot.rehearsal.stage import Stage

LOOK_SECONDS = 0.02
# One reply may be two messages: the second one is waited for so long.
QUIET_SECONDS = 0.1
# The bot has the update and shows nothing new: what it said stands there already.
SILENT_SECONDS = 1.5
OFFER_SECONDS = 1.0
ANSWER_SECONDS = 20.0


class NoAnswer(Exception):  # noqa: N818 - it is what happened
    """The bot did not take what the person did in time."""


class Talk:
    """One person's chat with the bot."""

    def __init__(self, stage: Stage, chat_id: int) -> None:
        self._stage = stage
        self._chat_id = chat_id
        self._shown: dict[int, str] = {}

    async def do(self, deed: Deed, seconds: float = ANSWER_SECONDS) -> list[str]:
        """Do something and return the lines that the bot then shows; none if nothing is new.

        Raises NoAnswer after so many seconds, NotOffered where nothing carries the label.
        """
        await self._done(deed)
        return self._read(await self._settled(seconds))

    async def waits_for_delivery(self) -> bool:
        """Tell whether the bot's last word leaves the person nothing to do but wait."""
        chat = await self._chat()
        messages = _bot_messages(chat)
        return bool(messages) and not messages[-1].get("reply_markup") and not chat["keyboard"]

    async def news(self) -> list[str]:
        """Return the lines the bot has shown since the last look."""
        return self._read(await self._chat())

    async def _done(self, deed: Deed) -> None:
        """Do it on the stage; what is to be pressed may come a moment later."""
        clock = asyncio.get_running_loop().time
        until = clock() + OFFER_SECONDS
        while True:
            try:
                return await asyncio.to_thread(self._stage.do, self._chat_id, deed)
            except NotOffered:
                if clock() >= until:
                    raise
            await asyncio.sleep(LOOK_SECONDS)

    async def _settled(self, seconds: float) -> dict[str, Any]:
        """Return the chat once the bot has the update and has said all; raise NoAnswer."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        last, moved_at = "", clock()
        while clock() < until:
            await asyncio.sleep(LOOK_SECONDS)
            chat = await self._chat()
            now = json.dumps(_bot_messages(chat))
            if chat["undelivered"] or now != last:
                last, moved_at = now, clock()
            elif clock() - moved_at >= (QUIET_SECONDS if self._news(chat) else SILENT_SECONDS):
                return chat
        raise NoAnswer(f"the bot gave no answer in {seconds:.0f} seconds")

    async def _chat(self) -> dict[str, Any]:
        return await asyncio.to_thread(self._stage.chat, self._chat_id)

    def _news(self, chat: dict[str, Any]) -> list[dict[str, Any]]:
        messages = _bot_messages(chat)
        return [m for m in messages if self._shown.get(m["message_id"]) != json.dumps(m)]

    def _read(self, chat: dict[str, Any]) -> list[str]:
        """Return what is new in the chat, line by line, and remember it as read."""
        news = self._news(chat)
        said = [line for message in news for line in _lines(message)]
        self._shown |= {message["message_id"]: json.dumps(message) for message in news}
        keys = (chat["keyboard"] or {}).get("keyboard", [])
        return [*said, *(f"⌨ {_labels(row)}" for row in keys if news)]


def _bot_messages(chat: dict[str, Any]) -> list[dict[str, Any]]:
    return [message for message in chat["messages"] if message["from"] == "bot"]


def _lines(message: dict[str, Any]) -> Iterator[str]:
    yield from (line for line in message["text"].splitlines() if line)
    for row in (message.get("reply_markup") or {}).get("inline_keyboard", []):
        yield _labels(row)


def _labels(row: list[dict[str, Any]]) -> str:
    return " ".join(f"[{button['text']}]" for button in row)
