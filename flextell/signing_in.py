"""The browser's part of a sign-in: the address to open, and what comes back to ours.

RFC 6749, sections 4.1.1 and 4.1.2; `state` is what proves that an answer belongs to the question.
"""

from __future__ import annotations

import hmac
import re
from urllib.parse import parse_qsl, urlencode

_ERROR = re.compile(r"[a-z_]{1,40}")


class NoCode(Exception):  # noqa: N818 - the endings below are named by what to do next
    """What came back holds no code to go on with; the subclass says why."""


class Incomplete(NoCode):
    """It is not the address a browser is sent back to, or not all of it: copy it again."""


class ForeignAnswer(NoCode):
    """It answers another question than ours, perhaps somebody else's: do not use it."""


class Declined(NoCode):
    """Flextell says no; `error` is its word for why, such as `access_denied`."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def sign_in_address(
    authorize_url: str, *, client_id: str, redirect_uri: str, scope: str, state: str
) -> str:
    """Return the address at which a person agrees, in a browser, that the bot may act."""
    asked = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state,
    }
    return f"{authorize_url}?{urlencode(asked)}"


def code_in(answer: str, state: str) -> str:
    """Return the code in the address that a browser came back to, or in its query alone.

    `state` is what was sent, and is compared in constant time. Raises NoCode.
    """
    query = answer.strip().partition("#")[0]
    query = query.partition("?")[2] or query
    said = dict(parse_qsl(query, errors="replace"))
    if not said.keys() & {"code", "error", "state"}:
        raise Incomplete
    theirs = said.get("state", "").encode(errors="replace")
    if not hmac.compare_digest(theirs, state.encode()):
        raise ForeignAnswer
    if "error" in said:
        raise Declined(said["error"] if _ERROR.fullmatch(said["error"]) else "unnamed")
    if "code" not in said:
        raise Incomplete
    return said["code"]
