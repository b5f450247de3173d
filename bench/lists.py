"""Measure whom a list slows that is being read: `python -m bench lists`.

People register as in `make bench`, few enough that the bot has room: first in peace, and then for
as long as it reads a list of an agent's, and delivers what was on it.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench import postgres
from bench.candidates import CANDIDATES, NEED_POSTGRES, SECRET, Candidate, Place
from bench.driver import Driver
from bench.figures import percentile
from bench.people import Person
from bench.play import Play
from bench.processes import pin, running, shared_out
from bench.wire import Lines, post_head
from bot.lists import reading
from bot.lists.answering import begun, confirmed
from bot.lists.task import Task
from bot.rehearsal.children import free_port
from conversations.leads import lead_flow
from conversations.lists.on_known import OnKnown
from conversations.lists.outcomes import Outcome
from conversations.lists.sight import Sight
from storage import Database, Import, ImportState, Keyring
from tests.bot.delivery.road import a_talk
from tests.bot.lists.office import ADA, TODAY

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

ON = ("ours-sqlite", "ours-postgres")
LIST_ID = "b" * 32
PATIENCE_SECONDS = 300.0


@dataclass(slots=True)
class Measured:
    """Seconds to each answer without a list and with one, and to the end of the list."""

    calm: list[float] = field(default_factory=list)
    reading: list[float] = field(default_factory=list)
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def told(self, name: str, rows: int) -> str:
        """Return a sentence on it."""
        calm, busy = (
            f"p50 {percentile(took, 50) * 1000:.1f} ms, p99 {percentile(took, 99) * 1000:.1f} ms"
            for took in (self.calm, self.reading)
        )
        ratio = percentile(self.reading, 99) / percentile(self.calm, 99)
        return (
            f"{name}: a list of {rows:,} rows read in {self.seconds:.1f} s;"
            f" {len(self.reading):,} updates of others meanwhile: {busy}; without a list: {calm};"
            f" p99 is {ratio:.2f} times as long, {len(self.failures)} failed"
        )


@click.command("lists")
@click.option("--rows", default=10_000, type=click.IntRange(1, 10_000), help="On each list.")
@click.option("--people", default=8, type=click.IntRange(min=1), help="How many register at once.")
@click.option("--registrations", default=150, type=click.IntRange(min=1), help="In peace.")
@click.option("--on", type=click.Choice(ON), default=ON[0])
def command(rows: int, people: int, registrations: int, on: str) -> None:
    """Have people register without a list and while one is read, and print how long it took."""
    with ExitStack() as lent:
        url = ""
        if on in NEED_POSTGRES:
            server = lent.enter_context(postgres.running())
            url = lent.enter_context(server.database(migrated=False))
        measured = asyncio.run(_measured(on, url, rows, people, registrations))
    click.echo(measured.told(on, rows))


async def _measured(
    name: str, postgres_url: str, rows: int, people: int, registrations: int
) -> Measured:
    """Return how long all took; raise BotFailed where the bot did not start or ended."""
    bot_cpus, other_cpus = shared_out()
    pin(0, other_cpus)
    driver, measured = Driver(), Measured()
    async with driver.serving() as driver_port:
        with tempfile.TemporaryDirectory(prefix="intake-bench-") as folder:
            place = Place([free_port()], driver_port, Path(folder), postgres_url)
            candidate = CANDIDATES[name](place)
            head = post_head(candidate.path, X_Telegram_Bot_Api_Secret_Token=SECRET)
            with running(candidate, place, bot_cpus) as bot:
                hook = Lines(*place.ports)
                play = Play(driver.chats, hook, head)
                await _both(play, _List(candidate, rows), measured, people, registrations)
                bot.check()
                hook.close()
    return measured


async def _both(
    play: Play, sent: _List, measured: Measured, people: int, registrations: int
) -> None:
    """Have people register in peace, and then as long as the list is being read."""
    crowd = _groups(people * 4)
    await play.register(next(crowd), people, _nothing)
    for _ in range(0, registrations, people * 4):
        calm = await play.register(next(crowd), people, _nothing)
        measured.calm += calm.answered
        measured.failures += calm.failures
    async with sent.opened() as database:
        await sent.begin(database)
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await sent.is_read(database):
                played = await play.register(next(crowd), people, _nothing)
                measured.reading += played.answered
                measured.failures += played.failures
        measured.seconds = time.perf_counter() - began


class _List:
    """A list of an agent's, put where the bot finds it."""

    def __init__(self, candidate: Candidate, rows: int) -> None:
        settings = candidate.environment
        self._keyring = Keyring.parse(settings["ENCRYPTION_KEYS"], settings["INDEX_KEY"])
        self._url = settings["DATABASE_URL"]
        self._rows = rows

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Database]:
        """Open the bot's database beside it."""
        database = Database(self._url, self._keyring)
        yield database
        await database.close()

    async def begin(self, database: Database) -> None:
        """Have the list read, each row of it a customer of its own."""
        content = "\n".join(["Name;Phone;E-mail", *map(_row, range(self._rows))]).encode()
        task = Task(content, lead_flow(a_talk(self._keyring).flow).questions, "en", TODAY)
        sight = reading.sight_of(task)
        assert isinstance(sight, Sight)
        document = replace(task, plan=sight.plan).document() | {"name": "bench.csv"}
        shown = Import(LIST_ID, ADA, ImportState.SHOWN, content, document, self._rows)
        agreed = confirmed(shown, "by_phone")
        assert agreed is not None
        row = begun(agreed, OnKnown.STAFF)
        assert row is not None
        async with database.begin() as work:
            await work.agents.add(ADA, "Bench", 17)
            await work.imports.keep(row)

    async def is_read(self, database: Database) -> bool:
        """Tell whether every row is decided, and taken."""
        async with database.begin() as work:
            counts = await work.imports.counts(LIST_ID)
        assert set(counts) <= {Outcome.TAKEN}, counts
        return sum(counts.values()) == self._rows


def _row(number: int) -> str:
    person = Person(number)
    return f"Ada {person.last_name};+49151234{number:05};list{number}@example.org"


def _groups(size: int) -> Iterator[list[Person]]:
    """Give so many new people each time."""
    first = 0
    while True:
        yield [Person(number) for number in range(first, first + size)]
        first += size


def _nothing() -> None:
    """Nobody waits to hear of it."""
