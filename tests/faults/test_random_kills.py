"""Two web processes and two workers on PostgreSQL, one of them killed every second or two."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from tests.faults.crowd import FAMILY, Crowd
from tests.faults.frail import frail
from tests.faults.scale import SCALE, SEED, tell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.frail import Frail
    from tests.postgres import Postgres

PROCESSES = ("web-1", "web-2", "worker-1", "worker-2")
DUPLICATES = 0.1
LOST_ANSWERS = 0.02


async def is_killed_now_and_then(house: Frail, chance: random.Random) -> None:
    """Kill any of the processes every one to two seconds."""
    while True:
        await asyncio.sleep(chance.uniform(1, 2))
        house.kill(chance.choice(house.names))


async def test_a_crowd_outlives_every_process(
    tmp_path: Path, postgres_server: Postgres, postgres_url: str
) -> None:
    """Updates come twice and in any order of their queues: everybody is registered once."""
    async with frail(tmp_path / "house", postgres_url, PROCESSES) as house:
        for name in PROCESSES:
            house.start(name)
        crowd = Crowd(house.deployed.stage.address, SCALE.people, SEED)
        async with house.kept():
            await house.serves()
            house.deployed.spoil_telegram(duplicate=DUPLICATES, lose_answer=LOST_ANSWERS)
            killing = asyncio.create_task(is_killed_now_and_then(house, random.Random(SEED)))
            try:
                await crowd.comes(SCALE.updates)
            finally:
                killing.cancel()
            await house.is_quiet()
            evidence = await house.check([FAMILY, FAMILY.lower()], [postgres_server.folder])
    assert len(evidence.customers) == len(crowd.visitors)
    tell(
        f"{len(evidence.updates)} updates of {len(crowd.visitors)} people,"
        f" {house.restarts} processes killed: all registered once"
    )
