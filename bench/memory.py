"""Measure whether the bot's memory stays flat: so many updates, looked at every tenth of them."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from dataclasses import dataclass
from itertools import pairwise, starmap
from pathlib import Path
from typing import TYPE_CHECKING

import click
import uvloop

from bench import usage
from bench.candidates import CANDIDATES, SECRET, Place
from bench.comparing import people_option, where
from bench.databases import KINDS, fresh, on_option
from bench.driver import Driver
from bench.figures import UPDATES_OF_A_REGISTRATION
from bench.pages import to_page, told
from bench.people import Person
from bench.play import Play
from bench.processes import running
from bench.progress import Watched
from bench.rounds import stoppable
from bench.table import drawn, number
from bench.wire import Lines, post_head
from bot.rehearsal.children import free_port

if TYPE_CHECKING:
    from collections.abc import Callable

LOOKS = 10
# So many people have a number of their own; those who come after them are looked up as known.
MOST_UPDATES = 140_000


@dataclass(frozen=True, slots=True)
class Look:
    """After so many updates: what the bot's processes hold in memory; None where nobody knows."""

    updates: int
    mib: float | None


@click.command("memory")
@click.option(
    "--updates",
    default=100_000,
    type=click.IntRange(UPDATES_OF_A_REGISTRATION * LOOKS, MOST_UPDATES),
    help="How many updates in all.",
)
@on_option
@people_option
@to_page
def command(updates: int, on: tuple[str, ...], people: int, page: Path | None) -> None:
    """See what the bot holds in memory while 100,000 updates pass."""
    looks: dict[str, list[Look]] = {}
    failures: list[str] = []
    version = None
    registrations = updates // UPDATES_OF_A_REGISTRATION
    with Watched() as watched:
        for kind in on or KINDS:
            title = f"{updates:,} updates: {KINDS[kind]}"
            each = watched.begin(title, registrations)
            with fresh(kind) as lent:
                version = lent.version or version
                work = measured(KINDS[kind], lent.url, registrations, people, each)
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    looks[kind], failed = runner.run(stoppable(work))
            watched.end(title)
            failures += failed
    told(f"{where(version)}; {people} people at once.\n\n{_table(looks)}", page, "memory")
    if failures:
        click.echo("\n".join(failures[:5]), err=True)
        sys.exit(1)


async def measured(
    name: str, database_url: str, registrations: int, people: int, each: Callable[[], None]
) -> tuple[list[Look], list[str]]:
    """Play so many registrations; return the looks, the first of them before, and failures."""
    driver = Driver()
    looks, failures = [], []
    async with driver.serving() as driver_port:
        with tempfile.TemporaryDirectory(prefix="intake-bench-") as folder:
            place = Place([free_port()], driver_port, Path(folder), database_url)
            candidate = CANDIDATES[name](place)
            head = post_head(candidate.path, X_Telegram_Bot_Api_Secret_Token=SECRET)
            with running(candidate, place, set()) as bot:
                hook = Lines(*place.ports)
                play = Play(driver.chats, hook, head)
                looks.append(Look(0, usage.held_mib(bot.pids)))
                for part in _parts(registrations):
                    played = await play.register(map(Person, part), people, each)
                    failures += played.failures
                    updates = part.stop * UPDATES_OF_A_REGISTRATION
                    looks.append(Look(updates, usage.held_mib(bot.pids)))
                bot.check()
                hook.close()
    return looks, failures


def _parts(count: int) -> list[range]:
    """Return the numbers of the people in ten parts."""
    ends = [count * place // LOOKS for place in range(LOOKS + 1)]
    return list(starmap(range, pairwise(ends)))


def _table(looks: dict[str, list[Look]]) -> str:
    """Return a line for each look; `more` is what came since half of the way."""
    headings = ("updates", *(f"{kind}: MiB" for kind in looks))
    rows = zip(*looks.values(), strict=True)
    lines = [[f"{row[0].updates:,}", *(number(look.mib, 1) for look in row)] for row in rows]
    growth = [number(_growth(each), 1) for each in looks.values()]
    return drawn(headings, [*lines, ["more in the second half", *growth]])


def _growth(looks: list[Look]) -> float | None:
    half, end = looks[len(looks) // 2].mib, looks[-1].mib
    return None if half is None or end is None else end - half
