from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import ExitStack, asynccontextmanager

import pytest

from flextell import (
    CallFailed,
    CreatedWithoutID,
    Deadlines,
    Flextell,
    Misconfigured,
    NotSent,
    StaticToken,
    Unknown,
)

BODY = b'{"first_name":"Ada"}'
SHORT = Deadlines(connect=0.5, read=0.3, total=0.9)
Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(script: Script, deadlines: Deadlines = SHORT) -> AsyncIterator[Flextell]:
    """Run a server that plays one script for each connection; give a client that talks to it."""

    async def play(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await script(reader, writer)
        finally:
            writer.close()

    server = await asyncio.start_server(play, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        yield Flextell(
            f"http://127.0.0.1:{port}/api/v1", "7", StaticToken("t"), deadlines=deadlines
        )


async def hear(reader: asyncio.StreamReader) -> bytes:
    """Read one request to the end of its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    return head + await reader.readexactly(len(BODY))


def saying(*parts: bytes, pause: float = 0.0) -> Script:
    """Answer a request with these parts, then close the connection."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await hear(reader)
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)

    return script


async def _silence(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await hear(reader)
    await reader.read()


async def _reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await hear(reader)
    line: socket.socket = writer.get_extra_info("socket")
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


async def _failure(flextell: Flextell) -> tuple[CallFailed, int]:
    starts: list[None] = []
    with pytest.raises(CallFailed) as caught:
        await flextell.create(BODY, idempotency_key="k", started=lambda: starts.append(None))
    return caught.value, len(starts)


OK = b"HTTP/1.1 201 Created\r\nContent-Type: application/json\r\n"
WIRE: list[tuple[str, Script, type[CallFailed], str]] = [
    ("reset", _reset, Unknown, "ReadError"),
    ("silence", _silence, Unknown, "ReadTimeout"),
    ("closed", saying(), Unknown, "RemoteProtocolError"),
    ("half a head", saying(OK), Unknown, "RemoteProtocolError"),
    ("no HTTP", saying(b"SSH-2.0-hello\r\n\r\n"), Unknown, "RemoteProtocolError"),
    ("slow head", saying(*[bytes([byte]) for byte in OK], pause=0.1), Unknown, "deadline"),
    ("partial", saying(OK + b'Content-Length: 99\r\n\r\n{"data"'), CreatedWithoutID, "201"),
    (
        "cut chunk",
        saying(OK + b"Transfer-Encoding: chunked\r\n\r\n9\r\n{"),
        CreatedWithoutID,
        "201",
    ),
    (
        "drip",
        saying(OK + b"Content-Length: 99\r\n\r\n", *[b" "] * 50, pause=0.1),
        CreatedWithoutID,
        "201",
    ),
    (
        "bad gzip",
        saying(OK + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\noops"),
        CreatedWithoutID,
        "201",
    ),
    (
        "endless",
        saying(OK + b"\r\n" + b" " * 2_000_000),
        CreatedWithoutID,
        "201",
    ),
    (
        "redirect",
        saying(b"HTTP/1.1 307 Again\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n"),
        Misconfigured,
        "307",
    ),
    (
        "page",
        saying(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 6\r\n\r\n<html>"),
        Unknown,
        "502",
    ),
]


@pytest.mark.parametrize(
    ("script", "outcome", "text"), [row[1:] for row in WIRE], ids=[row[0] for row in WIRE]
)
async def test_a_broken_wire_has_an_outcome(
    script: Script, outcome: type[CallFailed], text: str
) -> None:
    """Whatever happens after the request left, it is said once and told apart rightly."""
    async with serving(script) as flextell:
        failure, starts = await _failure(flextell)

    assert type(failure) is outcome
    assert text in str(failure)
    assert starts == 1


async def test_a_whole_answer_is_read_over_the_wire() -> None:
    """The request arrives with exactly its bytes, and the connection is closed afterwards."""
    heard: list[bytes] = []
    ended = asyncio.Event()

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(await hear(reader))
        writer.write(OK + b'Content-Length: 17\r\n\r\n{"data":{"id":1}}')
        assert await reader.read() == b""
        ended.set()

    async with serving(script) as flextell:
        created = await flextell.create(BODY, idempotency_key="k")
        await asyncio.wait_for(ended.wait(), 1)

    assert created.id == "1"
    assert heard[0].startswith(b"POST /api/v1/customers HTTP/1.1\r\n")
    assert heard[0].endswith(b"\r\n\r\n" + BODY)


async def test_a_refused_connection_is_not_sent() -> None:
    """Nobody listens: nothing left, and `started` was never called."""
    with socket.socket() as placeholder:
        placeholder.bind(("127.0.0.1", 0))
        port = placeholder.getsockname()[1]
        flextell = Flextell(f"http://127.0.0.1:{port}", "7", StaticToken("t"), deadlines=SHORT)
        failure, starts = await _failure(flextell)

    assert isinstance(failure, NotSent)
    assert starts == 0


async def test_a_handshake_that_never_ends_is_not_sent() -> None:
    """Before the first byte of the request a time-out proves that nothing left."""

    async def mute(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with serving(mute) as plain:
        url = str(plain._exchange._base).replace("http:", "https:")
        failure, starts = await _failure(Flextell(url, "7", StaticToken("t"), deadlines=SHORT))

    assert (type(failure), str(failure), starts) == (NotSent, "not sent: ConnectTimeout", 0)


async def test_a_deadline_without_a_connection_is_not_sent() -> None:
    """A host that answers no knock: the whole deadline passes, and nothing left."""
    hasty = Deadlines(connect=5, read=5, total=0.2)
    with socket.socket() as deaf, ExitStack() as waiting:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        for _ in range(4):  # fills the queue of a listener that never takes anybody in
            knock = waiting.enter_context(socket.socket())
            knock.settimeout(0)
            knock.connect_ex(deaf.getsockname())
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        failure, starts = await _failure(Flextell(url, "7", StaticToken("t"), deadlines=hasty))

    assert (type(failure), str(failure), starts) == (NotSent, "not sent: deadline", 0)


async def test_a_cancelled_call_stays_cancelled() -> None:
    """Who cancels hears of it; that the request had left, `started` has told."""
    left = asyncio.Event()

    async with serving(_silence, Deadlines()) as flextell:
        call = asyncio.create_task(flextell.create(BODY, idempotency_key="k", started=left.set))
        await asyncio.wait_for(left.wait(), 1)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call


async def test_calls_at_the_same_time_do_not_disturb_each_other() -> None:
    """Each call has a connection of its own: one that hangs takes nobody along."""
    turns = iter(range(10))

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        turn = next(turns)
        await hear(reader)
        if turn % 2:
            await reader.read()
        else:
            writer.write(OK + b'Content-Length: 17\r\n\r\n{"data":{"id":1}}')

    async with serving(script, Deadlines(read=1)) as flextell:
        calls = [flextell.create(BODY, idempotency_key="k") for _ in range(10)]
        results = await asyncio.gather(*calls, return_exceptions=True)

    assert sum(isinstance(result, Unknown) for result in results) == 5
    assert sum(not isinstance(result, BaseException) for result in results) == 5
