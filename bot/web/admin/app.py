"""The operators' pages as one application, under headers that let nothing else in."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.turns.batches import Full
from bot.web.admin.agents import Agents
from bot.web.admin.asides import Asides
from bot.web.admin.door import Door
from bot.web.admin.entering import Entering
from bot.web.admin.messages import NOWHERE, TROUBLE
from bot.web.admin.pages import Pages
from bot.web.admin.stopping import Stopping
from bot.web.admin.submissions import Submissions
from storage import StorageTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from bot.web.admin.office import Office

# No script and no style but our own file, nothing from outside, no frame, no form to elsewhere.
# The address of a link in use may not leave in a Referer, yet with `no-referrer` browsers would
# send no Origin that could be told from a stranger's (https://fetch.spec.whatwg.org/#origin-header).
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
        " base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
FILES = {"style.css": "text/css", "icon.svg": "image/svg+xml"}


def admin_app(office: Office) -> ASGIApp:
    """Return the pages, all of them at or below /admin."""
    pages = Pages(office.talk.flow.company, office.talk.time_zone)
    door = Door(office.entrance, pages)

    async def begin(_: Request, __: object) -> Response:
        return RedirectResponse("/admin/submissions", 303)

    async def lost(_: Request, __: Exception) -> Response:
        return pages.notice(NOWHERE)

    async def trouble(_: Request, __: Exception) -> Response:
        return pages.notice(TROUBLE)

    routes = [
        Route("/admin", door.shows(begin)),
        *(_file(name, kind) for name, kind in FILES.items()),
        *Entering(door).routes(),
        *Submissions(office, door).routes(),
        *Agents(office, door).routes(),
        *Asides(office, door).routes(),
        *Stopping(office, door).routes(),
    ]
    handlers = {404: lost, StorageTrouble: trouble, Full: trouble}
    app = Starlette(routes=routes, exception_handlers=handlers)
    # It would lead to http, since the proxy that ends TLS is not asked who we are.
    app.router.redirect_slashes = False
    return _guarded(app)


def _file(name: str, kind: str) -> Route:
    content = (resources.files(__package__) / "templates" / name).read_bytes()

    async def endpoint(_: Request) -> Response:
        return Response(content, media_type=kind)

    return Route(f"/admin/{name}", endpoint)


def _guarded(app: ASGIApp) -> ASGIApp:
    """Return the application with the headers on each of its answers, whatever they are."""

    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await app(scope, receive, send_guarded)

    return guarded
