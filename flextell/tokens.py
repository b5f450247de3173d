"""The token endpoint: a code, or a refresh token, becomes an access token.

Requests and errors: RFC 6749, sections 4.1.3, 5.2 and 6, with the client's name and secret in the
form, as https://docs.flextell.ai (concepts, OAuth flow) shows it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from pydantic import AfterValidator, Field, ValidationError

from flextell.credentials import sendable
from flextell.exchange import Call, Deadlines, Exchange
from flextell.failures import CallFailed, ClientRejected, GrantRejected, LimitReached, Unknown
from flextell.lenient import Lenient, LenientModel, Text
from flextell.limits import server_time, wait_seconds
from flextell.verdicts import MISCONFIGURED

if TYPE_CHECKING:
    from collections.abc import Callable

    from flextell.answers import Answer
    from flextell.exchange import Transport

# What servers say of a dead code or refresh token; the second one is what older ones say.
DEAD_GRANT = frozenset({"invalid_grant", "invalid_request"})
LONGEST_SECONDS = 10 * 365 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Granted:
    """What the endpoint gave; `refresh` is None where the one that was sent stays good.

    `lasts_seconds` is how long the access token is good from now, None if that is not said.
    """

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    lasts_seconds: float | None = None


class TokenEndpoint:
    """The token endpoint at one address, for one client.

    A call may raise GrantRejected, ClientRejected, LimitReached, NotSent, and Unknown: then the
    grant may be used up, and its answer lost.
    """

    def __init__(
        self,
        url: str,
        client_id: str,
        client_secret: str,
        *,
        transport: Transport | None = None,
        deadlines: Deadlines | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        above, _, self._path = url.rpartition("/")
        self._exchange = Exchange(above, transport=transport, deadlines=deadlines or Deadlines())
        self._client = {"client_id": client_id, "client_secret": client_secret}
        self._clock = clock

    async def redeem(self, code: str, redirect_uri: str) -> Granted:
        """Exchange the code of a sign-in; `redirect_uri` is exactly the one it came back to."""
        return await self._granted(
            {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        )

    async def refresh(self, refresh: str) -> Granted:
        """Exchange a refresh token, which may be good for this one time only."""
        return await self._granted({"grant_type": "refresh_token", "refresh_token": refresh})

    async def _granted(self, form: dict[str, str]) -> Granted:
        answer = await self._exchange.send(self._call(form))
        if not answer.succeeded:
            raise _failure_of(answer, server_time(answer.headers, self._clock()))
        try:
            body = _Body.model_validate(answer.document())
        except ValidationError:
            # Not chained: pydantic's error quotes what came, which may hold a token.
            body = None
        if body is None:
            raise Unknown(f"HTTP {answer.status} without a readable token")
        return Granted(body.access_token, body.refresh_token, body.expires_in)

    def _call(self, form: dict[str, str]) -> Call:
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode(form | self._client).encode()
        return Call("POST", self._path, headers, body=body)


_Token = Annotated[str, AfterValidator(partial(sendable, what="a token"))]
_Seconds = Annotated[float, Field(gt=0, le=LONGEST_SECONDS)]


class _Body(LenientModel):
    access_token: _Token
    refresh_token: Lenient[_Token] = None
    expires_in: Lenient[_Seconds] = None


class _Refusal(LenientModel):
    error: Text = None


def _failure_of(answer: Answer, now: float) -> CallFailed:
    """Sort an answer that is no 2xx by what to do next."""
    if answer.status == 429:  # noqa: PLR2004 - the status is its own best name
        return LimitReached(wait_seconds(answer.headers, now))
    if answer.status in {400, 401, 422}:
        return GrantRejected() if _error(answer) in DEAD_GRANT else ClientRejected(answer.status)
    if answer.status in MISCONFIGURED:
        return ClientRejected(answer.status)
    return Unknown(f"HTTP {answer.status}")


def _error(answer: Answer) -> str | None:
    try:
        return _Refusal.model_validate(answer.document()).error
    except ValidationError:
        return None
