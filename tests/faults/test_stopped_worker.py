"""A worker stands still for longer than its lease, and goes on: what it knows then is old."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import ExitStack
from typing import TYPE_CHECKING

from tests.faults.frail import frail
from tests.faults.hurried import Deaths
from tests.faults.scale import SCALE, tell
from tests.faults.test_crash_points import CANARIES
from tests.road.registering import PATIENCE_SECONDS, Person
from tests.road.test_registering import is_ada
from tests.road.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.frail import Frail
    from tests.postgres import Postgres

PROCESSES = ("web", "worker-1", "worker-2")
# Twice the lease of the quick rules, and the window in which a customer may appear.
STOPPED_SECONDS = 7.0
# After the claim and before the outcome, then before the claim, after the outcome, and before and
# after the note that the person was told.
MOMENTS = (2, 3, 1, 4, 5, 6)[: SCALE.moments]


def is_stopped(house: Frail) -> bool:
    """Tell whether the first worker stands still, as the kernel says it."""
    status = f"/proc/{house.deployed.running['worker-1'].process.pid}/stat"
    with open(status) as file:  # noqa: PTH123 - no file of ours
        return file.read().rsplit(")", 1)[1].split()[0] == "T"


async def stands_still(folder: Path, url: str, at: int) -> int:
    """Stop the first worker at this moment, let the second one work, and wake the first."""
    async with frail(folder, url, PROCESSES) as house:
        house.start("web")
        house.start("worker-1", Deaths(folder / "worker-1.commits", at, signal.SIGSTOP))
        await house.serves()
        person = Person(house.deployed.stage)
        for step in person.steps:
            await person.does(step)
        await until(lambda: is_stopped(house), PATIENCE_SECONDS)
        house.start("worker-2")
        await asyncio.sleep(STOPPED_SECONDS)
        pid = house.deployed.running["worker-1"].process.pid
        assert pid is not None
        os.kill(pid, signal.SIGCONT)
        is_ada(await person.is_registered())
        await house.is_quiet()
        await house.check(CANARIES)
        assert all(process.is_alive for process in house.deployed.of_the_bot().values())
        return len(house.deployed.posts())


async def test_a_worker_that_stood_still_decides_nothing(
    tmp_path: Path, postgres_server: Postgres
) -> None:
    """At each of these moments; there is one customer, and one POST that made it."""
    with ExitStack() as left:
        urls = [left.enter_context(postgres_server.database(migrated=True)) for _ in MOMENTS]
        posts = await asyncio.gather(
            *(
                stands_still(tmp_path / f"at-{at}", url, at)
                for at, url in zip(MOMENTS, urls, strict=True)
            )
        )
    tell(f"stopped for {STOPPED_SECONDS} s at each of {len(MOMENTS)} moments: {posts} POSTs")
    assert posts == [1] * len(MOMENTS)
