"""Keys are changed while people register, and the old ones are taken away."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from storage import new_keys
from tests.road.registering import Person
from tests.road.starting import start
from tests.road.test_registering import is_ada

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

OLD, NEW = new_keys(), new_keys()
ONLY_OLD = {"ENCRYPTION_KEYS": OLD[0], "INDEX_KEY": OLD[1]}
BOTH = {
    "ENCRYPTION_KEYS": f"{NEW[0]},{OLD[0]}",
    "INDEX_KEY": f"{NEW[1]},{OLD[1]}",
}
ONLY_NEW = {"ENCRYPTION_KEYS": NEW[0], "INDEX_KEY": NEW[1]}


async def begun(deployed: Deployment, keys: dict[str, str]) -> None:
    """Stop what runs, and start it with these keys."""
    for process in deployed.of_the_bot().values():
        await asyncio.to_thread(process.ended)
    deployed.start("web", **keys)
    if deployed.is_on_postgresql:
        deployed.start("worker", **keys)
    await deployed.serves()


async def rotated(deployed: Deployment) -> str:
    """Rotate while the bot runs; return what was said."""
    environment = {**deployed.environment(), **BOTH}
    rotating = start(["intake", "keys", "rotate"], environment, deployed.folder / "rotate.log")
    assert await asyncio.to_thread(rotating.exit_code, 60) == 0, rotating.said()
    return rotating.said()


@pytest.mark.parametrize("nth", [2, 4])
async def test_a_registration_outlives_its_keys(deployed: Deployment, nth: int) -> None:
    """Begun under the old keys, gone on with while they are changed, ended under the new alone."""
    await begun(deployed, ONLY_OLD)
    person = Person(deployed.stage)
    for step in person.steps[:nth]:
        await person.does(step)
    await begun(deployed, BOTH)
    said, _ = await asyncio.gather(rotated(deployed), person.does(person.steps[nth]))
    assert said.count("not needed by any row") == 2
    await rotated(deployed)  # what was written before the first one ended
    await begun(deployed, ONLY_NEW)
    for step in person.steps[nth + 1 :]:
        await person.does(step)
    is_ada(await person.is_registered())
    person.was_asked_each_question_in_turn()
