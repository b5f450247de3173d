"""Many at once, nearly half of the answers spoiled, workers dying: one customer each."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.turns.batches import Batches
from storage import Database, Status
from tests.bot.delivery.road import QUICK, gone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage import Keyring, Submission
    from tests.bot.delivery.road import Road

POSTS = (
    *("broken", "created_then_broken", "created_then_503", "created_later", "created_without_id"),
    *("created_then_hangs", "refused_connection", 429, 500, 503, 408),
)
LISTS = ("broken", "broken", 500, 503, 408, 429)


def spoil(road: Road, chance: random.Random, count: int) -> None:
    """Let four of ten POSTs and two of ten lists fail in one way or another."""
    road.rules = replace(road.rules, skew=QUICK)  # so that lists stay short
    road.flextell.seconds = 0.01
    road.flextell.hang_seconds = 2
    road.flextell.post_faults.extend(
        chance.choice(POSTS) if chance.random() < 0.4 else "" for _ in range(count)
    )
    for faults in (road.flextell.list_faults, road.flextell.search_faults):
        faults.extend(chance.choice(LISTS) if chance.random() < 0.2 else "" for _ in range(count))


def check(road: Road, rows: Sequence[Submission]) -> None:
    """Hold the customers against the submissions: none doubled, none lost."""
    customers = {each["id"]: each["phone_number"] for each in road.flextell.customers}
    assert max(road.flextell.phones().values()) == 1
    created = [row for row in rows if row.status is Status.CREATED]
    assert len({row.customer_id for row in created}) == len(created)
    assert {row.status for row in rows} <= {Status.CREATED, Status.HUMAN}
    for row in created:
        assert customers[int(row.customer_id or "0")].encode() in row.body
    # A person is asked only where Flextell was silent twice, which is rare.
    assert len(created) > 0.8 * len(rows)


async def test_dying_workers_lose_and_double_nothing(road: Road) -> None:
    """300 submissions, 40 % faults, the worker killed again and again: 0 lost, 0 doubled."""
    chance = random.Random(20260301)
    spoil(road, chance, 400)
    rows = [await road.confirmed() for _ in range(300)]
    serving = asyncio.create_task(road.batches.serve())
    for _ in range(12):
        running = asyncio.create_task(road.worker().run())
        await asyncio.sleep(chance.uniform(0.05, 0.8))
        await gone(running)
    async with road.working():
        ended = await road.all_end(rows)
    await gone(serving)
    check(road, ended)


async def test_two_workers_lose_and_double_nothing(
    postgres_road: Road, postgres_url: str, keyring: Keyring
) -> None:
    """Two processes on one PostgreSQL share the work: 0 lost, 0 doubled."""
    road, chance = postgres_road, random.Random(7)
    spoil(road, chance, 200)
    rows = [await road.confirmed() for _ in range(150)]
    other = Database(postgres_url, keyring)
    batches = Batches(other)
    tasks = [asyncio.create_task(batches.serve())]
    tasks.append(asyncio.create_task(road.worker(other, batches).run()))
    async with road.working():
        ended = await road.all_end(rows)
    for task in tasks:
        await gone(task)
    await other.close()
    check(road, ended)
