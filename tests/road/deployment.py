"""A deployment on this machine: the stage, the house's processes, and a database."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx

from bot.rehearsal.children import free_port
from bot.rehearsal.stage import Stage
from bot.telegram.inbound import ALLOWED_UPDATES
from bot.web.webhook import WEBHOOK_PATH
from storage import new_keys
from tests.road.starting import Running, start, start_fresh
from tests.road.waiting import until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = "1000001:token-of-a-road-under-test"
SECRET = "the-secret-of-a-road-under-test"
START_SECONDS = 30.0
SETTLE_MINUTES = "0.05"


@dataclass(slots=True)
class Deployment:
    """Processes by name: "stage", "poll", "web", "web-2", "worker"; all end with the test.

    Fresh ones are started as hosts do it, the others are forked, which is quick.
    """

    folder: Path
    database_url: str
    stage: Stage
    http: httpx.Client
    running: dict[str, Running] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    is_fresh: bool = False
    _keys: tuple[str, str] = field(default_factory=new_keys)

    @property
    def is_on_postgresql(self) -> bool:
        """Tell whether the worker is a process of its own."""
        return self.database_url.startswith("postgres")

    def start(self, name: str, **settings: str) -> Running:
        """Start `intake` with the first word of the name; a second time is a restart."""
        command = name.split("-", maxsplit=1)[0]
        port = self.ports.setdefault(name, free_port())
        environment = {**self.environment(), "PORT": str(port), **settings}
        log = self.folder / f"{name}.log"
        begin = start_fresh if self.is_fresh else start
        self.running[name] = begin(["intake", command], environment, log)
        return self.running[name]

    def environment(self) -> dict[str, str]:
        """Return the settings of this deployment, and nothing of the person who runs the test."""
        encryption_keys, index_key = self._keys
        return {
            "PATH": os.environ["PATH"],
            "TELEGRAM_TOKEN": TOKEN,
            "TELEGRAM_API_URL": self.stage.address,
            "TELEGRAM_WEBHOOK_SECRET": SECRET,
            "FLEXTELL_API_URL": f"{self.stage.address}/api/v1",
            "FLEXTELL_TENANT": "1",
            "FLEXTELL_ACCESS_TOKEN": "demo-token",
            "DATABASE_URL": self.database_url,
            "ENCRYPTION_KEYS": encryption_keys,
            "INDEX_KEY": index_key,
            "COMPANY_NAME": "Example Ltd",
            "DEFAULT_REGION": "GB",
            "SETTLE_MINUTES": SETTLE_MINUTES,
        }

    def of_the_bot(self) -> dict[str, Running]:
        """Return the processes that are the bot's, by name."""
        return {name: each for name, each in self.running.items() if name != "stage"}

    def kill(self, name: str) -> None:
        """Kill a process with SIGKILL, and start it again at once."""
        self.running[name].kill()
        self.start(name)

    def end(self) -> None:
        """End what still runs; a fresh process is asked first, so that it can be measured."""
        for each in self.of_the_bot().values():
            if self.is_fresh and each.is_alive:
                each.ended()
            each.kill()

    async def answers(self, name: str) -> None:
        """Wait until a web process is well."""
        await until(lambda: self._is_well(name), START_SECONDS)

    async def serves(self) -> None:
        """Wait until all have begun, and have Telegram send its updates to one."""
        if "web" in self.running:
            await self.answers("web")
            self.send_updates_to("web")
            await until(self._workers_deliver, START_SECONDS)
        else:
            await until(lambda: bool(self.calls("getUpdates", "setMyCommands")), START_SECONDS)

    def _workers_deliver(self) -> bool:
        """Tell whether each worker has begun, and so ends in order when told to."""
        workers = [each for name, each in self.running.items() if name.startswith("worker")]
        return all("worker delivers" in each.said() for each in workers)

    def _is_well(self, name: str) -> bool:
        try:
            answer = self.http.get(f"http://127.0.0.1:{self.ports[name]}/healthz")
        except httpx.TransportError:
            assert self.running[name].is_alive, self.running[name].said()
            return False
        return answer.status_code == 200

    def send_updates_to(self, name: str) -> None:
        """Have Telegram post its updates to this web process, as `intake web` would ask for."""
        self.send_updates_to_port(self.ports[name])

    def send_updates_to_port(self, port: int) -> None:
        """Have Telegram post its updates to whoever listens there."""
        webhook = {
            "url": f"http://127.0.0.1:{port}{WEBHOOK_PATH}",
            "secret_token": SECRET,
            "allowed_updates": list(ALLOWED_UPDATES),
        }
        answer = self.http.post(f"/bot{TOKEN}/setWebhook", json=webhook).json()
        assert answer["ok"], answer

    def calls(self, *methods: str) -> list[dict[str, Any]]:
        """Return the bot's calls of these methods, oldest first."""
        calls: list[dict[str, Any]] = self.http.get("/stage/telegram/calls").json()["calls"]
        return [call for call in calls if call["method"] in methods]

    def spoil_telegram(
        self, *faults: dict[str, Any], seed: int | None = None, **updates: Any
    ) -> None:
        """Set what goes wrong between bot and Telegram."""
        document = {"faults": list(faults), "updates": updates, "seed": seed}
        self.http.put("/stage/telegram/faults", json=document).raise_for_status()

    def spoil_flextell(self, **operations: dict[str, Any]) -> None:
        """Set what goes wrong in Flextell."""
        self.http.put("/stage/flextell/faults", json=operations).raise_for_status()

    def posts(self) -> list[dict[str, Any]]:
        """Return the requests that would create a customer."""
        requests = self.http.get("/stage/flextell/requests").json()["requests"]
        return [each for each in requests if each["method"] == "POST"]


@contextmanager
def deployment(folder: Path, database_url: str) -> Iterator[Deployment]:
    """Raise a stage for a deployment, and leave no process behind."""
    with raised_stage(folder) as (process, stage), ExitStack() as left:
        client = httpx.Client(base_url=stage.address, trust_env=False, timeout=10)
        http = left.enter_context(client)
        made = Deployment(folder, database_url, stage, http, {"stage": process})
        left.callback(made.end)
        yield made


@contextmanager
def raised_stage(folder: Path) -> Iterator[tuple[Running, Stage]]:
    """Raise a stage on a free port, and take it down."""
    process = start(["simulator", "--port", "0"], dict(os.environ), folder / "stage.log")
    try:
        yield process, Stage(_address(process))
    finally:
        process.kill()


def _address(stage: Running) -> str:
    for _ in range(int(START_SECONDS / 0.02)):
        if stage.log.exists() and (match := re.search(r"http://\S+", stage.said())):
            return match[0]
        assert stage.exit_code(0.02) is None, stage.said()
    raise AssertionError("the stage did not start")
