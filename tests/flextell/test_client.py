from __future__ import annotations

import gzip
import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import httpx
import pytest

from flextell import (
    CallFailed,
    CreatedWithoutID,
    Flextell,
    LimitReached,
    Misconfigured,
    NotSent,
    RateLimit,
    StaticToken,
    TokenRejected,
    Unknown,
)
from flextell.answers import BODY_LIMIT
from tests.flextell.recorded import NOW, always, client, recorded

if TYPE_CHECKING:
    from collections.abc import Callable

BODY = b'{"first_name": "A",\n"b":1}'


@dataclass
class Renewing:
    """Credentials with one more token after the first, and a memory of what was rejected."""

    tokens: list[str] = field(default_factory=lambda: ["old", "new"])
    rejected: list[str] = field(default_factory=list)

    async def bearer(self) -> str:
        """Give the first token, always."""
        return self.tokens[0]

    async def renew(self, rejected: str) -> str | None:
        """Give the second token, always."""
        self.rejected.append(rejected)
        return self.tokens[1]

    async def settle(self, seconds: float) -> None:
        """Have nothing under way."""


async def _create(flextell: Flextell, started: Callable[[], None] | None = None) -> str:
    created = await flextell.create(BODY, idempotency_key="key-1", started=started)
    return created.id


async def _failure(flextell: Flextell) -> CallFailed:
    with pytest.raises(CallFailed) as caught:
        await _create(flextell)
    return caught.value


async def test_exactly_the_given_bytes_are_posted() -> None:
    """The body is not read, not reordered and not written again; the headers are as documented."""
    seen: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return recorded("created")

    assert await _create(client(reply)) == "4711"
    (request,) = seen
    assert (request.method, str(request.url)) == (
        "POST",
        "https://flextell.example/api/v1/customers",
    )
    assert request.content == BODY
    wanted = {
        "accept": "application/json",
        "authorization": "Bearer made-up",
        "content-type": "application/json",
        "idempotency-key": "key-1",
        "x-tenant": "7",
    }
    assert wanted.items() <= dict(request.headers).items()


async def test_a_created_customer_comes_with_the_rate_limit() -> None:
    """The caller can pause before its next call."""
    created = await client(always("created")).create(BODY, idempotency_key="k")

    assert created.customer.id == created.id == "4711"
    assert created.rate_limit == RateLimit(59, 60.0)


async def test_any_2xx_with_an_id_is_a_success() -> None:
    """200 and a text id are as good as 201 and a number."""
    assert await _create(client(always("created_200_with_text_id"))) == "cus_4711"


@pytest.mark.parametrize("name", ["created_without_id", "created_broken_json", "welcome_page"])
async def test_a_2xx_without_a_readable_id_counts_as_created(name: str) -> None:
    """It must be looked up and never posted again."""
    assert isinstance(await _failure(client(always(name))), CreatedWithoutID)


PACKED = gzip.compress(b'{"data":{"id":1}}', mtime=0)
BODIES: list[tuple[str, bytes, str | None]] = [
    ("gzip", PACKED, "1"),
    ("GZIP ", PACKED, "1"),
    ("identity", b'{"data":{"id":1}}', "1"),
    ("gzip", PACKED[:-9], None),
    ("gzip", b"no gzip at all", None),
    ("br", b"who knows", None),
    ("", b'{"data":{"id":1}}' + b" " * BODY_LIMIT, None),
]


@pytest.mark.parametrize(
    ("coding", "body", "identifier"),
    BODIES,
    ids=["whole", "capitals", "plain", "cut", "false", "unknown coding", "endless"],
)
async def test_a_packed_body_is_read_if_it_can_be(
    coding: str, body: bytes, identifier: str | None
) -> None:
    """Broken, unfinished, unknown or endless: created, but without an id."""

    def reply(_request: httpx.Request) -> httpx.Response:
        headers = {"Content-Encoding": coding}
        return httpx.Response(201, headers=headers, stream=httpx.ByteStream(body))

    if identifier is None:
        assert isinstance(await _failure(client(reply)), CreatedWithoutID)
    else:
        assert await _create(client(reply)) == identifier


async def test_a_body_that_is_no_stream_is_not_read() -> None:
    """A transport that gives a body of the other kind does not break the client."""

    def reply(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(201, content=iter([b'{"data":{"id":1}}']))

    transport = Told(reply)
    flextell = Flextell("http://x.example", "7", StaticToken("t"), transport=transport)

    assert isinstance(await _failure(flextell), CreatedWithoutID)


class Told(httpx.AsyncBaseTransport):
    """A transport that answers with whatever it is told to."""

    def __init__(self, reply: Callable[[httpx.Request], httpx.Response]) -> None:
        self._reply = reply

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Give the answer, untouched."""
        return self._reply(request)

    async def aclose(self) -> None:
        """Refuse to be closed."""
        raise AssertionError("a transport that was passed in is closed by its owner")


async def test_a_rejected_token_is_renewed_once() -> None:
    """The same bytes go out again with the new token, and `started` is heard twice."""
    credentials, seen, starts = Renewing(), [], []

    def reply(request: httpx.Request) -> httpx.Response:
        seen.append((request.headers["authorization"], request.content))
        return recorded("invalid_token_401" if len(seen) == 1 else "created")

    flextell = Flextell(
        "https://x.example/api/v1", "7", credentials, transport=httpx.MockTransport(reply)
    )

    assert await _create(flextell, lambda: starts.append(len(seen))) == "4711"
    assert seen == [("Bearer old", BODY), ("Bearer new", BODY)]
    assert credentials.rejected == ["old"]
    assert starts == [0, 1]


async def test_a_token_that_stays_rejected_is_given_up() -> None:
    """There is no third try."""
    calls: list[str] = []

    def reply(request: httpx.Request) -> httpx.Response:
        calls.append(request.headers["authorization"])
        return recorded("invalid_token_401")

    transport = httpx.MockTransport(reply)
    flextell = Flextell("https://x.example/api/v1", "7", Renewing(), transport=transport)

    assert isinstance(await _failure(flextell), TokenRejected)
    assert calls == ["Bearer old", "Bearer new"]


async def test_a_static_token_is_not_tried_twice() -> None:
    """Without another token one call is enough to know."""
    calls: list[int] = []

    def reply(_request: httpx.Request) -> httpx.Response:
        calls.append(1)
        return recorded("invalid_token_401")

    assert isinstance(await _failure(client(reply)), TokenRejected)
    assert calls == [1]


async def test_a_limit_is_measured_on_the_servers_clock() -> None:
    """The wait comes from Retry-After; without any header there is none."""
    failure = await _failure(client(always("limit_429")))
    bare = await _failure(client(lambda _request: httpx.Response(429)))

    assert isinstance(failure, LimitReached)
    assert failure.wait_seconds == 17.0
    assert isinstance(bare, LimitReached)
    assert bare.wait_seconds is None


async def test_without_a_date_header_the_given_clock_counts() -> None:
    """The reset is then measured from our own time."""
    headers = {"X-RateLimit-Reset": str(int(NOW) + 8)}
    failure = await _failure(client(lambda _request: httpx.Response(429, headers=headers)))

    assert isinstance(failure, LimitReached)
    assert failure.wait_seconds == 8.0


async def test_a_redirect_is_not_followed() -> None:
    """Even one whose address cannot be read points to the configuration."""
    failure = await _failure(client(always("redirect_302")))

    assert isinstance(failure, Misconfigured)
    assert failure.status == 302


ERRORS: list[tuple[Exception, type[CallFailed]]] = [
    (httpx.ConnectError("refused"), NotSent),
    (httpx.ConnectTimeout("slow"), NotSent),
    (httpx.PoolTimeout("full"), NotSent),
    (httpx.UnsupportedProtocol("gopher"), NotSent),
    (httpx.InvalidURL("what"), NotSent),
    (httpx.ReadError("reset"), Unknown),
    (httpx.ReadTimeout("slow"), Unknown),
    (httpx.WriteError("reset"), Unknown),
    (httpx.WriteTimeout("slow"), Unknown),
    (httpx.RemoteProtocolError("garbage"), Unknown),
    (httpx.LocalProtocolError("garbage"), Unknown),
    (httpx.DecodingError("garbage"), Unknown),
    (TimeoutError(), Unknown),
    (OSError("odd"), Unknown),
    (RuntimeError("odd"), Unknown),
]


@pytest.mark.parametrize(("error", "outcome"), ERRORS)
async def test_only_what_never_left_is_not_sent(
    error: Exception, outcome: type[CallFailed]
) -> None:
    """With a transport that may not trace, the class of the error has to be sure."""

    def reply(_request: httpx.Request) -> httpx.Response:
        raise error

    failure = await _failure(client(reply))

    assert type(failure) is outcome
    assert failure.__cause__ is None
    assert failure.__context__ is None


async def test_a_request_that_cannot_be_built_is_not_sent() -> None:
    """A token of letters no header can carry never leaves."""
    transport = httpx.MockTransport(always("created"))
    credentials = Renewing(tokens=["tökén", "t"])
    flextell = Flextell("https://x.example", "7", credentials, transport=transport)

    failure = await _failure(flextell)

    assert isinstance(failure, NotSent)
    assert failure.reason == "UnicodeEncodeError"


async def test_what_started_raises_stops_the_call() -> None:
    """If the start cannot be noted down, nothing is sent."""
    calls: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        return recorded("created")

    def started() -> None:
        raise OSError("no room for a note")

    with pytest.raises(NotSent, match="OSError"):
        await _create(client(reply), started)
    assert calls == []


@pytest.mark.parametrize(
    "url", ["flextell.example", "ftp://x.example", "https://", "https://x:port"]
)
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    """A wrong setting is told at the start, not at the first customer."""
    with pytest.raises(ValueError, match="address"):
        Flextell(url, "7", StaticToken("t"))


@pytest.mark.parametrize("text", ["", "a\nb", "ö"])
def test_a_token_or_tenant_that_fits_no_header_is_refused_at_once(text: str) -> None:
    """What would break a request is told at the start."""
    with pytest.raises(ValueError, match="token"):
        StaticToken(text)
    with pytest.raises(ValueError, match="tenant"):
        Flextell("https://x.example", text, StaticToken("t"))


def test_a_token_does_not_show_itself() -> None:
    """Credentials may end up in a log line by mistake; the token does not."""
    assert repr(StaticToken("made-up")) == "StaticToken()"


async def test_a_search_leaves_no_trace_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """The address of a search holds a phone number, so nothing writes addresses down."""
    caplog.set_level(logging.DEBUG)

    await client(always("empty_page")).search("+447700900101")

    assert "447700900101" not in caplog.text
