"""The page on which a person agrees that an application may act for him, or does not.

RFC 6749, sections 4.1.1 and 4.1.2: what was decided goes back in the address of a redirect.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.responses import HTMLResponse, RedirectResponse, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from simulator.flextell.tokens import Tokens

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
<title>Flextell – may this application act for you?</title>
</head>
<body>
<h1>May this application act for you?</h1>
<p><b>{client_id}</b> asks for: {scope}</p>
<form method="post">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>
</body>
</html>
"""


class Asked(BaseModel):
    """What an application asks for in the address; all of it is needed."""

    model_config = ConfigDict(extra="ignore")

    response_type: str = Field(pattern="^code$")
    client_id: str = Field(min_length=1)
    redirect_uri: str = Field(pattern="^https?://[^#]+$")
    scope: str = Field(min_length=1)
    state: str = Field(min_length=1)


def page(query: Mapping[str, str]) -> Response:
    """Ask the person; an address that lacks something is refused here, and leads nowhere."""
    asked = _asked(query)
    if isinstance(asked, Response):
        return asked
    shown = PAGE.format(client_id=escape(asked.client_id), scope=escape(asked.scope))
    return HTMLResponse(shown, headers=HEADERS)


def decide(tokens: Tokens, query: Mapping[str, str], content: bytes) -> Response:
    """Send the browser back with a code, or with the refusal."""
    asked = _asked(query)
    if isinstance(asked, Response):
        return asked
    if dict(parse_qsl(content.decode(errors="replace"))).get("decision") == "allow":
        said = {"code": tokens.code(asked.client_id, asked.redirect_uri)}
    else:
        said = {"error": "access_denied"}
    return _back(asked.redirect_uri, said | {"state": asked.state})


def _asked(query: Mapping[str, str]) -> Asked | Response:
    try:
        return Asked.model_validate(dict(query))
    except ValidationError as wrong:
        names = ", ".join(str(each["loc"][0]) for each in wrong.errors())
        return HTMLResponse(f"<p>Missing or wrong: {names}</p>", 400, HEADERS)


def _back(redirect_uri: str, said: Mapping[str, str]) -> Response:
    joint = "&" if "?" in redirect_uri else "?"
    return RedirectResponse(f"{redirect_uri}{joint}{urlencode(said)}", 303, HEADERS)
