"""A talk on the stage: what a person does is done there, what the bot says is read there."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.rehearsal.script import Deed
    from bot.rehearsal.stage import Stage

LOOK_SECONDS = 0.03
QUIET_LOOKS = 5


class NoAnswer(Exception):  # noqa: N818 - it is what happened
    """The bot did not answer in time."""


class Talk:
    """One person's chat with the bot."""

    def __init__(self, stage: Stage, chat_id: int) -> None:
        self._stage = stage
        self._chat_id = chat_id
        self._shown: dict[int, str] = {}

    async def do(self, deed: Deed, seconds: float = 20.0) -> list[str]:
        """Do something and return the lines that the bot then shows; raise NoAnswer."""
        await asyncio.to_thread(self._stage.do, self._chat_id, deed)
        looks = int(seconds / LOOK_SECONDS)
        quiet, last = 0, ""
        for _ in range(looks):
            await asyncio.sleep(LOOK_SECONDS)
            chat = await self._chat()
            now = json.dumps(_bot_messages(chat))
            has_news = bool(self._news(chat)) and not chat["undelivered"]
            quiet = quiet + 1 if has_news and now == last else 0
            last = now
            if quiet >= QUIET_LOOKS:
                return self._read(chat)
        raise NoAnswer

    async def waits_for_delivery(self) -> bool:
        """Tell whether the bot's last word leaves the person nothing to do but wait."""
        chat = await self._chat()
        messages = _bot_messages(chat)
        return bool(messages) and not messages[-1].get("reply_markup") and not chat["keyboard"]

    async def news(self) -> list[str]:
        """Return the lines the bot has shown since the last look."""
        return self._read(await self._chat())

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
