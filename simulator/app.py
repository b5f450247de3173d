"""The stage as one web application: Telegram, Flextell, the control API and the chat page."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from simulator import page
from simulator.telegram.api import BotDoor
from simulator.telegram.delivery import Delivery
from simulator.telegram.polling import Polling
from simulator.telegram.stage import REFUSALS, StageDoor
from simulator.telegram.world import World


class StandIn(Protocol):
    """What the stage asks of the stand-in beside Telegram."""

    def routes(self) -> Sequence[BaseRoute]:
        """Give its own API and its part of the control API."""
        ...

    def reset(self) -> None:
        """Forget everything."""
        ...


class Stage:
    """Both stand-ins and those who look on.  `app` is the ASGI application of all of it."""

    def __init__(self, world: World, flextell: StandIn) -> None:
        self._world = world
        self._polling = Polling(world)
        self._delivery = Delivery(world)
        self.app = Starlette(
            routes=[
                *BotDoor(world, self._polling).routes(),
                *StageDoor(world, flextell.reset).routes(),
                *flextell.routes(),
                *page.routes(),
            ],
            exception_handlers=REFUSALS,
            lifespan=self._open,
        )

    def end(self) -> None:
        """Let go of everybody who waits for something to happen: streams and long polls."""
        self._world.events.close()
        self._polling.close()

    @asynccontextmanager
    async def _open(self, _: Starlette) -> AsyncIterator[None]:
        await self._delivery.open()
        try:
            yield
        finally:
            await self._delivery.close()
