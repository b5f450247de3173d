"""Measure a change of keys under load: `python -m bench rotation --rows 100000`.

A database is filled under the old keys; then `intake keys rotate` runs as a process of its own
while turns go on under the new keys, at a steady rate. In the end the new keys alone must open
every row, and no turn may be lost.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench.databases import KINDS, fresh, on_option
from bench.figures import percentile
from bot.turns.indexing import blind_indexes
from storage import Database, Keyring, Status, new_keys
from tests.storage.rows import THEN, a_chat, a_submission

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage import Submission

ROOT = Path(__file__).parents[1]
FILLED_AT_ONCE = 1000
BUSY_CHATS = 50  # those that are talked in meanwhile
SUBMISSIONS = 0.3  # of the rows
# As large as a conversation in the middle of its draft.
DOCUMENT = {"language": "en", "draft": {"answers": {"name": {"said": "Ada Byron " * 40}}}}

OLD, NEW = new_keys(), new_keys()
BOTH = f"{NEW[0]},{OLD[0]}", f"{NEW[1]},{OLD[1]}"


@dataclass(slots=True)
class Load:
    """Turns at a steady rate: each chat counts its own; `took` are the seconds of each."""

    database: Database
    rate: float
    turns: dict[int, int] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)
    is_over: bool = False
    _number: int = 0

    async def goes_on(self) -> None:
        """Take turns until it is over: one that is cut off may be kept and yet not counted."""
        loop = asyncio.get_running_loop()
        next_at = loop.time()
        while not self.is_over:
            next_at += 1 / self.rate
            await asyncio.sleep(next_at - loop.time())
            self._number += 1
            await self._turn(self._number % BUSY_CHATS)

    async def _turn(self, chat_id: int) -> None:
        began = time.perf_counter()
        async with self.database.begin() as work:
            if not await work.chats.lock([chat_id]):
                return
            chat = (await work.chats.load([chat_id]))[chat_id]
            await work.chats.keep([replace(chat, revision=chat.revision + 1)])
        self.took.append(time.perf_counter() - began)
        self.turns[chat_id] = self.turns.get(chat_id, 0) + 1


@click.command("rotation")
@click.option("--rows", default=100_000, type=click.IntRange(min=BUSY_CHATS * 2), help="How many.")
@click.option("--rate", default=100.0, type=click.FloatRange(min=1), help="Turns a second.")
@on_option
def command(rows: int, rate: float, on: tuple[str, ...]) -> None:
    """How long a change of keys takes, and what it does to turns."""
    for kind in on or KINDS:
        with fresh(kind) as place:
            print(asyncio.run(measured(place.url, rows, rate)))


async def measured(url: str, rows: int, rate: float) -> str:
    """Fill the database, rotate its keys, and return a sentence on it; check what must hold."""
    await _fill(url, rows)
    database = Database(url, Keyring.parse(*BOTH))
    load = Load(database, rate)
    task = asyncio.create_task(load.goes_on())
    await asyncio.sleep(2)
    calm, load.took = load.took, []
    began = time.perf_counter()
    rotated = await _keys(url, "rotate", BOTH)
    seconds = time.perf_counter() - began
    load.is_over = True
    await task
    assert rotated.returncode == 0, rotated
    alone = await _keys(url, "status", NEW)
    assert (alone.returncode, alone.stdout.split()[0]) == (0, f"{rows:,}"), alone
    async with database.begin() as work:
        chats = await work.chats.load(load.turns)
    assert {n: chat.revision - 1 for n, chat in chats.items()} == load.turns
    await database.close()
    return _told(url, rows, seconds, calm, load.took)


def _told(url: str, rows: int, seconds: float, calm: list[float], busy: list[float]) -> str:
    before, during = (
        f"p50 {percentile(took, 50) * 1000:.1f} ms, p99 {percentile(took, 99) * 1000:.0f} ms"
        for took in (calm, busy)
    )
    return (
        f"{url.partition(':')[0]}: {rows:,} rows in {seconds:.1f} s, every row opens with the new"
        f" keys alone; {len(busy):,} turns meanwhile, none lost: {during} (before: {before})"
    )


async def _fill(url: str, rows: int) -> None:
    """Store chats, submissions and what was put aside, under the old keys."""
    keyring = Keyring.parse(*OLD)
    database = Database(url, keyring)
    submissions = int(rows * SUBMISSIONS)
    aside = rows // 10
    for first in range(0, rows - submissions - aside, FILLED_AT_ONCE):
        numbers = range(first, min(first + FILLED_AT_ONCE, rows - submissions - aside))
        async with database.begin() as work:
            await work.chats.keep([a_chat(n, document=DOCUMENT) for n in numbers])
    for first in range(0, submissions, FILLED_AT_ONCE):
        numbers = range(first, min(first + FILLED_AT_ONCE, submissions))
        async with database.begin() as work:
            await work.submissions.add([_submission(keyring, n) for n in numbers])
    async with database.begin() as work:
        for number in range(aside):
            await work.quarantine.add(number, number, "failed", b'{"text":"Ada"}')
    await database.close()


def _submission(keyring: Keyring, number: int) -> Submission:
    body = f'{{"first_name":"Ada","phone_number":"+447{number:09}"}}'.encode()
    indexes = blind_indexes(keyring, body)._asdict()
    return a_submission(status=Status.QUEUED, due_at=THEN, body=body, draft=DOCUMENT, **indexes)


async def _keys(url: str, word: str, keys: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    """Call `intake keys` as an operator does, while the load goes on."""
    environment: Mapping[str, str] = {
        **os.environ,
        "DATABASE_URL": url,
        "ENCRYPTION_KEYS": keys[0],
        "INDEX_KEY": keys[1],
    }
    return await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "bot", "keys", word],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
