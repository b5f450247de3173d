"""The addresses of the web process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot import metrics
from bot.web.webhook import WEBHOOK_PATH

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

    from bot.web.backlog import Backlog
    from bot.web.health import Health
    from bot.web.webhook import Webhook


def web_app(
    *, webhook: Webhook | None, health: Health, backlog: Backlog, admin: ASGIApp | None = None
) -> ASGIApp:
    """Return a process's application, with webhook and operators' pages where it has them."""

    async def show_health(_: Request) -> Response:
        report = await health.report()
        return JSONResponse(report.document, 200 if report.is_well else 503)

    async def show_metrics(_: Request) -> Response:
        await backlog.measure()
        return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)

    pages = Starlette(
        routes=[
            Route("/healthz", show_health),
            Route("/metrics", show_metrics),
        ]
    )

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        """Let updates in by the short way: middlewares would cost more than they give."""
        path: str = scope.get("path", "")
        if webhook is not None and path == WEBHOOK_PATH:
            await webhook(scope, receive, send)
        elif admin is not None and f"{path}/".startswith("/admin/"):
            await admin(scope, receive, send)
        else:
            await pages(scope, receive, send)

    return app
