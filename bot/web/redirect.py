"""Where a browser comes back to after a sign-in, for as long as somebody waits for it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.web.server import listening
from flextell import Declined, NoCode

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from starlette.requests import Request

HTTP_PORT = 80
# The address holds the code: it is not to be kept, nor told to another page.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body>
<h1>{title}</h1>
<p>{text}</p>
</body>
</html>
"""
AGREED = ("Flextell has answered", "Close this page, and go on in the terminal.")
DECLINED = ("Nobody has agreed", "Nothing has changed. The terminal says more.")
FOREIGN = (
    "This belongs to another sign-in",
    "Nothing was used. Open the address that the terminal shows.",
)


def redirect_door(uri: str) -> socket.socket:
    """Listen where the redirect leads, which is on this machine; raise OSError if that fails."""
    parts = urlsplit(uri)
    return listening(parts.hostname or "", parts.port or HTTP_PORT)


def redirect_app(uri: str, take: Callable[[str], None]) -> Starlette:
    """Return an application that hands the query of the redirect to `take`, which may refuse it.

    `take` raises NoCode; the browser is told how it went.
    """

    async def come_back(request: Request) -> HTMLResponse:
        try:
            take(f"?{request.url.query}")
        except Declined:
            return _page(DECLINED)
        except NoCode:
            return _page(FOREIGN, 400)
        return _page(AGREED)

    return Starlette(routes=[Route(urlsplit(uri).path or "/", come_back)])


def _page(said: tuple[str, str], status: int = 200) -> HTMLResponse:
    title, text = said
    return HTMLResponse(PAGE.format(title=title, text=text), status, HEADERS)
