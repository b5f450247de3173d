"""Measure the delivery of one worker: `python -m bench delivery --customers 2000`.

All have confirmed before; the worker searches for each by phone and e-mail, creates it, and tells
its person. The stand-in Flextell answers at once, from a process of its own.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click
import structlog

from bench.comparing import where
from bench.databases import KINDS, fresh, on_option
from bench.driver import Driver
from bench.pages import to_page, told
from bench.people import Person
from bench.progress import Watched
from bench.table import drawn
from bot.delivery.rules import rules_of
from bot.delivery.worker import Worker
from bot.turns.batches import Batches
from conversations.answers import Answer
from conversations.conversation import Conversation, Registration, Standing
from conversations.documents import conversation_document
from conversations.draft import Draft
from flextell import Flextell, StaticToken
from storage import Chat, Database, Keyring, Status, new_keys
from tests.bot.delivery.road import FakeTeller, a_talk

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from multiprocessing.connection import Connection
    from pathlib import Path

    from bot.turns.taking import Talk
    from storage import UnitOfWork

FILLED_AT_ONCE = 500
LOOK_SECONDS = 0.05
PATIENCE_SECONDS = 600.0
HEADINGS = ("database", "customers", "seconds", "customers/s")


@click.command("delivery")
@click.option("--customers", default=2000, type=click.IntRange(1, 16_000), help="How many.")
@on_option
@to_page
def command(customers: int, on: tuple[str, ...], page: Path | None) -> None:
    """Deliver to a stand-in that answers at once, by one worker."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())  # told to nobody
    lines, version = [], None
    with Watched() as watched:
        for kind in on or KINDS:
            with fresh(kind) as place:
                title = f"{customers:,} customers: {kind}"
                each = watched.begin(title, customers)
                seconds = asyncio.run(measured(place.url, customers, each))
                version = place.version or version
            watched.end(f"{title}: {customers / seconds:.0f} a second")
            lines.append([kind, f"{customers:,}", f"{seconds:.1f}", f"{customers / seconds:.0f}"])
    told(f"{where(version)}; one worker.\n\n{drawn(HEADINGS, lines)}", page, "delivery")


async def measured(url: str, count: int, each: Callable[[], None] = lambda: None) -> float:
    """Deliver to a stand-in, and return the seconds it took; each must be there exactly once."""
    people = [Person(number) for number in range(count)]
    database = Database(url, Keyring.parse(*new_keys()))
    talk = a_talk(Keyring.parse(*new_keys()))
    await _fill(database, talk, people)
    with _stand_in(count) as line:
        port = await asyncio.to_thread(line.recv)
        async with _worker(database, talk, port):
            began = time.perf_counter()
            await _all_created(database, count, each)
            seconds = time.perf_counter() - began
        line.send("tally")
        assert await asyncio.to_thread(line.recv) == (count, 0)
    await database.close()
    return seconds


@contextmanager
def _stand_in(count: int) -> Iterator[Connection]:
    """Run a Flextell in a process of its own, on whose line its port and its tally come."""
    ours, theirs = multiprocessing.Pipe()
    spawned = multiprocessing.get_context("spawn")
    process = spawned.Process(target=_serve, args=(theirs, count), daemon=True)
    process.start()
    try:
        yield ours
    finally:
        process.kill()
        process.join()


def _serve(line: Connection, count: int) -> None:
    asyncio.run(_served(line, count))


async def _served(line: Connection, count: int) -> None:
    driver = Driver()
    async with driver.serving() as port:
        line.send(port)
        await asyncio.to_thread(line.recv)
        tally = driver.customers.tally([Person(number) for number in range(count)])
        line.send((tally.right, tally.failed))


async def _fill(database: Database, talk: Talk, people: list[Person]) -> None:
    """Have everybody confirm."""
    for first in range(0, len(people), FILLED_AT_ONCE):
        async with database.begin() as work:
            for person in people[first : first + FILLED_AT_ONCE]:
                await _confirm(work, talk, person)


async def _confirm(work: UnitOfWork, talk: Talk, person: Person) -> None:
    under_way = Conversation("en", registration=Registration(Standing.ACCEPTED))
    token = f"token{person.number:05}"
    chat = Chat(person.chat_id, token, 7, conversation_document(under_way))
    await work.chats.keep([chat])
    row = talk.submitting.submission(replace(chat, revision=6), _draft(person), 55, work.now)
    await work.submissions.add([row])


def _draft(person: Person) -> Draft:
    given = {
        "name": {"first_name": "Ada", "last_name": person.last_name},
        "phone": {"phone": person.phone},
        "email": {"email": person.email},
        "birth_date": {"birth_date": person.born_on.isoformat()},
        "gender": {"gender": person.gender},
    }
    return Draft({key: Answer(values) for key, values in given.items()})


@asynccontextmanager
async def _worker(database: Database, talk: Talk, port: int) -> AsyncIterator[None]:
    """Run a worker meanwhile."""
    batches = Batches(database)
    client = Flextell(f"http://127.0.0.1:{port}/flextell", "42", StaticToken("made-up"))
    worker = Worker(
        database=database,
        batches=batches,
        flextell=client,
        teller=FakeTeller(),
        talk=talk,
        rules=rules_of(talk.flow, settle_minutes=15),
    )
    serving = asyncio.create_task(batches.serve())
    running = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop()
        await running
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def _all_created(database: Database, count: int, each: Callable[[], None]) -> None:
    known = 0
    async with asyncio.timeout(PATIENCE_SECONDS):
        while known < count:
            await asyncio.sleep(LOOK_SECONDS)
            before, known = known, await _created(database)
            for _ in range(known - before):
                each()


async def _created(database: Database) -> int:
    async with database.begin() as work:
        return (await work.submissions.counts()).get(Status.CREATED, 0)
