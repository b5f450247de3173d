"""Answers that break the connection: what their names say is what shows on the wire.

uvicorn gives an application no connection, but the `receive` it passes belongs to the request's
cycle, which holds one.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from typing import TYPE_CHECKING, Protocol, cast

from starlette.responses import Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

CLOSE_WITH_RESET = struct.pack("ii", 1, 0)
"""SO_LINGER, on, zero seconds: closing sends a reset in place of a farewell."""


class _Cycle(Protocol):
    """uvicorn's request and answer, h11's as well as httptools'."""

    transport: asyncio.Transport


def transport_of(receive: Receive) -> asyncio.Transport:
    """Give the connection of a request that uvicorn serves."""
    return cast("_Cycle", receive.__self__).transport  # type: ignore[attr-defined]


async def gone(receive: Receive) -> None:
    """Wait until the client is gone, or the connection was closed from here."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _head(response: Response) -> dict[str, object]:
    return {
        "type": "http.response.start",
        "status": response.status_code,
        "headers": response.raw_headers,
    }


class Reset(Response):
    """No answer: the connection is reset."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Reset the connection."""
        transport = transport_of(receive)
        line = transport.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, CLOSE_WITH_RESET)
        transport.abort()
        await gone(receive)


class Silence(Response):
    """No answer: the client waits, for `seconds` at most; `after` is done when it gave up."""

    def __init__(self, seconds: float, after: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._seconds = seconds
        self._after = after

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Wait for the client to go."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(gone(receive), self._seconds)
        transport_of(receive).abort()
        await gone(receive)
        if self._after is not None:
            self._after()


class HalfBody(Response):
    """The head of an answer and half of the body it promises, then the connection is closed."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Answer by half."""
        half = bytes(self.body)[: len(self.body) // 2]
        await send(_head(self))
        await send({"type": "http.response.body", "body": half, "more_body": True})
        transport_of(receive).close()
        await gone(receive)


class Drip(Response):
    """An answer whose body comes byte by byte, one every `seconds`, for as long as one listens."""

    def __init__(self, response: Response, seconds: float) -> None:
        super().__init__(response.body, response.status_code)
        self.raw_headers = response.raw_headers
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        """Answer drop by drop."""
        await send(_head(self))
        left = asyncio.ensure_future(gone(receive))
        try:
            for place in range(len(self.body)):
                drop = bytes(self.body)[place : place + 1]
                await send({"type": "http.response.body", "body": drop, "more_body": True})
                if (await asyncio.wait({left}, timeout=self._seconds))[0]:
                    return
            await send({"type": "http.response.body"})
        finally:
            left.cancel()
