"""How the stage is served: one uvicorn that can hang up on demand and always stops at once."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Callable, Iterator

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from simulator.app import Stage

SIGNALS = (signal.SIGTERM, signal.SIGINT)
PATIENCE_SECONDS = 1


class Connection(HttpToolsProtocol):
    """One HTTP connection; a request can close it unanswered with `request.state.hang_up()`."""

    def on_message_begin(self) -> None:
        """Give each request the means to hang up."""
        super().on_message_begin()
        self.scope["state"]["hang_up"] = self.transport.abort


class Server(uvicorn.Server):
    """Serves the stage; tells its address once it listens; a signal ends it with exit code 0.

    uvicorn alone waits for open streams and then dies of the signal it got.
    """

    def __init__(self, stage: Stage, host: str, port: int, ready: Callable[[str], None]) -> None:
        config = uvicorn.Config(
            stage.app,
            host=host,
            port=port,
            http=Connection,
            loop="uvloop",
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=PATIENCE_SECONDS,
        )
        super().__init__(config)
        self._stage = stage
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say where."""
        await super().startup(sockets)
        host, port = self.servers[0].sockets[0].getsockname()[:2]
        self._ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")

    def stop(self) -> None:
        """Let go of everybody who waits, and stop."""
        self._stage.end()
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal, and do not raise it again afterwards."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            loop.add_signal_handler(number, self.stop)
        try:
            yield
        finally:
            for number in SIGNALS:
                loop.remove_signal_handler(number)
