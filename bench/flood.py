"""Measure whom one person's flood slows: `python -m bench flood --rate 100`.

People register as in `make bench`, few enough that the bot has room; in every second round
somebody else writes so many messages a second, whether they are answered or not.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench.candidates import CANDIDATES, SECRET, Place
from bench.databases import KINDS, fresh, on_option
from bench.driver import Driver
from bench.figures import percentile
from bench.people import Person
from bench.play import Play
from bench.processes import pin, running, shared_out
from bench.script import says
from bench.wire import Lines, post_head
from bot.rehearsal.children import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.chats import Chats

FLOODER = Person(15_999)


@dataclass(slots=True)
class Flood:
    """One person who writes at a steady rate; `statuses` are what the webhook answered."""

    chats: Chats
    hook: Lines
    head: bytes
    rate: float
    statuses: Counter[int] = field(default_factory=Counter)
    _under_way: set[asyncio.Task[None]] = field(default_factory=set)

    async def goes_on(self) -> None:
        """Write until cancelled."""
        chat = self.chats.enter(FLOODER)
        loop = asyncio.get_running_loop()
        next_at = loop.time()
        try:
            while True:
                next_at += 1 / self.rate
                await asyncio.sleep(next_at - loop.time())
                update = json.dumps(says("hello")(self.chats, chat)).encode()
                task = loop.create_task(self._post(update))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)
        finally:
            await asyncio.gather(*self._under_way)

    async def _post(self, update: bytes) -> None:
        status, body = await self.hook.post(self.head, update)
        self.statuses[status] += 1
        self.chats.answered(body)


@dataclass(slots=True)
class Measured:
    """Seconds to each answer of the others, without a flood and with it."""

    calm: list[float] = field(default_factory=list)
    flooded: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def ratio(self) -> float:
        """How many times as long the others' p99 is in a flood."""
        return percentile(self.flooded, 99) / percentile(self.calm, 99)

    def told(self, name: str) -> str:
        """Return a sentence on it."""
        calm, flooded = (
            f"p50 {percentile(took, 50) * 1000:.1f} ms, p99 {percentile(took, 99) * 1000:.1f} ms"
            for took in (self.calm, self.flooded)
        )
        rate = self.statuses.total() / self.seconds
        return (
            f"{name}: {len(self.flooded):,} updates of others during a flood of {rate:.0f}"
            f" messages a second ({dict(self.statuses)}): {flooded}; without it: {calm};"
            f" p99 is {self.ratio:.2f} times as long, {len(self.failures)} failed"
        )


@click.command("flood")
@click.option("--rate", default=100.0, type=click.FloatRange(min=1), help="Messages a second.")
@click.option("--people", default=8, type=click.IntRange(min=1), help="How many register at once.")
@click.option("--registrations", default=150, type=click.IntRange(min=1), help="In each round.")
@click.option("--rounds", default=3, type=click.IntRange(min=1), help="Of each kind, in turns.")
@on_option
def command(
    rate: float, people: int, registrations: int, rounds: int, on: tuple[str, ...]
) -> None:
    """Have people register without a flood and in one, and print how long answers took."""
    for kind in on or KINDS:
        with fresh(kind) as lent:
            work = flooded(KINDS[kind], lent.url, rate, people, registrations, rounds)
            measured = asyncio.run(work)
        click.echo(measured.told(KINDS[kind]))


async def flooded(
    name: str, database_url: str, rate: float, people: int, registrations: int, rounds: int
) -> Measured:
    """Return how long answers took; raise BotFailed where the bot did not start or ended."""
    bot_cpus, other_cpus = shared_out()
    pin(0, other_cpus)
    driver, measured = Driver(), Measured()
    numbers = _each(registrations)
    async with driver.serving() as driver_port:
        with tempfile.TemporaryDirectory(prefix="intake-bench-") as folder:
            place = Place([free_port()], driver_port, Path(folder), database_url)
            candidate = CANDIDATES[name](place)
            head = post_head(candidate.path, X_Telegram_Bot_Api_Secret_Token=SECRET)
            with running(candidate, place, bot_cpus) as bot:
                hooks = Lines(*place.ports), Lines(*place.ports)
                play = Play(driver.chats, hooks[0], head)
                flood = Flood(driver.chats, hooks[1], head, rate)
                await play.register(next(numbers), people, _nothing)
                for _ in range(rounds):
                    await _round(play, flood, measured, next(numbers), next(numbers), people)
                bot.check()
                for hook in hooks:
                    hook.close()
    measured.statuses = flood.statuses
    return measured


async def _round(
    play: Play,
    flood: Flood,
    measured: Measured,
    some: list[Person],
    others: list[Person],
    people: int,
) -> None:
    """Have some register in peace, and others in a flood."""
    played = await play.register(some, people, _nothing)
    measured.calm += played.answered
    began = time.perf_counter()
    flooding = asyncio.create_task(flood.goes_on())
    in_flood = await play.register(others, people, _nothing)
    flooding.cancel()
    await asyncio.gather(flooding, return_exceptions=True)
    measured.seconds += time.perf_counter() - began
    measured.flooded += in_flood.answered
    measured.failures += [*played.failures, *in_flood.failures]


def _each(count: int) -> Iterator[list[Person]]:
    """Give so many new people each time."""
    first = 0
    while True:
        yield [Person(number) for number in range(first, first + count)]
        first += count


def _nothing() -> None:
    """Nobody waits to hear of it."""
