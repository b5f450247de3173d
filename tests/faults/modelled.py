"""The bot that the model is held against: reception, storage and delivery, on time that leaps.

Flextell is the stand-in of the stage, behind a real socket; Telegram is a voice in memory.
"""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette

from bot.delivery.rules import rules_of
from bot.delivery.worker import Worker
from bot.telegram.telling import Telling
from bot.turns.batches import Batches
from flextell import Flextell, StaticToken
from simulator.flextell import stand_in
from simulator.flextell.faults import Setting
from storage import OPEN, Status
from tests.bot.delivery.road import gone
from tests.bot.telegram.receiving import Receiving, Wrist
from tests.bot.turns.talks import a_talk
from tests.faults.checker import Evidence, remembered
from tests.faults.hurried import quick
from tests.faults.leaping import LeapingDatabase, LeapingLoop

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from bot.telegram.calls import Call
    from storage import Keyring

TOKEN, TENANT = "made-up", "42"
SETTLE_MINUTES = 0.05
# Until what a step has begun is done, unless Flextell keeps silent.
STEP_SECONDS = 1.5
LOOK_SECONDS = 5.0
QUIET_SECONDS = 300.0
# So late a customer appears within the window, and so long a 429 lasts.
SECONDS_OF_FAULTS = {"commit_late": 1.0, "limit_seconds": 1.0}

Update = dict[str, Any]


class Fated(stand_in.Flextell):
    """The stand-in Flextell; the next submission's first POST meets `fault`, its others none.

    `met` is what each submission has met, empty for nothing.
    """

    fault = ""

    def __init__(self, loop: LeapingLoop) -> None:
        super().__init__(TOKEN, TENANT, lambda _: None, clock=loop.wall_clock)
        self.met: dict[str, str] = {}

    async def _create(self, request: Request) -> Response:
        """Create a customer, or what the fault makes of it."""
        await request.body()  # so that nothing is waited for between the fault and the answer
        key = request.headers["idempotency-key"]
        fault = ""
        if key not in self.met:
            fault, self.fault = self.fault, ""
            self.met[key] = fault
        seconds = SECONDS_OF_FAULTS.get(fault)
        self._faults.settings.create = Setting(fault=fault or None, seconds=seconds)
        return await super()._create(request)

    def spoil(self, operation: str, fault: str) -> None:
        """Have the next list, or search, fail."""
        setattr(self._faults.settings, operation, Setting(fault=fault, times=1, seconds=1))

    def customers(self) -> list[dict[str, Any]]:
        """Return who was created."""
        return list(self._customers)


@dataclass
class Clock(Wrist):
    """The loop's clock."""

    def monotonic(self) -> float:
        """Return the loop's time."""
        return asyncio.get_running_loop().time()


@dataclass
class Front(Receiving):
    """A reception that wakes a worker."""

    house: House | None = None

    def _wake(self) -> None:
        if self.house is not None and self.house.worker is not None:
            self.house.worker.wake()


@dataclass
class House:
    """All of the bot but its sockets; its `worker` may come and go."""

    database: LeapingDatabase
    keyring: Keyring
    flextell: Fated
    address: str
    worker: Worker | None = None
    told: dict[int, Update] = field(default_factory=dict)
    _running: asyncio.Task[None] | None = None

    def __post_init__(self) -> None:
        self.talk = a_talk(self.keyring)
        self.batches = Batches(self.database)
        self.front = Front(self.database, self.batches, Clock(), house=self)
        self.front.open(self.keyring)
        settle = rules_of(self.talk.flow, SETTLE_MINUTES)
        self._rules = quick(settle)

    async def takes(self, *updates: Update) -> list[tuple[Call, ...]]:
        """Take updates in, all at once, in this order; return what answers each."""
        self.told |= {update["update_id"]: update for update in updates}
        return await asyncio.gather(*map(self.front.receives, updates))

    def worker_goes_on(self) -> None:
        """Start a worker."""
        client = Flextell(f"{self.address}/api/v1", TENANT, StaticToken(TOKEN))
        self.worker = Worker(
            database=self.database,
            batches=self.batches,
            flextell=client,
            teller=Telling(self.front.voice, self.front.lanes),
            talk=self.talk,
            rules=self._rules,
            chance=lambda: 0.5,
        )
        self._running = asyncio.get_running_loop().create_task(self.worker.run())

    async def worker_stops(self) -> None:
        """Stop the worker in order."""
        worker, running = self.worker, self._running
        assert worker is not None
        assert running is not None
        self.worker = self._running = None
        worker.stop()
        await running

    async def worker_dies(self) -> None:
        """End the worker wherever it is."""
        running, self.worker, self._running = self._running, None, None
        assert running is not None
        await gone(running)

    async def is_quiet(self) -> None:
        """Wait until the worker has done all there is to do."""
        async with asyncio.timeout(QUIET_SECONDS):
            while await self._is_busy():  # noqa: ASYNC110 - a database has no event
                await asyncio.sleep(LOOK_SECONDS)

    async def _is_busy(self) -> bool:
        async with self.database.begin() as work:
            counts = await work.submissions.counts()
            due = await work.submissions.next_due_at()
        return due is not None or bool(counts.keys() & (OPEN - {Status.HUMAN}))

    async def evidence(self) -> Evidence:
        """Return what is left now, without the updates."""
        memory = await remembered(self.database)
        return Evidence(self.talk, memory, self.flextell.customers())


@asynccontextmanager
async def raised(url: str, keyring: Keyring) -> AsyncIterator[House]:
    """Raise a house with its stand-in; nothing of it is left in the end."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, LeapingLoop)
    flextell = Fated(loop)
    database = LeapingDatabase(url, keyring, loop)
    async with _served(flextell) as address:
        house = House(database, keyring, flextell, address)
        serving = asyncio.create_task(house.batches.serve())
        try:
            yield house
        finally:
            if house.worker is not None:
                await house.worker_stops()
            await gone(serving)
            await house.front.lanes.close(1)
            await database.close()


@asynccontextmanager
async def _served(flextell: Fated) -> AsyncIterator[str]:
    """Serve the stand-in in this loop; return its address."""
    app = Starlette(routes=flextell.routes())
    config = uvicorn.Config(app, lifespan="off", log_level="error", access_log=False, ws="none")
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as door:
        serving = asyncio.create_task(server.serve([door]))
        yield f"http://127.0.0.1:{door.getsockname()[1]}"
        server.should_exit = True
        await serving
