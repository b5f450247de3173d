"""Serve an application over HTTP, and end in order when told to.

uvicorn's own runner waits for ever while a stream is open, and ends with exit code 143 although
nothing went wrong. Here the door is closed, what is under way may finish, and the call returns.
"""

import asyncio
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

# Hosts kill what is still there some seconds after SIGTERM; five is what we promise them.
FINISHING_SECONDS = 3


def listening(host: str, port: int) -> socket.socket:
    """Listen on an address; port 0 takes any free one. Raises OSError where it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=2048)


async def serve(
    app: ASGIApp,
    door: socket.socket,
    *,
    stop: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    """Answer requests at the door until `stop` is set; `ready` is called when it begins.

    Then nobody new is let in, and what is under way has `FINISHING_SECONDS`. The application's
    lifespan events are not sent: what lives as long as the process is started and ended around
    this call.
    """
    server = _Server(_config(app), ready)
    closing = asyncio.create_task(_close(server, stop))
    await server.serve(sockets=[door])
    await closing


async def _close(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    server.should_exit = True


class _Server(uvicorn.Server):
    """uvicorn that leaves signals alone and says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: ASGIApp) -> uvicorn.Config:
    """Take httptools, and neither uvicorn's logs nor its websockets."""
    return uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=FINISHING_SECONDS,
    )
