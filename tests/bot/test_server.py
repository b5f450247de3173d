from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.web.server import listening

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]

# The application under test, run as a process of its own.
PROGRAM = """
import asyncio, signal
import uvloop
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route
from bot.web.server import listening, serve

async def quick(request):
    return PlainTextResponse(type(asyncio.get_running_loop()).__module__)

async def slow(request):
    print("under way", flush=True)
    await asyncio.sleep(0.7)
    return PlainTextResponse("done")

async def stream(request):
    async def forever():
        while True:
            yield b"still here\\n"
            await asyncio.sleep(0.05)
    return StreamingResponse(forever())

async def main():
    door = listening("127.0.0.1", 0)
    port = door.getsockname()[1]
    app = Starlette(routes=[Route("/", quick), Route("/slow", slow), Route("/stream", stream)])
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    await serve(app, door, stop=stop, ready=lambda: print(port, flush=True))
    print("ended", flush=True)

uvloop.run(main())
"""


class Served:
    """The process, its port, and how long it took to end."""

    def __init__(self, process: subprocess.Popen[str], left_open: ExitStack) -> None:
        self.process = process
        self.port = int(self.line())
        self._left_open = left_open

    def line(self) -> str:
        """Give the next line it printed."""
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def ask(self, path: str) -> http.client.HTTPConnection:
        """Send a request without waiting for the answer; the connection stays open."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self._left_open.enter_context(closing(connection))
        connection.request("GET", path)
        return connection

    def stream(self) -> http.client.HTTPResponse:
        """Open a stream that has begun to send."""
        response = self.ask("/stream").getresponse()
        self._left_open.callback(response.close)
        assert response.readline() == b"still here\n"
        return response

    def end(self, signum: int) -> float:
        """Send a signal, and give the seconds until the process ended with exit code 0."""
        began = time.monotonic()
        self.process.send_signal(signum)
        assert self.process.wait(timeout=20) == 0
        return time.monotonic() - began


@contextmanager
def served() -> Iterator[Served]:
    """Run the program, and leave nothing of it behind."""
    process = subprocess.Popen(  # noqa: S603 - this interpreter and the program above
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=dict(os.environ),
    )
    with process, ExitStack() as left_open:
        left_open.callback(process.kill)
        yield Served(process, left_open)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_idle_server_with_exit_code_0(signum: int) -> None:
    """Hosts restart daily; that is no failure. A kept-alive connection does not hold it up."""
    with served() as server:
        connection = server.ask("/")
        response = connection.getresponse()
        assert (response.status, response.read().decode()) == (200, "uvloop")
        assert response.getheader("server") is None
        assert server.end(signum) < 2
        assert server.line() == "ended"


def test_what_is_under_way_is_finished() -> None:
    """Nobody who was let in is sent away; nobody new is let in."""
    with served() as server:
        connection = server.ask("/slow")
        assert server.line() == "under way"
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5)
        assert connection.getresponse().read() == b"done"
        assert server.process.wait(timeout=5) == 0


def test_a_stream_that_does_not_end_does_not_keep_the_process() -> None:
    """Within five seconds it is over, and that too with exit code 0."""
    with served() as server:
        server.stream()
        assert server.end(signal.SIGTERM) < 5


def test_a_taken_port_is_said_before_anything_is_served() -> None:
    """Whoever starts the server can tell it in a sentence."""
    with listening("127.0.0.1", 0) as door, pytest.raises(OSError, match="in use"):
        listening("127.0.0.1", door.getsockname()[1])


def test_an_address_of_the_new_kind_is_listened_on_too() -> None:
    """Hosts with IPv6 only have no other."""
    with listening("::1", 0) as door:
        assert door.family is socket.AF_INET6
