"""The bot's clock jumps by a day and an hour, to and fro, while Flextell's goes on as it did."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage import Status
from tests.bot.delivery.conftest import a_road
from tests.bot.delivery.fake_flextell import FakeFlextell
from tests.bot.delivery.road import gone
from tests.faults.checker import Evidence, check, remembered
from tests.faults.scale import SCALE, SEED, tell

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage import Database, Keyring
    from tests.bot.delivery.road import Road

FAR = timedelta(hours=25)
JUMPS = (-FAR, timedelta(0), FAR)
FAULTS = ("created_then_broken", "created_then_503", "broken", "created_later", 503)


def true_time() -> datetime:
    """Return the time as Flextell's clock shows it."""
    return datetime.now(UTC)  # noqa: TID251 - Flextell's own clock


async def jumps(road: Road, chance: random.Random) -> None:
    """Set the database's clock anew every now and then."""
    while True:
        await asyncio.sleep(chance.uniform(0.2, 0.6))
        road.database.clock_offset = chance.choice(JUMPS)


@pytest.mark.parametrize("seed", range(SCALE.crashes))
async def test_a_clock_that_jumps_loses_and_doubles_nothing(
    database_url: str, keyring: Keyring, opened: Callable[..., Database], seed: int
) -> None:
    """What is due in the past or the future is done once the clock is right, and done once."""
    chance = random.Random(SEED + seed)
    road = with_true_flextell(a_road(opened(database_url), keyring))
    road.rules = replace(road.rules, posts_at_once=1)  # so that each is made at another time
    rows = [await road.confirmed() for _ in range(30)]
    road.flextell.seconds = 0.05
    road.flextell.post_faults.extend(
        chance.choice(FAULTS) if chance.random() < 0.4 else "" for _ in rows
    )
    async with road.working():
        jumping = asyncio.create_task(jumps(road, chance))
        await asyncio.sleep(4)
        await gone(jumping)
        # What was taken up in the future is due there: a day and an hour later, that is now.
        road.database.clock_offset = FAR + timedelta(hours=1)
        ended = await road.all_end(rows, 60)
    check(Evidence(road.talk, await remembered(road.database), road.flextell.customers))
    human = sum(row.status is Status.HUMAN for row in ended)
    tell(f"{len(rows)} submissions under a jumping clock: {human} for a human, none doubled")


@pytest.mark.parametrize("jump", [-FAR, FAR])
async def test_a_customer_made_while_the_clock_was_wrong_is_not_made_twice(
    sqlite_url: str, keyring: Keyring, opened: Callable[..., Database], jump: timedelta
) -> None:
    """Created, no answer, and a day away from where it is looked for: a human decides."""
    road = with_true_flextell(a_road(opened(sqlite_url), keyring))
    road.database.clock_offset = jump
    row = await road.confirmed()
    road.flextell.post_faults.append("created_then_broken")
    async with road.working():
        await road.ends(row.id, Status.HUMAN)
    assert (len(road.flextell.customers), road.flextell.posts[row.id]) == (1, 1)


def with_true_flextell(road: Road) -> Road:
    """Return the road to a Flextell whose clock never jumps."""
    return replace(road, flextell=FakeFlextell(true_time))
