"""The addresses of the web process."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import metrics
from bot.telegram.sender import Later, Sender
from bot.turns.batches import Full
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Receive, Scope, Send

    from bot.telegram.calls import Call
    from bot.telegram.reception import Reception
    from bot.web.health import Health

WEBHOOK_PATH = "/telegram"
SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - a header's name
_UPDATE = ("POST", WEBHOOK_PATH)
MAX_BODY_BYTES = 1024 * 1024

RETRY_SOON = {"Retry-After": "1"}
RETRY_LATER = {"Retry-After": "3"}


def web_app(*, secret: str, reception: Reception, sender: Sender, health: Health) -> ASGIApp:
    """Return the web process's application; the webhook takes only requests with the secret."""
    webhook = Webhook(secret, reception, sender)

    async def show_health(_: Request) -> Response:
        report = await health.report()
        return JSONResponse(report.document, 200 if report.is_well else 503)

    async def show_metrics(_: Request) -> Response:
        return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)

    pages = Starlette(
        routes=[
            Route(WEBHOOK_PATH, webhook.answer, methods=["POST"]),
            Route("/healthz", show_health),
            Route("/metrics", show_metrics),
        ]
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        """Let updates in by the short way: middlewares would cost more than they give."""
        if scope["type"] == "http" and (scope["method"], scope["path"]) == _UPDATE:
            response = await webhook.answer(Request(scope, receive, send))
            await response(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app


class Webhook:
    """Takes updates; answers 200 only when what they changed is kept."""

    def __init__(self, secret: str, reception: Reception, sender: Sender) -> None:
        self._secret = secret.encode()
        self._reception = reception
        self._sender = sender

    async def answer(self, request: Request) -> Response:
        """Answer one update; the last call of the reply rides in the answer."""
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        try:
            body = await _body(request.receive)
        except ClientDisconnect:
            return Response(status_code=400)
        if body is None:
            return Response(status_code=413)
        try:
            calls = await self._reception.receive(body)
        except Full:
            return Response(status_code=503, headers=RETRY_SOON)
        except DatabaseTrouble:
            return Response(status_code=503, headers=RETRY_LATER)
        last = await self._led_to(calls)
        if last is None:
            return Response()
        return Response(last.as_answer(), media_type="application/json")

    async def _led_to(self, calls: Sequence[Call]) -> Call | None:
        """Make all calls but the last and return it; None where it has to wait for them."""
        for place, call in enumerate(calls[:-1]):
            sent = await self._sender.send(call)
            if isinstance(sent, Later):
                self._reception.put_off(calls[place:], sent.seconds)
                return None
        return calls[-1] if calls else None


async def _body(receive: Receive) -> bytes | None:
    """Return the request's body, or None where it is too long to be an update.

    Read by hand: an asynchronous generator a request is a good part of what HTTP costs here.
    """
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        if len(body) > MAX_BODY_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)
