"""kill -9 at any moment of a registration; how often and when is chosen by a seed.

ROAD_SEEDS=N plays N more registrations by each road.
"""

from __future__ import annotations

import asyncio
import os
import random
from typing import TYPE_CHECKING

import pytest

from tests.road.registering import PATIENCE_SECONDS, Person
from tests.road.test_registering import is_ada
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment
    from tests.road.registering import Step

SEEDS = range(1, 2 + int(os.environ.get("ROAD_SEEDS", "0")))

# A turn is over in a tenth of it: most kills fall inside of one.
LONGEST_SECONDS = 0.15


def victims(deployed: Deployment) -> list[str]:
    """Return the processes that may be killed."""
    return [name for name in deployed.running if name != "stage"]


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
        for name in victims(serving):
            serving.kill(name)
        person.sees(step)
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
        for name in victims(deployed):
            group.create_task(kill(name))


async def test_in_the_middle_of_a_post(deployed: Deployment) -> None:
    """Nobody knows whether the customer was created; nobody posts again: it is looked up."""
    worker = "worker" if deployed.is_on_postgresql else "web"
    for name in {"web", worker}:
        deployed.start(name)
    await deployed.serves()
    # The customer is created, and the answer never comes.
    deployed.spoil_flextell(create={"fault": "commit_then_timeout", "times": 1})
    person = Person(deployed.stage)
    for step in person.steps:
        await person.does(step)
    await until(lambda: bool(deployed.stage.customers()), PATIENCE_SECONDS)
    deployed.kill(worker)
    await all_is_well(person)
    assert len(deployed.posts()) == 1
