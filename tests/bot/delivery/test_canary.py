"""Under a new configuration, and after what had to be mended, one submission goes alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.delivery.canary import LEASE, PROVEN, Canary, Room
from flextell import NotSent
from storage import Database, Status
from tests.bot.delivery.rows import created
from tests.bot.delivery.test_posting import AwayDatabase

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from storage import Keyring
    from tests.bot.delivery.road import Road


def canary_of(road: Road, database: Database | None = None) -> Canary:
    """Return who says how many may go, in a process of its own if a database is given."""
    return Canary(database or road.database, road.rules)


async def room(road: Road, canary: Canary) -> Room:
    """Ask for eight places."""
    async with road.database.begin() as work:
        return await canary.room(work, 8)


async def test_one_goes_alone_and_then_all(road: Road) -> None:
    """Nobody else is sent before it has arrived; then they all are."""
    road.flextell.seconds = 0.2
    rows = [await road.confirmed() for _ in range(6)]
    async with road.working():
        await road.flextell.posted.wait()
        await asyncio.sleep(0.3)
        alone = road.flextell.posts.total()
        ends = [await road.ends(row.id, Status.CREATED) for row in rows]
    assert alone == 1
    assert len({end.customer_id for end in ends}) == len(rows)


async def test_while_it_does_not_arrive_the_next_one_goes_alone(road: Road) -> None:
    """A wrong setting meets one customer after the other, and never all that wait."""
    road.flextell.post_faults.extend([422] * 3)
    rows = [await road.confirmed() for _ in range(6)]
    most = 0
    async with road.working():
        for _ in range(100):
            async with road.database.begin() as work:
                counts = await work.submissions.counts()
            if Status.CREATED not in counts:
                most = max(most, counts.get(Status.SENDING, 0))
            await asyncio.sleep(0.01)
        ends = await road.all_end(rows)
    assert most == 1
    statuses = sorted(end.status for end in ends)
    assert statuses == [Status.CREATED] * 3 + [Status.HUMAN] * 3


async def test_a_pause_that_is_over_is_tried_anew(road: Road) -> None:
    """Somebody has mended something: whether that was it, one submission shows."""
    await road.is_tried()
    async with road.database.begin() as work:
        await work.duties.done(f"{PROVEN}elsewhere")
    road.flextell.post_faults.append(403)
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    async with road.database.begin() as work:
        names = (f"{PROVEN}elsewhere", f"{PROVEN}{road.rules.configuration}")
        tried = [await work.duties.get(name) is not None for name in names]
    assert (road.flextell.posts[row.id], tried) == (2, [False, True])


async def test_another_configuration_is_tried_by_itself(road: Road) -> None:
    """What has arrived under one says nothing of the other; both are tried once."""
    await road.is_tried()
    assert await room(road, canary_of(road)) == Room(8)
    road.rules = replace(road.rules, configuration="other")
    assert (await room(road, canary_of(road))).count == 1


async def test_workers_send_one_between_them(
    road: Road, database_url: str, keyring: Keyring
) -> None:
    """Also where another process asks; if nobody hears of the one that goes, another one goes."""
    one, other = canary_of(road), canary_of(road)
    out = await room(road, one)
    assert out.holder is not None
    assert [await room(road, each) for each in (one, other)] == [Room(0)] * 2
    later = Database(database_url, keyring, clock_offset=road.rules.lease * 2)
    async with later.begin() as work:
        assert (await other.room(work, 8)).count == 1
    await later.close()


async def test_who_comes_back_makes_room(road: Road) -> None:
    """For one where it has not arrived, for all where it has."""
    canary = canary_of(road)
    for verdict in (NotSent("made up"), None):
        out = await room(road, canary)
        await canary.comes_back(out.holder or "", verdict)
    out = await room(road, canary)
    assert out.count == 1
    await canary.comes_back(out.holder or "", created())
    assert await room(road, canary) == Room(8)


async def test_nobody_to_send_keeps_no_place(road: Road) -> None:
    """What is due only for another worker is left to it."""
    canary = canary_of(road)
    async with road.database.begin() as work:
        out = await canary.room(work, 8)
        await canary.stays(work, out.holder or "")
        assert await work.leases.hold(LEASE, "another", timedelta(seconds=9))


async def test_a_trial_that_cannot_be_noted_breaks_nothing(
    sqlite_url: str, sqlite_road: Road, keyring: Keyring, logged: list[MutableMapping[str, Any]]
) -> None:
    """The next one goes when the lease has run out."""
    database = AwayDatabase(sqlite_url, keyring)
    database.away = True
    await canary_of(sqlite_road, database).comes_back("mine", created())
    await database.close()
    assert [event["event"] for event in logged] == ["trial not noted"]
