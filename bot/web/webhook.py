"""The door for Telegram's updates: an ASGI application of its own, since most requests want it.

https://core.telegram.org/bots/api#setwebhook
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.telegram.sender import Later
from bot.turns.batches import Full
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Receive, Scope, Send

    from bot.telegram.calls import Call
    from bot.telegram.reception import Reception
    from bot.telegram.sender import Sender

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = b"x-telegram-bot-api-secret-token"
MAX_BODY_BYTES = 1024 * 1024

Headers = tuple[tuple[bytes, bytes], ...]
_JSON: Headers = ((b"content-type", b"application/json"),)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered with."""

    status: int = 200
    body: bytes = b""
    headers: Headers = ()


KEPT = Answer()
NOT_POSTED = Answer(405, headers=((b"allow", b"POST"),))
NOT_FROM_TELEGRAM = Answer(403)
CUT_OFF = Answer(400)
TOO_LONG = Answer(413)
COME_AGAIN_SOON = Answer(503, headers=((b"retry-after", b"1"),))
COME_AGAIN_LATER = Answer(503, headers=((b"retry-after", b"3"),))


class Webhook:
    """Takes updates; answers 200 only when what they changed is kept."""

    def __init__(self, secret: str, reception: Reception, sender: Sender) -> None:
        self._secret = secret.encode()
        self._reception = reception
        self._sender = sender

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        answer = await self._answer(scope, receive)
        length = (b"content-length", b"%d" % len(answer.body))
        headers = [*answer.headers, length]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        if scope["method"] != "POST":
            return NOT_POSTED
        if not hmac.compare_digest(_secret(scope), self._secret):
            return NOT_FROM_TELEGRAM
        body = await _body(receive)
        return body if isinstance(body, Answer) else await self._taken(body)

    async def _taken(self, body: bytes) -> Answer:
        """Take one update; the last call of the reply rides in the answer."""
        try:
            calls = await self._reception.receive(body)
        except Full:
            return COME_AGAIN_SOON
        except DatabaseTrouble:
            return COME_AGAIN_LATER
        last = await self._led_to(calls)
        return KEPT if last is None else Answer(200, last.as_answer(), _JSON)

    async def _led_to(self, calls: Sequence[Call]) -> Call | None:
        """Make all calls but the last and return it; None where it has to wait for them."""
        for place, call in enumerate(calls[:-1]):
            sent = await self._sender.send(call)
            if isinstance(sent, Later):
                self._reception.put_off(calls[place:], sent.seconds)
                return None
        return calls[-1] if calls else None


def _secret(scope: Scope) -> bytes:
    """Return the secret that came with the request, empty where none did."""
    headers: Headers = scope["headers"]
    return next((value for name, value in headers if name == SECRET_HEADER), b"")


async def _body(receive: Receive) -> bytes | Answer:
    """Return the request's body, or how to answer one that is cut off or too long."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return CUT_OFF
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return TOO_LONG
        if not message.get("more_body", False):
            return bytes(body)
