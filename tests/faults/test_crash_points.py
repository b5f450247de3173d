"""Before and after each commit, and at each piece sent and received: SIGKILL, once at each.

A registration is played once to count the moments. Then it is played once for each of them: there
the process is killed, and started again; the person goes on, and is registered once.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.faults.frail import frail
from tests.faults.hurried import Deaths
from tests.faults.scale import SCALE, SEED, tell
from tests.faults.toll import Fate
from tests.road.registering import Person
from tests.road.test_registering import is_ada

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.frail import Frail
    from tests.postgres import Postgres

AT_ONCE = 6
CANARIES = ("Lovelace", "7700900123", "ada@example.org")
PROCESSES = {"sqlite": ("web",), "postgresql": ("web", "worker")}


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of a process: at a commit, at a piece between it and the stage, or Telegram.

    `at` counts the moments of its kind from 1; a piece passes or is lost.
    """

    process: str
    kind: str
    at: int
    passes: bool = False


def prepared(house: Frail, point: Point | None) -> None:
    """Start the processes, one of them doomed."""
    for name in house.names:
        at = point.at if point and (point.process, point.kind) == (name, "commit") else 0
        house.start(name, Deaths(house.deployed.folder / f"{name}.commits", at))
    if point is None or point.kind == "commit":
        return
    toll = house.inward if point.kind == "inward" else house.outward[point.process]
    toll.fate = Fate(point.at, point.passes, partial(house.kill, point.process))


def passed(house: Frail) -> list[Point]:
    """Return every moment of a registration that nothing disturbed."""
    points = []
    for name in house.names:
        commits = (house.deployed.folder / f"{name}.commits").read_text().splitlines()
        points += [Point(name, "commit", at) for at in range(1, len(commits) + 1)]
        pieces = len(house.outward[name].pieces)
        points += _pieces(name, "outward", pieces)
    return [*points, *_pieces("web", "inward", len(house.inward.pieces))]


def _pieces(process: str, kind: str, count: int) -> list[Point]:
    return [Point(process, kind, at, p) for at in range(1, count + 1) for p in (False, True)]


async def plays(folder: Path, url: str, kind: str, point: Point | None) -> list[Point]:
    """Play a registration through one accident; return the moments that it had."""
    async with frail(folder, url, PROCESSES[kind]) as house:
        prepared(house, point)
        async with house.kept():
            await house.serves()
            person = Person(house.deployed.stage)
            for step in person.steps:
                await person.does(step)
            is_ada(await person.is_registered())
            person.was_asked_each_question_in_turn()
            await house.is_quiet()
            await house.check(CANARIES)
        return passed(house)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_killed_at_any_moment_a_registration_is_made_once(
    kind: str, tmp_path: Path, postgres_server: Postgres, postgres_url: str
) -> None:
    """One customer, each answer once, nothing asked twice, wherever the process is killed."""
    with ExitStack() as left:

        def lent(name: str) -> str:
            if kind == "sqlite":
                return f"sqlite:///{tmp_path / name / 'intake.db'}"
            return left.enter_context(postgres_server.database(migrated=True))

        first = postgres_url if kind == "postgresql" else lent("whole")
        points = await plays(tmp_path / "whole", first, kind, None)
        chosen = _chosen(points)
        tell(f"{kind}: {len(chosen)} of {len(points)} moments: {_kinds(points)}")
        places = asyncio.Semaphore(AT_ONCE)

        async def play(number: int, point: Point) -> None:
            async with places:
                name = f"at-{number}"
                try:
                    await plays(tmp_path / name, lent(name), kind, point)
                except Exception as error:
                    raise AssertionError(f"killed at {point} (moment {number})") from error

        async with asyncio.TaskGroup() as group:
            for number, point in enumerate(chosen):
                group.create_task(play(number, point))


def _chosen(points: list[Point]) -> list[Point]:
    if SCALE.crash_points is None:
        return points
    return random.Random(SEED).sample(points, SCALE.crash_points)


def _kinds(points: list[Point]) -> dict[str, int]:
    return dict(Counter(f"{point.process} {point.kind}" for point in points))
