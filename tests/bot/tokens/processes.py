"""Processes that call Flextell with the tokens of one sign-in, each as it is told."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from bot.settings import SignInSettings, load_settings
from bot.tokens.keeping import KeptTokens, Pace
from bot.wiring import flextell_client, token_endpoint
from flextell import CallFailed, RefreshingToken
from storage import Database
from tests.road.starting import nursery

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerProcess

    from flextell import Flextell

PACE = Pace(lease=2.0, retry=0.3, look=0.02)


class Fatal(httpx.AsyncHTTPTransport):
    """A wire on which the process is killed as soon as the token endpoint has answered."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Read the whole answer, and be gone before anybody can use it."""
        response = await super().handle_async_request(request)
        await response.aread()
        os.kill(os.getpid(), signal.SIGKILL)
        return response


@dataclass(slots=True)
class Process:
    """One of them, and the line to it."""

    process: ForkServerProcess
    line: Connection

    def tell(self, calls: int) -> None:
        """Have it make so many calls at once."""
        self.line.send(calls)

    def outcomes(self, seconds: float = 60) -> list[str]:
        """Return how its calls ended: "ok", or the class of what they failed with."""
        assert self.line.poll(seconds), "a process has not answered"
        outcomes: list[str] = self.line.recv()
        return outcomes

    def exit_code(self) -> int | None:
        """Wait for its end, and return the exit code: minus nine for a kill."""
        self.process.join(30)
        return self.process.exitcode


@contextmanager
def processes(
    count: int, environment: Mapping[str, str], *, fatal: bool = False
) -> Iterator[list[Process]]:
    """Start so many, and end them; fatal ones do not outlive a refresh."""
    with ExitStack() as left:
        yield [left.enter_context(_started(environment, fatal)) for _ in range(count)]


@contextmanager
def _started(environment: Mapping[str, str], fatal: bool) -> Iterator[Process]:  # noqa: FBT001 - see above
    ours, theirs = nursery().Pipe()
    process = nursery().Process(target=_be, args=(theirs, dict(environment), fatal))
    process.start()
    theirs.close()
    with ours:
        try:
            yield Process(process, ours)
            if process.is_alive():
                ours.send(0)
                process.join(30)
        finally:
            process.kill()
            process.join()


def _be(line: Connection, environment: dict[str, str], fatal: bool) -> None:  # noqa: FBT001 - see above
    """Be one of them, until told to make no calls."""
    asyncio.run(_calls(line, environment, Fatal() if fatal else None))


async def _calls(
    line: Connection, environment: dict[str, str], transport: httpx.AsyncBaseTransport | None
) -> None:
    settings = load_settings(SignInSettings, environment=environment, env_file=None)
    database = Database(settings.database_url.get_secret_value(), settings.keyring)
    endpoint = token_endpoint(settings, transport)
    kept = KeptTokens(database, settings.flextell_tenant, endpoint, PACE)
    flextell = flextell_client(settings, RefreshingToken(kept))
    while count := await asyncio.to_thread(line.recv):
        line.send(await asyncio.gather(*(_call(flextell) for _ in range(count))))
    await database.close()


async def _call(flextell: Flextell) -> str:
    try:
        await flextell.ping()
    except CallFailed as failure:
        return type(failure).__name__
    return "ok"
