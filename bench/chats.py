"""A stand-in Bot API that only listens: what was said in each chat, and who waits for it."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from bench.people import Person

BOT = {"id": 123456, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
TRUE = b'{"ok":true,"result":true}'
SAYING = frozenset({"sendmessage", "editmessagetext"})


class Chat:
    """One person's chat with the bot; `card` is the newest message with buttons."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.user = {"id": person.chat_id, "is_bot": False, "first_name": "Ada"}
        self.user["language_code"] = "en"
        self.place = {"id": person.chat_id, "first_name": "Ada", "type": "private"}
        self.card: dict[str, Any] = {}
        self._heard: list[tuple[float, str]] = []
        self._words: tuple[str, ...] = ()
        self._answer: asyncio.Future[float] | None = None

    def says(self) -> None:
        """Forget what was heard: only what comes now can be an answer."""
        self._heard.clear()

    def awaits(self, *words: str) -> asyncio.Future[float]:
        """Give, sooner or later, the moment at which a text with one of the words has come."""
        self._words = words
        answer = self._answer = asyncio.get_running_loop().create_future()
        came = (moment for moment, text in self._heard if self._is_awaited(text))
        if (moment := next(came, None)) is not None:
            answer.set_result(moment)
        return answer

    def hears(self, message: dict[str, Any]) -> None:
        """Take in what the bot says or edits."""
        if "inline_keyboard" in message.get("reply_markup", ()):
            self.card = message
        now, text = time.perf_counter(), message["text"]
        self._heard.append((now, text))
        if self._answer and not self._answer.done() and self._is_awaited(text):
            self._answer.set_result(now)

    def _is_awaited(self, text: str) -> bool:
        return any(words in text for words in self._words)


class Chats:
    """All chats of one bot; `calls` counts the methods by how they came."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self._chats: dict[int, Chat] = {}
        self._message_ids = itertools.count(1000)
        self._update_ids = itertools.count(900_000_000)

    def enter(self, person: Person) -> Chat:
        """Return a new chat."""
        chat = self._chats[person.chat_id] = Chat(person)
        return chat

    def leave(self, chat: Chat) -> None:
        """Forget a chat."""
        self._chats.pop(chat.person.chat_id, None)

    def next_update_id(self) -> int:
        """Return an id that no update has had."""
        return next(self._update_ids)

    def next_message_id(self) -> int:
        """Return an id that no message has had."""
        return next(self._message_ids)

    def called(self, method: str, body: bytes) -> bytes:
        """Answer a call, given as JSON or as a form."""
        self.calls[method] += 1
        if method.lower() not in SAYING:
            return TRUE
        said = json.dumps({"ok": True, "result": self._said(parameters(body))})
        return said.encode()

    def answered(self, body: bytes) -> None:
        """Make the call that rides in a webhook's answer, if one does."""
        if body:
            params = json.loads(body)
            self.calls[f"{params.pop('method')} in the answer"] += 1
            self._said(params)

    def _said(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._chats.get(int(params["chat_id"]))
        message_id = int(params.get("message_id") or self.next_message_id())
        message = {
            "message_id": message_id,
            "from": BOT,
            "chat": chat.place if chat else {"id": int(params["chat_id"]), "type": "private"},
            "date": int(time.time()),
            "text": params["text"],
        }
        if "inline_keyboard" in (markup := params.get("reply_markup") or {}):
            message["reply_markup"] = markup
        if chat is not None:
            chat.hears(message)
        return message


def parameters(body: bytes) -> dict[str, Any]:
    """Read a call's parameters; in a form a keyboard is JSON within a field."""
    if body.startswith(b"{"):
        given: dict[str, Any] = json.loads(body)
        return given
    form: dict[str, Any] = dict(parse_qsl(body.decode()))
    if "reply_markup" in form:
        form["reply_markup"] = json.loads(form["reply_markup"])
    return form
