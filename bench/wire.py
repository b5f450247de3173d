"""HTTP/1.1 on bare asyncio protocols: as little between two processes as there can be."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import cycle
from typing import cast

import httptools

LOOPBACK = "127.0.0.1"

Reply = Callable[[int, bytes], None]


@dataclass(frozen=True, slots=True)
class Request:
    """A whole request; the names of its headers are in lower case."""

    method: str
    target: str
    headers: Mapping[bytes, bytes]
    body: bytes


class Door(asyncio.Protocol):
    """A server's side of one connection: one request at a time, answered now or later."""

    def __init__(self, answer: Callable[[Request, Reply], None]) -> None:
        self._answer = answer
        self._parser = httptools.HttpRequestParser(self)
        self._transport: asyncio.Transport | None = None
        self.on_message_begin()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's own
        """Note that nobody hears any more."""
        self._transport = None

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._target = self._body = b""
        self._headers: dict[bytes, bytes] = {}

    def on_url(self, url: bytes) -> None:
        """Take in a part of the target."""
        self._target += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take in a header."""
        self._headers[name.lower()] = value

    def on_body(self, body: bytes) -> None:
        """Take in a part of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Pass a whole request on."""
        method = self._parser.get_method().decode()
        request = Request(method, self._target.decode(), self._headers, self._body)
        self._answer(request, self._reply)

    def _reply(self, status: int, body: bytes) -> None:
        if self._transport is not None:
            self._transport.write(
                b"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                % (status, HTTPStatus(status).phrase.encode(), len(body), body)
            )


class Line(asyncio.Protocol):
    """A client's side of one connection that is kept alive: one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes]] | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether another request may go out."""
        return self._transport is not None and not self._transport.is_closing()

    def exchange(self, request: bytes) -> asyncio.Future[tuple[int, bytes]]:
        """Send a request; its status and body come later, or a ConnectionError."""
        if self._transport is None:
            raise ConnectionError("the line is closed")
        self._parser = httptools.HttpResponseParser(self)
        self._body = b""
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return self._answer

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note where to write."""
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the protocol's own
        """Tell whoever waits for an answer."""
        self._transport = None
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the other side hung up"))

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Take in a part of the body."""
        self._body += body

    def on_message_complete(self) -> None:
        """Hand a whole answer over."""
        answer, self._answer = self._answer, None
        if not self._parser.should_keep_alive():
            self.close()
        if answer is not None and not answer.done():
            answer.set_result((self._parser.get_status_code(), self._body))


class Lines:
    """As many lines to these ports of this machine as are needed at once, to each in turn."""

    def __init__(self, *ports: int) -> None:
        self._ports = cycle(ports)
        self._idle: deque[Line] = deque()

    async def post(self, head: bytes, body: bytes) -> tuple[int, bytes]:
        """Post a body under a head of `post_head`; return the answer's status and body."""
        line = self._idle.popleft() if self._idle else Line()
        if not line.is_open:
            loop = asyncio.get_running_loop()
            _, line = await loop.create_connection(Line, LOOPBACK, next(self._ports))
        answer = await line.exchange(b"%s%d\r\n\r\n%s" % (head, len(body), body))
        self._idle.append(line)
        return answer

    def close(self) -> None:
        """Hang up on all lines that are idle."""
        while self._idle:
            self._idle.popleft().close()


def post_head(path: str, **headers: str) -> bytes:
    """Return what goes before the body's length; a header's `_` stands for `-`."""
    lines = (f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return (
        f"POST {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nContent-Type: application/json\r\n"
        f"{''.join(lines)}Content-Length: "
    ).encode()
