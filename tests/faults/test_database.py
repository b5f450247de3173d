"""The database crashes, and the disk is full: 503 while it lasts, and nothing lost after it."""

from __future__ import annotations

import asyncio
import resource
import time
from typing import TYPE_CHECKING

from tests.faults.crowd import FAMILY, Crowd
from tests.faults.frail import frail
from tests.faults.scale import SCALE, SEED, tell

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.frail import Frail
    from tests.postgres import Postgres

PROMISED_SECONDS = 5.0
AWAY_SECONDS = 1.5
BETWEEN_SECONDS = 2.0
HONEST = {200, 503}


async def seconds_until_200(house: Frail, name: str) -> float:
    """Ask until an update is taken again; return how long that took."""
    began = time.monotonic()
    while await asyncio.to_thread(house.probe, name) != 200:  # noqa: ASYNC110 - HTTP only tells
        await asyncio.sleep(0.05)
    return time.monotonic() - began


async def crashes(house: Frail, server: Postgres) -> float:
    """Crash the server and start it again; return how soon an update was taken after it."""
    await asyncio.sleep(BETWEEN_SECONDS)
    await asyncio.to_thread(server.crash)
    try:
        began = time.monotonic()
        while time.monotonic() - began < AWAY_SECONDS:
            assert await asyncio.to_thread(house.probe, "web") == 503
            await asyncio.sleep(0.1)
    finally:
        await asyncio.to_thread(server.start)
    return await seconds_until_200(house, "web")


async def test_postgresql_crashes_again_and_again(
    tmp_path: Path, postgres_server: Postgres, postgres_url: str
) -> None:
    """Under load; an update is taken within five seconds of its coming back, and none is lost."""
    async with frail(tmp_path / "house", postgres_url, ("web", "worker")) as house:
        for name in house.names:
            house.start(name)
        await house.serves()
        crowd = Crowd(house.deployed.stage.address, 6, SEED)
        coming = asyncio.create_task(crowd.comes(1, until_done=lambda: len(took) == SCALE.crashes))
        took: list[float] = []
        while len(took) < SCALE.crashes:
            took.append(await crashes(house, postgres_server))
        await coming
        await house.is_quiet()
        await house.check([FAMILY, FAMILY.lower()], [postgres_server.folder])
        assert all(process.is_alive for process in house.deployed.of_the_bot().values())
    tell(f"{len(took)} crashes, {len(crowd.visitors)} people; 200 after {max(took):.2f} s at most")
    assert {probe.status for probe in house.probes} <= HONEST
    assert max(took) < PROMISED_SECONDS


async def test_a_full_disk_takes_nothing_and_loses_nothing(tmp_path: Path) -> None:
    """No file may grow any more: updates are sent back, until there is room, and none is lost."""
    url = f"sqlite:///{tmp_path / 'house' / 'intake.db'}"
    async with frail(tmp_path / "house", url, ("web",)) as house:
        house.start("web")
        await house.serves()
        crowd = Crowd(house.deployed.stage.address, 3, SEED)
        is_over = asyncio.Event()
        coming = asyncio.create_task(crowd.comes(1, until_done=is_over.is_set))
        await asyncio.sleep(BETWEEN_SECONDS)
        fill(house)
        while await asyncio.to_thread(house.probe, "web") != 503:  # noqa: ASYNC110 - likewise
            await asyncio.sleep(0.05)
        statuses = [await asyncio.to_thread(house.probe, "web") for _ in range(5)]
        make_room(house)
        took = await seconds_until_200(house, "web")
        is_over.set()
        await coming
        await house.is_quiet()
        await house.check([FAMILY, FAMILY.lower()])
        assert house.deployed.running["web"].is_alive
    tell(f"disk full: {statuses}; 200 after {took:.2f} s")
    assert 503 in statuses
    assert took < PROMISED_SECONDS


def fill(house: Frail) -> None:
    """Let the process make no file longer than its write-ahead log is now."""
    longest = (house.deployed.folder / "intake.db-wal").stat().st_size
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(_pid(house), resource.RLIMIT_FSIZE, (longest, most))


def make_room(house: Frail) -> None:
    """Let files grow again."""
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(_pid(house), resource.RLIMIT_FSIZE, (most, most))


def _pid(house: Frail) -> int:
    pid = house.deployed.running["web"].process.pid
    assert pid is not None
    return pid
