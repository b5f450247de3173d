"""The token endpoint, and what each of its faults does to it.

Grants: RFC 6749, sections 4.1.3 and 6; errors: section 5.2.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse, Response

from simulator.flextell.answers import server_error, too_many
from simulator.flextell.tokens import LIFETIME_SECONDS
from simulator.flextell.wire import Reset

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from simulator.flextell.catalogue import Fault
    from simulator.flextell.faults import Faults
    from simulator.flextell.tokens import Issued, Tokens

NO_CACHE = {"Cache-Control": "no-store", "Pragma": "no-cache"}

Form = dict[str, str]


def grant(tokens: Tokens, faults: Faults, content: bytes) -> Response:
    """Answer a form-encoded token request; any client with a name and a secret is known."""
    form = dict(parse_qsl(content.decode(errors="replace")))
    if not (form.get("client_id") and form.get("client_secret")):
        return refusal("invalid_client", 401)
    if form.get("grant_type") not in {"authorization_code", "refresh_token"}:
        return refusal("unsupported_grant_type")
    fault = faults.meet("token")
    if fault is not None and fault.name in REFUSED:
        return REFUSED[fault.name](fault)
    issued = _issued(tokens, form, fault)
    if issued is None:
        return refusal()
    return Reset() if fault is not None and fault.name == "grant_then_reset" else _answer(issued)


def refusal(error: str = "invalid_grant", status: int = 400) -> JSONResponse:
    """Refuse in the standard's words."""
    said = {"error": error, "error_description": "The grant is not good."}
    return JSONResponse(said, status, NO_CACHE)


REFUSED: Mapping[str, Callable[[Fault], Response]] = {
    "fails_500": lambda _: server_error(),
    "limited_429": lambda fault: too_many({"Retry-After": f"{fault.seconds:.0f}"}),
    "reset_before_grant": lambda _: Reset(),
    "invalid_grant_400": lambda _: refusal(),
    "invalid_client_401": lambda _: refusal("invalid_client", 401),
}
"""Nothing is granted, and nothing is used up."""

GRANTED = frozenset({"grant_then_reset", "short_lived", "keeps_refresh_token", "forgives_reuse"})
"""Tokens are granted, but in another way, or they do not get through."""


def _issued(tokens: Tokens, form: Form, fault: Fault | None) -> Issued | None:
    name = "" if fault is None else fault.name
    seconds = fault.seconds if fault is not None and fault.seconds else LIFETIME_SECONDS
    names_refresh = name != "keeps_refresh_token"
    if form["grant_type"] == "authorization_code":
        redirect = form.get("redirect_uri", "")
        issued = tokens.redeem(form.get("code", ""), form["client_id"], redirect, seconds)
        return issued if issued is None or names_refresh else replace(issued, refresh=None)
    refresh = form.get("refresh_token", "")
    if not names_refresh:
        return tokens.renew(refresh, seconds)
    return tokens.rotate(refresh, seconds, forgives=name == "forgives_reuse")


def _answer(issued: Issued) -> JSONResponse:
    said = {
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": issued.seconds,
        "refresh_token": issued.refresh,
    }
    given = {name: value for name, value in said.items() if value is not None}
    return JSONResponse(given, headers=NO_CACHE)
