"""The driver: stand-ins and people on one side, one bot on the other, for one run."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench import usage
from bench.candidates import CANDIDATES, SECRET, WEBS, Place
from bench.chats import Chats
from bench.customers import Customers, Tally
from bench.figures import Figures, percentile
from bench.people import Person
from bench.play import Play
from bench.processes import running
from bench.wire import LOOPBACK, Door, Lines, post_head
from bot.rehearsal.children import free_port
from storage import new_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from bench.play import Played
    from bench.processes import Running
    from bench.wire import Reply, Request

# What the last registration of the warm-up still causes is not measured.
CALM_SECONDS = 0.3


@dataclass(frozen=True, slots=True)
class Load:
    """How many people at once, and how many registrations are measured.

    `first` is the number of the first person, whom nobody may have been before in a database.
    """

    people: int
    registrations: int
    first: int = 0


@dataclass(frozen=True, slots=True)
class Machine:
    """Where a bot runs and where all else does, and the database if it is not the bot's own."""

    bot_cpus: set[int]
    postgres_pid: int | None = None
    database_url: str = ""
    keys: tuple[str, str] = field(default_factory=new_keys, repr=False)


class Driver:
    """The stand-ins of Telegram and Flextell behind one port."""

    def __init__(self) -> None:
        self.chats = Chats()
        self.customers = Customers()

    def answer(self, request: Request, reply: Reply) -> None:
        """Answer a call of the bot's."""
        if request.target.startswith("/bot"):
            reply(200, self.chats.called(request.target.rsplit("/", 1)[1], request.body))
        elif request.method == "POST":
            reply(201, self.customers.create(request.body))
        else:
            reply(200, self.customers.page(request.target))

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[int]:
        """Take calls until left; the port is given."""
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Door(self.answer), LOOPBACK, 0, backlog=1024)
        try:
            yield int(server.sockets[0].getsockname()[1])
        finally:
            server.close()


async def measured(
    name: str, load: Load, machine: Machine, each: Callable[[], None]
) -> tuple[Figures, Sequence[str]]:
    """Run one bot, and return what was measured and what failed; `each` follows a registration.

    Raises BotFailed where the bot did not start or ended.
    """
    driver = Driver()
    async with driver.serving() as driver_port:
        with tempfile.TemporaryDirectory(prefix="intake-bench-") as folder:
            ports = [free_port() for _ in range(WEBS.get(name, 1))]
            place = Place(ports, driver_port, Path(folder), machine.database_url, machine.keys)
            candidate = CANDIDATES[name](place)
            head = post_head(candidate.path, X_Telegram_Bot_Api_Secret_Token=SECRET)
            with running(candidate, place, machine.bot_cpus) as bot:
                hook = Lines(*ports)
                play = Play(driver.chats, hook, head)
                run = _Run(driver, bot, machine, load)
                await play.register(run.warm_up, load.people, _nothing)
                await asyncio.sleep(CALM_SECONDS)
                gc.collect()
                run.begin()
                played = await play.register(run.people, load.people, each)
                figures = run.end(played)
                bot.check()
                hook.close()
            return run.completed(figures), played.failures


class _Run:
    """The measuring of one run, between `begin` and `end`."""

    def __init__(self, driver: Driver, bot: Running, machine: Machine, load: Load) -> None:
        warm = load.first + load.people
        self.warm_up = [Person(number) for number in range(load.first, warm)]
        self.people = [Person(number) for number in range(warm, warm + load.registrations)]
        self._driver = driver
        self._bot = bot
        self._postgres = [] if machine.postgres_pid is None else [machine.postgres_pid]

    def begin(self) -> None:
        """Note what was used before."""
        self._driver.chats.calls.clear()
        self._before = self._used()
        self._began = time.perf_counter()

    def end(self, played: Played) -> Figures:
        """Return what was used since, and how long everything took."""
        wall = time.perf_counter() - self._began
        bot, postgres, driver, machine = (
            None if after is None or before is None else after - before
            for before, after in zip(self._before, self._used(), strict=True)
        )
        known = [used for used in (bot, postgres, driver) if used is not None]
        updates = len(played.answered)
        return Figures(
            updates=updates,
            seconds=wall,
            p50=percentile(played.answered, 50),
            p99=percentile(played.answered, 99),
            registered=percentile(played.registered, 50),
            cpu=bot,
            postgres_cpu=postgres,
            peak=usage.peak_mib(self._bot.pids),
            driver_busy=(driver or 0.0) / wall,
            others=None if machine is None else max(0.0, machine - sum(known)) / wall,
            calls=sum(self._driver.chats.calls.values()),
            failed=self._tally().failed,
        )

    def completed(self, figures: Figures) -> Figures:
        """Fill in from the ended processes what could not be read while they ran."""
        ended = self._bot.ended
        if figures.cpu is not None or ended is None:
            return figures
        return figures.with_whole_life(ended.cpu, ended.peak)

    def _used(self) -> tuple[float | None, float | None, float, float | None]:
        return (
            usage.cpu_seconds(self._bot.pids),
            usage.cpu_seconds(self._postgres) if self._postgres else None,
            time.process_time(),
            usage.machine_seconds(),
        )

    def _tally(self) -> Tally:
        return self._driver.customers.tally([*self.warm_up, *self.people])


def _nothing() -> None:
    """Nobody waits to hear of the warm-up."""
