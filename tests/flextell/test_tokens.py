"""A code or a refresh token becomes an access token, and what else may come of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx
import pytest

from flextell import (
    CallFailed,
    ClientRejected,
    Granted,
    GrantRejected,
    LimitReached,
    NotSent,
    TokenEndpoint,
    TokenRejected,
    Unknown,
)
from tests.flextell.recorded import NOW

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "https://flextell.example/oauth/token"
GIVEN = {
    "access_token": "access-canary",
    "token_type": "Bearer",
    "expires_in": 3600,
    "refresh_token": "refresh-canary",
}


def endpoint(reply: Callable[[httpx.Request], httpx.Response]) -> TokenEndpoint:
    """Build a client of an endpoint that answers so."""
    transport = httpx.MockTransport(reply)
    return TokenEndpoint(URL, "client", "secret-canary", transport=transport, clock=lambda: NOW)


def saying(document: Any, status: int = 200) -> TokenEndpoint:
    """Build a client of an endpoint that always answers with this document."""
    content = document if isinstance(document, str) else json.dumps(document)
    return endpoint(lambda _: httpx.Response(status, text=content))


async def failure(client: TokenEndpoint) -> CallFailed:
    """Refresh, and give what that fails with."""
    with pytest.raises(CallFailed) as caught:
        await client.refresh("refresh-canary")
    return caught.value


async def test_a_code_is_exchanged_as_documented() -> None:
    """All of it is in the form, nothing in the address, and the answer is read."""
    seen: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=GIVEN)

    granted = await endpoint(reply).redeem("the code", "http://127.0.0.1:8765/callback")
    assert granted == Granted("access-canary", "refresh-canary", 3600.0)
    (request,) = seen
    assert (request.method, str(request.url)) == ("POST", URL)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["accept"] == "application/json"
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["authorization_code"],
        "code": ["the code"],
        "redirect_uri": ["http://127.0.0.1:8765/callback"],
        "client_id": ["client"],
        "client_secret": ["secret-canary"],
    }


async def test_a_refresh_token_is_exchanged_as_documented() -> None:
    """The form names the grant and the client."""
    seen: list[bytes] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request.content)
        return httpx.Response(200, json=GIVEN)

    await endpoint(reply).refresh("old token")
    (form,) = map(bytes.decode, seen)
    assert parse_qs(form) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["old token"],
        "client_id": ["client"],
        "client_secret": ["secret-canary"],
    }


@pytest.mark.parametrize(
    ("more", "granted"),
    [
        ({"refresh_token": None}, Granted("access-canary", None, 3600.0)),
        ({"refresh_token": "\n"}, Granted("access-canary", None, 3600.0)),
        ({"expires_in": "60"}, Granted("access-canary", "refresh-canary", 60.0)),
        ({"expires_in": None}, Granted("access-canary", "refresh-canary", None)),
        ({"expires_in": 0}, Granted("access-canary", "refresh-canary", None)),
        ({"expires_in": -5}, Granted("access-canary", "refresh-canary", None)),
        ({"expires_in": 1e300}, Granted("access-canary", "refresh-canary", None)),
        ({"expires_in": "soon"}, Granted("access-canary", "refresh-canary", None)),
    ],
)
async def test_what_is_not_said_or_not_readable_is_none(
    more: dict[str, object], granted: Granted
) -> None:
    """Only the access token is needed."""
    assert await saying(GIVEN | more).refresh("x") == granted


@pytest.mark.parametrize(
    "document",
    ["<html>", "null", "[]", {}, {"access_token": ""}, {"access_token": "a\nb"}],
)
async def test_a_success_without_a_readable_token_is_unknown(document: Any) -> None:
    """The grant may be used up; the error quotes nothing of what came."""
    error = await failure(saying(document))
    assert type(error) is Unknown
    assert (error.__cause__, error.__context__) == (None, None)


OUTCOMES: list[tuple[int, object, type[CallFailed]]] = [
    (400, {"error": "invalid_grant"}, GrantRejected),
    (401, {"error": "invalid_grant", "error_description": "revoked"}, GrantRejected),
    (401, {"error": "invalid_request", "hint": "Token has been revoked"}, GrantRejected),
    (401, {"error": "invalid_client"}, ClientRejected),
    (400, {"error": "unauthorized_client"}, ClientRejected),
    (400, {"error": "unsupported_grant_type"}, ClientRejected),
    (400, {"error": "invalid_scope"}, ClientRejected),
    (400, {"error": {"code": "invalid_grant"}}, ClientRejected),
    (400, "a proxy's page", ClientRejected),
    (401, [], ClientRejected),
    (302, "", ClientRejected),
    (403, "", ClientRejected),
    (404, "", ClientRejected),
    (429, "", LimitReached),
    (408, "", Unknown),
    (500, "", Unknown),
    (503, {"error": "invalid_grant"}, Unknown),
]


@pytest.mark.parametrize(("status", "document", "outcome"), OUTCOMES)
async def test_each_refusal_says_what_to_do_next(
    status: int, document: object, outcome: type[CallFailed]
) -> None:
    """Only a clear word kills a grant; what may pass by itself never does."""
    assert type(await failure(saying(document, status))) is outcome


async def test_a_limit_names_its_wait() -> None:
    """The queue pauses for so long."""
    error = await failure(endpoint(lambda _: httpx.Response(429, headers={"Retry-After": "7"})))
    assert isinstance(error, LimitReached)
    assert error.wait_seconds == 7.0


@pytest.mark.parametrize(
    ("broken", "outcome"),
    [(httpx.ConnectError("x"), NotSent), (httpx.ReadTimeout("x"), Unknown)],
)
async def test_a_broken_wire_is_told_apart(
    broken: httpx.TransportError, outcome: type[CallFailed]
) -> None:
    """Only what never left surely used nothing up."""

    def reply(_request: httpx.Request) -> httpx.Response:
        raise broken

    assert type(await failure(endpoint(reply))) is outcome


@pytest.mark.parametrize("outcome", [GrantRejected(), ClientRejected(400)])
def test_a_refusal_that_goes_further_still_creates_nothing(outcome: CallFailed) -> None:
    """Whoever knows only the older words takes it for a rejected token."""
    assert isinstance(outcome, TokenRejected)


def test_what_was_granted_shows_no_token() -> None:
    """Its repr may end up in a log by mistake."""
    assert "canary" not in repr(Granted("access-canary", "refresh-canary", 1.0))


def test_an_address_without_a_path_is_refused() -> None:
    """The setting is checked when the client is built, not when the hour is over."""
    with pytest.raises(ValueError, match="address"):
        TokenEndpoint("https://flextell.example", "client", "secret")
