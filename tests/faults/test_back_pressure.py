"""What the bot cannot take now it sends back in time, and told to stop it is gone in time."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING

from sqlalchemy import text

from tests.faults.crowd import FAMILY, Crowd
from tests.faults.frail import frail
from tests.faults.scale import SCALE, SEED, tell

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from storage import Database
    from tests.faults.frail import Frail, Probe
    from tests.postgres import Postgres

# How long an answer of the database is waited for, and the queue in front of it.
PATIENCE_SECONDS, SLOW_SECONDS = 10.0, 5.0
AT_ONCE_SECONDS = 1.0
BACK_SECONDS = 5.0
PROMISED_SECONDS = {"web": 5.0, "worker": 30.0}


@asynccontextmanager
async def standing_still(database: Database) -> AsyncIterator[None]:
    """Let nothing be read or written of the chats meanwhile."""
    async with database.begin() as work:
        await work.chats._connection.execute(text("LOCK TABLE chats IN ACCESS EXCLUSIVE MODE"))
        yield


async def probed(house: Frail, count: int = 1) -> list[Probe]:
    """Have somebody new say something so many times at once; return how that was answered."""
    before = len(house.probes)
    await asyncio.gather(*(asyncio.to_thread(house.probe, "web") for _ in range(count)))
    return house.probes[before:]


async def test_a_database_that_stands_still_is_not_waited_for(
    tmp_path: Path, postgres_url: str
) -> None:
    """503 with Retry-After: when nothing comes of it, and at once for who would stand in line."""
    async with frail(tmp_path / "house", postgres_url, ("web",)) as house:
        house.start("web")
        await house.serves()
        async with house.opened() as database:
            async with standing_still(database):
                first = asyncio.create_task(probed(house))
                await asyncio.sleep(0.5)
                waiting = asyncio.create_task(probed(house, 3))
                await asyncio.sleep(SLOW_SECONDS + 0.5)
                [late] = await probed(house)
                patient = [*await first, *await waiting]
            [after] = await probed(house)
        await house.is_quiet()
        await house.check([])
    assert {each.status for each in (*patient, late)} == {HTTPStatus.SERVICE_UNAVAILABLE}
    assert all(each.retry_after in {"1", "3"} for each in (*patient, late))
    assert max(each.took for each in patient) < PATIENCE_SECONDS + AT_ONCE_SECONDS
    assert late.took < AT_ONCE_SECONDS
    assert (after.status, after.took < BACK_SECONDS) == (HTTPStatus.OK, True)
    tell(
        f"the database stood still: 503 after {max(each.took for each in patient):.1f} s, for who"
        f" came later after {late.took:.2f} s; then 200 after {after.took:.2f} s"
    )


async def test_whoever_is_told_to_stop_under_load_is_gone_in_time(
    tmp_path: Path, postgres_server: Postgres, postgres_url: str
) -> None:
    """Exit code 0 each time, and everybody is registered once."""
    took = defaultdict(list)
    async with frail(tmp_path / "house", postgres_url, ("web", "worker")) as house:
        for name in house.names:
            house.start(name)
        await house.serves()
        crowd = Crowd(house.deployed.stage.address, 6, SEED)
        is_over = asyncio.Event()
        coming = asyncio.create_task(crowd.comes(1, until_done=is_over.is_set))
        for _ in range(SCALE.crashes):
            for name in house.names:
                await asyncio.sleep(2)
                code, seconds = await asyncio.to_thread(house.deployed.running[name].ended)
                assert code == 0, house.deployed.running[name].said()
                took[name].append(seconds)
                house.start(name)
        is_over.set()
        await coming
        await house.is_quiet()
        evidence = await house.check([FAMILY, FAMILY.lower()], [postgres_server.folder])
    assert len(evidence.customers) == len(crowd.visitors)
    slowest = {name: max(seconds) for name, seconds in took.items()}
    assert all(slowest[name] < promised for name, promised in PROMISED_SECONDS.items())
    tell(
        f"told to stop {SCALE.crashes} times under load, {len(crowd.visitors)} people: exit 0"
        f" after {slowest['web']:.2f} s (web) and {slowest['worker']:.2f} s (worker) at most"
    )
