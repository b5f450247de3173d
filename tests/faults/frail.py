"""A deployment whose processes die, are started again, and talk to the world over tolls."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.rehearsal.children import free_port
from bot.settings import SHIPPED, Settings, load_settings
from bot.web.webhook import WEBHOOK_PATH
from bot.wiring import company_talk
from storage import Database
from tests.bot.telegram import made
from tests.faults.checker import Evidence, check, leaks, remembered
from tests.faults.hurried import start_hurried
from tests.faults.toll import HOST, raised_toll
from tests.road.deployment import SECRET, TOKEN, Deployment, deployment
from tests.road.waiting import until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence
    from pathlib import Path

    from tests.faults.hurried import Deaths
    from tests.faults.toll import Toll

LOOK_SECONDS = 0.02
PATIENCE_SECONDS = 60.0
SECRETS = (TOKEN.split(":")[1], SECRET, "demo-token")
SETTLE_MINUTES = "0.03"

# Which updates are taken as turns; the others change no conversation.
TURNS = ("message", "edited_message", "callback_query")


PROBER, FIRST_PROBE = 999_000_111, 1_000_000_000


@dataclass(frozen=True, slots=True)
class Probe:
    """An update that was posted past Telegram, how it was answered, and after how many seconds."""

    update: dict[str, Any]
    status: int
    retry_after: str
    took: float


@dataclass(slots=True)
class Frail:
    """Processes that are started again whenever they end.

    `outward` are the tolls between each of them and the stage, `inward` the one between Telegram
    and the web processes.
    """

    deployed: Deployment
    names: tuple[str, ...]
    inward: Toll
    outward: dict[str, Toll]
    restarts: int = 0
    probes: list[Probe] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    _numbers: count[int] = field(default_factory=count)

    def start(self, name: str, deaths: Deaths | None = None) -> None:
        """Start a process, or start it again."""
        stage = f"http://{HOST}:{self.outward[name].port}"
        environment = {
            **self.deployed.environment(),
            "PORT": str(self.deployed.ports[name]),
            "TELEGRAM_API_URL": stage,
            "FLEXTELL_API_URL": f"{stage}/api/v1",
            "SETTLE_MINUTES": SETTLE_MINUTES,
            **self.settings,
        }
        log = self.deployed.folder / f"{name}.log"
        command = name.split("-", maxsplit=1)[0]
        self.deployed.running[name] = start_hurried(command, environment, log, deaths)

    def kill(self, name: str) -> None:
        """Kill a process; whoever keeps it starts it again."""
        self.deployed.running[name].kill()

    async def serves(self) -> None:
        """Wait until each web process is well, and have Telegram send its updates."""
        await self._is_up()
        self.deployed.send_updates_to_port(self.inward.port)

    @asynccontextmanager
    async def kept(self) -> AsyncIterator[None]:
        """Start each process again whenever it has ended, as a host does."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping

    async def _keep(self) -> None:
        while True:
            for name in self.names:
                if not self.deployed.running[name].is_alive:
                    self.restarts += 1
                    self.start(name)
            await asyncio.sleep(LOOK_SECONDS)

    async def is_quiet(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until all are up, Telegram has no update left, and nothing is due in the memory."""
        await self._is_up()
        await until(lambda: not self._pending(), seconds)
        async with self.opened() as database, asyncio.timeout(seconds):
            while await _is_busy(database):  # noqa: ASYNC110 - a database has no event
                await asyncio.sleep(LOOK_SECONDS * 5)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """Open the deployment's database, to look into it."""
        settings = self._settings()
        database = Database(self.deployed.database_url, settings.keyring)
        try:
            yield database
        finally:
            await database.close()

    async def evidence(self) -> Evidence:
        """Return what is left, once all is quiet."""
        async with self.opened() as database:
            memory = await remembered(database)
        told = self.deployed.http.get("/stage/telegram/updates").json()["updates"]
        updates = {each["update_id"]: each for each in told}
        updates |= {each.update["update_id"]: each.update for each in self.probes}
        turns = {key for key, each in updates.items() if any(kind in each for kind in TURNS)}
        turns -= {each.update["update_id"] for each in self.probes if each.status != HTTPStatus.OK}
        talk = company_talk(self._settings())
        customers = self.deployed.stage.customers()
        return Evidence(talk, memory, customers, updates, frozenset(turns))

    async def check(
        self, canaries: Iterable[str], folders: Sequence[Path] = (), *, is_deaf: bool = False
    ) -> Evidence:
        """Hold what is left against what must be so; nothing personal may have leaked."""
        evidence = replace(await self.evidence(), is_deaf=is_deaf)
        check(evidence)
        found = leaks([self.deployed.folder, *folders], self._figures(), (*SECRETS, *canaries))
        assert found == []
        return evidence

    def probe(self, name: str) -> int:
        """Have somebody new say something to a web process, past Telegram; return the status."""
        number = next(self._numbers)
        update = made.said("/help", FIRST_PROBE + number, PROBER + number, date=int(time.time()))
        began = time.monotonic()
        answer = self.deployed.http.post(
            f"http://{HOST}:{self.deployed.ports[name]}{WEBHOOK_PATH}",
            json=update,
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
            timeout=30,
        )
        took = time.monotonic() - began
        retry_after = answer.headers.get("Retry-After", "")
        self.probes.append(Probe(update, answer.status_code, retry_after, took))
        return answer.status_code

    def _figures(self) -> list[str]:
        webs = [name for name in self.names if name.startswith("web")]
        pages = [f"http://{HOST}:{self.deployed.ports[name]}/metrics" for name in webs]
        return [self.deployed.http.get(page).text for page in pages]

    async def _is_up(self) -> None:
        """Wait until each process runs that was started, and each web process is well."""
        started = self.deployed.of_the_bot
        await until(lambda: all(each.is_alive for each in started().values()), PATIENCE_SECONDS)
        for name in self.names:
            if name.startswith("web"):
                await self.deployed.answers(name)

    def _pending(self) -> int:
        """Return how many updates Telegram still holds."""
        info = self.deployed.http.get(f"/bot{TOKEN}/getWebhookInfo").json()
        return int(info["result"]["pending_update_count"])

    def _settings(self) -> Settings:
        environment = {**self.deployed.environment(), **self.settings}
        return load_settings(Settings, environment=environment, env_file=None, shipped=SHIPPED)


async def _is_busy(database: Database) -> bool:
    """Tell whether anything is due now or later, but for what ended and is erased one day."""
    async with database.begin() as work:
        return await work.submissions.next_due_at() is not None


@asynccontextmanager
async def frail(
    folder: Path, database_url: str, names: tuple[str, ...], **settings: str
) -> AsyncIterator[Frail]:
    """Raise a stage, tolls and ports for these processes; nothing of it is left in the end."""
    folder.mkdir()  # noqa: ASYNC240 - before anything runs
    async with AsyncExitStack() as left:
        deployed = left.enter_context(deployment(folder, database_url))
        deployed.ports |= {name: free_port() for name in names}
        stage = int(deployed.stage.address.rsplit(":", 1)[1])
        outward = {name: await left.enter_async_context(raised_toll(stage)) for name in names}
        webs = [deployed.ports[name] for name in names if name.startswith("web")]
        inward = await left.enter_async_context(raised_toll(*webs))
        yield Frail(deployed, names, inward, outward, settings=settings)
