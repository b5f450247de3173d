"""A line to Flextell: one fresh connection for one request, as a transport of httpx's.

httpx's own builds a pool for that one connection, and encrypts in Python: decision 30.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import httpx
from yarl import URL

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Callable

# The request brings these where it wants them; aiohttp would add its own.
_BROUGHT = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")
# These aiohttp writes itself.
_WRITTEN = frozenset({b"content-length", b"host"})

# For each kind of trouble, what httpx calls it; the first that fits.
_NAMES: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (aiohttp.ConnectionTimeoutError, httpx.ConnectTimeout),
    (aiohttp.ServerTimeoutError, httpx.ReadTimeout),
    (aiohttp.ClientConnectorError, httpx.ConnectError),
    (aiohttp.ClientOSError, httpx.ReadError),
    (aiohttp.ClientError, httpx.RemoteProtocolError),
    (OSError, httpx.ReadError),
)
_TROUBLE = (aiohttp.ClientError, OSError)


class Line(httpx.AsyncBaseTransport):
    """Carries one request, and adds nothing of its own: no cookies, redirects or proxies.

    `connected` is called once there is a connection, just before the first byte can leave.
    Raises httpx's transport errors, without a text.
    """

    def __init__(self, connected: Callable[[], None]) -> None:
        self._session = aiohttp.ClientSession(
            connector=_Connector(connected),
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=_BROUGHT,
            auto_decompress=False,
            trust_env=False,
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, and return the answer when its head has come; its body stays as it was sent."""
        try:
            answer = await self._session.request(
                request.method,
                URL(str(request.url), encoded=True),
                headers=_headers(request),
                data=await _sent(request) or None,
                allow_redirects=False,
                timeout=_timeout(request),
            )
        except _TROUBLE as error:
            raise _named(error) from None
        return httpx.Response(answer.status, headers=answer.raw_headers, stream=_Body(answer))

    async def aclose(self) -> None:
        """Hang up."""
        await self._session.close()


class _Connector(aiohttp.TCPConnector):
    """Makes a connection, tells so, and keeps none."""

    def __init__(self, connected: Callable[[], None]) -> None:
        super().__init__(ssl=_ssl_context(), force_close=True)
        self._connected = connected

    async def connect(self, *args: Any, **kwargs: Any) -> Any:
        connection = await super().connect(*args, **kwargs)
        self._connected()
        return connection


class _Body(httpx.AsyncByteStream):
    """The body of an answer, part by part."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for part in self._answer.content.iter_any():
                yield part
        except _TROUBLE as error:
            raise _named(error) from None

    async def aclose(self) -> None:
        self._answer.close()


async def _sent(request: httpx.Request) -> bytes:
    """Return the body as its stream has it, which is what a transport is to send."""
    stream = cast("httpx.AsyncByteStream", request.stream)
    return b"".join([part async for part in stream])


def _headers(request: httpx.Request) -> list[tuple[str, str]]:
    return [
        (name.decode("ascii"), value.decode("ascii"))
        for name, value in request.headers.raw
        if name.lower() not in _WRITTEN
    ]


def _timeout(request: httpx.Request) -> aiohttp.ClientTimeout:
    """Return the seconds for a connection, its encryption included, and between two reads."""
    seconds = request.extensions.get("timeout", {})
    return aiohttp.ClientTimeout(connect=seconds.get("connect"), sock_read=seconds.get("read"))


def _named(error: Exception) -> httpx.TransportError:
    return next(name("") for kind, name in _NAMES if isinstance(error, kind))


@cache
def _ssl_context() -> ssl.SSLContext:
    """Build the trust store once: it takes longer than a call."""
    return httpx.create_ssl_context(trust_env=False)
