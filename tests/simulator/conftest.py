"""A raised stage, a bot's view of it, and a bot's webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest_asyncio
from aiohttp import test_utils, web
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from simulator.app import Stage
from simulator.server import Server
from simulator.telegram.world import World

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

TOKEN = "7000000042:stage-token"
ADA, LAILA = 1001, 1002


@dataclass
class Neighbour:
    """The stand-in beside Telegram, as small as the stage's seam allows."""

    resets: int = 0

    def routes(self) -> list[BaseRoute]:
        """Answer on one path."""
        return [Route("/stage/flextell/customers", self.customers)]

    def reset(self) -> None:
        """Count."""
        self.resets += 1

    async def customers(self, _: Request) -> JSONResponse:
        """Nobody was created."""
        return JSONResponse({"customers": []})


@dataclass
class Play:
    """A raised stage: its address, and both of its doors over HTTP."""

    world: World
    server: Server
    neighbour: Neighbour
    url: str
    http: httpx.AsyncClient

    async def call(self, method: str, **params: Any) -> httpx.Response:
        """Call the Bot API with a JSON body."""
        return await self.http.post(f"/bot{TOKEN}/{method}", json=params)

    async def result(self, method: str, **params: Any) -> Any:
        """Call the Bot API and take the result of a call that succeeds."""
        answer = (await self.call(method, **params)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refusal(self, method: str, **params: Any) -> tuple[int, str]:
        """Call the Bot API and take the error of a call that fails."""
        response = await self.call(method, **params)
        answer = response.json()
        assert (answer["ok"], answer["error_code"]) == (False, response.status_code)
        return response.status_code, answer["description"]

    async def act(self, person: int, act: str, **wish: Any) -> Any:
        """Let a person do something that succeeds."""
        response = await self.http.post(f"/stage/people/{person}/{act}", json=wish)
        assert response.status_code == 201, response.text
        return response.json()

    async def chat(self, chat: int) -> Any:
        """See a chat."""
        return (await self.http.get(f"/stage/chats/{chat}")).json()

    async def faults(self, *faults: Any, **updates: Any) -> None:
        """Set the faults."""
        wanted = {"faults": list(faults), "updates": updates}
        response = await self.http.put("/stage/telegram/faults", json=wanted)
        assert response.status_code == 200, response.text

    async def calls(self) -> Any:
        """List the bot's calls."""
        return (await self.http.get("/stage/telegram/calls")).json()["calls"]

    async def delivered(self, chat: int = ADA) -> Any:
        """Wait until the bot has acknowledged everything of a chat.  Returns the chat."""
        async with asyncio.timeout(5):
            while (seen := await self.chat(chat))["undelivered"]:  # noqa: ASYNC110 - HTTP only tells
                await asyncio.sleep(0.01)
        return seen


@dataclass
class Receiver:
    """A bot's webhook: what came, and what it answers next (then always an empty 200)."""

    url: str = ""
    came: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: list[web.Response | Exception] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Take one update, once the gate is open."""
        self.came.append(json.loads(await request.read()))
        self.headers.append(dict(request.headers))
        await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else web.Response()
        if isinstance(answer, Exception):
            assert request.transport is not None
            request.transport.abort()
            raise answer
        return answer

    async def count(self, number: int) -> None:
        """Wait until so many updates came."""
        async with asyncio.timeout(5):
            while len(self.came) < number:  # noqa: ASYNC110 - a list has no event
                await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def raised(world: World) -> AsyncIterator[Play]:
    """Raise a stage on a free port, and take it down."""
    neighbour = Neighbour()
    ready: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    server = Server(Stage(world, neighbour), "127.0.0.1", 0, ready.set_result)
    serving = asyncio.create_task(server.serve())
    url = await ready
    async with httpx.AsyncClient(base_url=url, timeout=10) as http:
        yield Play(world, server, neighbour, url, http)
    server.stop()
    await serving


@pytest_asyncio.fixture
async def play() -> AsyncIterator[Play]:
    """Lend a raised stage."""
    async with raised(World()) as play:
        yield play


@pytest_asyncio.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Lend a listening webhook whose gate is open."""
    receiver = Receiver()
    receiver.gate.set()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    async with test_utils.TestServer(app) as server:
        receiver.url = str(server.make_url("/hook"))
        yield receiver
