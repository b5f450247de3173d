"""A small stand-in for the Bot API on a free port, which answers each method as it is told."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.test_utils import TestServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

TOKEN = "7000000042:made-up-token-of-nobody"


@dataclass(frozen=True, slots=True)
class Answer:
    """How one call is answered; `hangs` lets it wait, `drops` closes the connection instead."""

    result: Any = None
    status: int = 200
    description: str = ""
    parameters: dict[str, Any] | None = None
    page: str | None = None
    hangs: bool = False
    drops: bool = False

    @property
    def body(self) -> str:
        """Return the answer's body."""
        if self.page is not None:
            return self.page
        if self.status == 200:
            return json.dumps({"ok": True, "result": self.result})
        refusal = {"ok": False, "error_code": self.status, "description": self.description}
        return json.dumps(refusal | ({"parameters": self.parameters} if self.parameters else {}))


def too_many(seconds: int) -> Answer:
    """Return the answer to who calls too often."""
    return Answer(
        status=429,
        description=f"Too Many Requests: retry after {seconds}",
        parameters={"retry_after": seconds},
    )


BLOCKED = Answer(status=403, description="Forbidden: bot was blocked by the user")
NOT_MODIFIED = Answer(
    status=400,
    description="Bad Request: message is not modified: specified new message content and reply"
    " markup are exactly the same as a current content and reply markup of the message",
)
NOT_FOUND = Answer(status=400, description="Bad Request: message to edit not found")
MIGRATED = Answer(
    status=400,
    description="Bad Request: group chat was upgraded to a supergroup chat",
    parameters={"migrate_to_chat_id": -1001},
)
BROKEN = Answer(status=500, description="Internal Server Error")
HTML = Answer(status=502, page="<html>502 Bad Gateway</html>")
DROPPED = Answer(drops=True)
HANGING = Answer(hangs=True)
CONFLICT = Answer(
    status=409, description="Conflict: terminated by other getUpdates request; one is enough"
)
UNAUTHORIZED = Answer(status=401, description="Unauthorized")


@dataclass
class BotAPI:
    """What was called, and how the next calls of a method are answered; then they succeed."""

    url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    script: defaultdict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, method: str, *answers: Answer) -> None:
        """Answer the next calls of a method so."""
        self.script[method].extend(answers)

    def called(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of each call of a method, in order."""
        return [params for name, params in self.calls if name == method]

    def methods(self) -> list[str]:
        """Return what was called, in order."""
        return [method for method, _ in self.calls]

    async def until(self, count: int, method: str = "") -> None:
        """Wait until there were so many calls of a method, or of all."""
        async with asyncio.timeout(8):
            while len(self.called(method) if method else self.calls) < count:
                self._changed.clear()
                await self._changed.wait()

    async def take(self, request: web.Request) -> web.Response:
        """Answer a call."""
        method = request.match_info["method"]
        as_json = request.content_type == "application/json"
        given = await request.json() if as_json else await request.post()
        params = {**request.query, **given}
        self.calls.append((method, {name: _parsed(value) for name, value in params.items()}))
        self._changed.set()
        answer = self.script[method].pop(0) if self.script[method] else self._usual(method)
        if answer.hangs:
            await self._closing.wait()
        if answer.drops and request.transport is not None:
            request.transport.abort()
        kind = "text/html" if answer.page is not None else "application/json"
        return web.Response(status=answer.status, text=answer.body, content_type=kind)

    def _usual(self, method: str) -> Answer:
        if method == "getUpdates":
            return HANGING
        if method not in {"sendMessage", "editMessageText"}:
            return Answer(result=True)
        _, params = self.calls[-1]
        chat = {"id": params["chat_id"], "type": "private", "first_name": "Ada"}
        message = {"message_id": params.get("message_id", len(self.calls)), "date": 1}
        return Answer(result=message | {"chat": chat, "text": params["text"]})

    def close(self) -> None:
        """Let go of the calls that hang."""
        self._closing.set()


def _parsed(value: Any) -> Any:
    if isinstance(value, web.FileField):
        return value.filename, value.file.read()
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@asynccontextmanager
async def raised() -> AsyncIterator[BotAPI]:
    """Listen on a free port."""
    api = BotAPI()
    app = web.Application()
    app.router.add_post(f"/bot{TOKEN}/{{method}}", api.take)
    server = TestServer(app)
    await server.start_server(access_log=None)  # its lines would show the token
    api.url = str(server.make_url("/"))
    try:
        yield api
    finally:
        api.close()
        await server.close()
