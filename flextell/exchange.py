"""One HTTP exchange with nothing kept from the one before, told apart by how far it came.

It speaks to httpx's transport, not to its AsyncClient: no cookies, no redirects, nothing from the
environment, and no log line with the address, which for a search holds a phone or an e-mail.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import httpx

from flextell.answers import BODY_LIMIT, Answer
from flextell.failures import NotSent, Unknown
from flextell.line import Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

Transport: TypeAlias = httpx.AsyncBaseTransport

NEVER_LEFT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.InvalidURL,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds: to connect, between two reads or writes, and for the whole exchange."""

    connect: float = 5.0
    read: float = 10.0
    total: float = 20.0

    def timeout(self) -> dict[str, float | None]:
        """Give the first two as httpx's transports take them."""
        return httpx.Timeout(self.read, connect=self.connect, pool=self.connect).as_dict()


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked of the API: `path` lies below its address, `body` is sent byte by byte."""

    method: str
    path: str
    headers: Mapping[str, str] = field(repr=False)
    params: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)


class Exchange:
    """Calls to one API address, each over a connection of its own."""

    def __init__(self, api_url: str, *, transport: Transport | None, deadlines: Deadlines) -> None:
        self._base = _web_address(api_url)
        self._addresses: dict[str, httpx.URL] = {}
        self._transport = transport
        self._deadlines = deadlines

    async def send(self, call: Call, started: Callable[[], None] | None = None) -> Answer:
        """Make the call once. A status that came is an answer, however its body ended.

        `started` is called when the first byte is about to leave. Raises NotSent and Unknown.
        A cancelled call stays cancelled, and must be taken as Unknown once `started` was called.
        """
        journey = _Journey(started)
        broken: Exception | None = None
        try:
            async with asyncio.timeout(self._deadlines.total):
                await self._travel(call, journey)
        except Exception as error:  # noqa: BLE001 - what counts is how far it came, not what broke
            broken = error
        return journey.end(broken)

    async def _travel(self, call: Call, journey: _Journey) -> None:
        request = httpx.Request(
            call.method,
            self._address(call.path),
            params=call.params or None,
            headers={"Accept-Encoding": "gzip", "User-Agent": "intake", **call.headers},
            content=call.body,
            extensions={"timeout": self._deadlines.timeout()},
        )
        async with self._road(journey) as transport:
            response = await transport.handle_async_request(request)
            try:
                await journey.receive(response)
            finally:
                await response.aclose()

    def _address(self, path: str) -> httpx.URL:
        """Return where a path lies; there are few, and joining takes longer than finding."""
        if path not in self._addresses:
            self._addresses[path] = self._base.join(path)
        return self._addresses[path]

    @asynccontextmanager
    async def _road(self, journey: _Journey) -> AsyncIterator[Transport]:
        """Open a fresh line; a transport that was passed in is its owner's, and tells nothing."""
        if self._transport is not None:
            journey.leave()
            yield self._transport
            return
        async with Line(journey.leave) as fresh:
            yield fresh


@dataclass(slots=True)
class _Journey:
    """How far one exchange came."""

    started: Callable[[], None] | None
    left: bool = False
    answer: Answer | None = None

    def leave(self) -> None:
        if self.started is not None:
            self.started()
        self.left = True

    async def receive(self, response: httpx.Response) -> None:
        headers = {name.lower(): value for name, value in response.headers.items()}
        self.answer = Answer(response.status_code, headers)
        body = await _read(response)
        self.answer = Answer(response.status_code, headers, body)

    def end(self, broken: Exception | None) -> Answer:
        if self.answer is not None:
            return self.answer
        reason = "deadline" if isinstance(broken, TimeoutError) else type(broken).__name__
        if isinstance(broken, NEVER_LEFT) or not self.left:
            raise NotSent(reason)
        raise Unknown(reason)


async def _read(response: httpx.Response) -> bytes | None:
    """Read the body as it came over the wire; None once it is over the limit."""
    if not isinstance(response.stream, httpx.AsyncByteStream):
        return None
    body = bytearray()
    async for part in response.stream:
        body += part
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)


def _web_address(api_url: str) -> httpx.URL:
    try:
        url = httpx.URL(api_url.rstrip("/") + "/")
    except httpx.InvalidURL:
        raise ValueError("the API's address cannot be read") from None
    if url.scheme not in {"http", "https"} or not url.host:
        raise ValueError("the API's address starts with https:// and a host")
    return url
