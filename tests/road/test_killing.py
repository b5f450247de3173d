"""kill -9 at any moment of a registration; how often and when is chosen by a seed.

ROAD_SEEDS=N plays N more registrations by each road.
"""

from __future__ import annotations

import asyncio
import os
import random
from typing import TYPE_CHECKING

import pytest

from tests.road.registering import Person
from tests.road.test_registering import is_ada

if TYPE_CHECKING:
    from tests.road.deployment import Deployment
    from tests.road.registering import Step

SEEDS = range(1, 2 + int(os.environ.get("ROAD_SEEDS", "0")))

# A turn is over in a tenth of it: most kills fall inside of one.
LONGEST_SECONDS = 0.15


async def all_is_well(person: Person) -> None:
    """Check that there is the one right customer, and that nothing was asked twice."""
    is_ada(await person.is_registered())
    person.was_asked_each_question_in_turn()


async def test_after_each_step(serving: Deployment) -> None:
    """Whatever was answered is known to the process that comes next."""
    await serving.serves()
    person = Person(serving.stage)
    for step in person.steps:
        await person.does(step)
        for name in serving.of_the_bot():
            serving.kill(name)
        assert person.stands_at(step)
    await all_is_well(person)


@pytest.mark.parametrize("seed", SEEDS)
async def test_inside_of_every_step(serving: Deployment, seed: int) -> None:
    """An update is with Telegram or with us, never lost, whenever the process dies."""
    await serving.serves()
    chance = random.Random(seed)
    person = Person(serving.stage)
    for step in person.steps:
        await does_amid_kills(person, step, serving, chance)
    await all_is_well(person)


async def does_amid_kills(
    person: Person, step: Step, deployed: Deployment, chance: random.Random
) -> None:
    """Play a step while every process is killed once, each at a moment of its own."""

    async def kill(name: str) -> None:
        await asyncio.sleep(chance.uniform(0, LONGEST_SECONDS))
        await asyncio.to_thread(deployed.kill, name)

    async with asyncio.TaskGroup() as group:
        group.create_task(person.does(step))
        for name in deployed.of_the_bot():
            group.create_task(kill(name))
