"""What one process does for all is done by one of them, once, and by another one where it dies."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.duties import Duty, at_all_times, every
from bot.leading import LEASE, Leading
from storage import DatabaseAway
from tests.bot.turns.jobs import Watched

if TYPE_CHECKING:
    from storage import Database, Keyring, UnitOfWork

HOUR = timedelta(hours=1)
SWEEP = Duty("sweep", every(HOUR))
WATCH = Duty("watch", at_all_times)
QUICK = timedelta(seconds=0.3)


def part_in(
    database: Database, duty: Duty = SWEEP, lease: timedelta = LEASE, of: str = ""
) -> Leading:
    """Return one process's part in a duty."""
    return Leading(duty, database, ZoneInfo("UTC"), lease, of)


async def leads(database: Database, leading: Leading) -> bool:
    """Tell whether a process is to do the duty now."""
    async with database.begin() as work:
        return await leading.leads(work)


async def does(database: Database, leading: Leading) -> None:
    """Have a process note that the duty is done."""
    async with database.begin() as work:
        await leading.done(work)


async def test_one_process_leads(database: Database) -> None:
    """The others wait; it stays the leader as often as it asks."""
    one, two = part_in(database), part_in(database)
    assert [await leads(database, each) for each in (one, two, one, two)] == [True, False] * 2


async def test_what_is_done_is_done_for_all(database: Database) -> None:
    """Until its time has come again; then whoever comes first does it."""
    one, two = part_in(database), part_in(database)
    assert await leads(database, one)
    await does(database, one)
    assert not any([await leads(database, each) for each in (one, two)])
    database.clock_offset += HOUR
    assert await leads(database, two)


async def test_another_one_goes_on_once_the_lease_is_over(database: Database) -> None:
    """What the dead leader has begun and not done is begun anew."""
    one, two = part_in(database), part_in(database)
    assert await leads(database, one)
    database.clock_offset += LEASE / 2
    assert not await leads(database, two)
    database.clock_offset += LEASE / 2
    assert await leads(database, two)
    assert not await leads(database, one)


async def test_one_that_was_late_for_the_lease_does_not_do_it_again(database: Database) -> None:
    """Between its first look and the lease the other one may have done it."""
    one, two = part_in(database), part_in(database)
    assert await leads(database, one)

    class Late(Leading):
        """A process that looks before the other has noted it, and gets the lease after that."""

        looks = 0

        async def is_due(self, work: UnitOfWork) -> bool:  # noqa: ARG002 - it does not look
            """Tell what was so at the first look."""
            self.looks += 1
            return self.looks == 1

    late = Late(SWEEP, database, ZoneInfo("UTC"))
    await does(database, one)
    assert not await leads(database, late)
    database.clock_offset += HOUR
    assert await leads(database, two)


async def test_a_lease_of_a_clock_that_was_wrong_holds_nobody_up(database: Database) -> None:
    """A day ahead it was taken for half a minute, and a day later it would still last."""
    one, two = part_in(database, WATCH), part_in(database, WATCH)
    database.clock_offset += 25 * HOUR
    assert await leads(database, one)
    database.clock_offset -= 25 * HOUR
    assert await leads(database, two)


async def test_work_that_takes_long_keeps_its_lease(database: Database) -> None:
    """Twice as long as the lease lasts, nobody else begins."""
    one, two = part_in(database, lease=QUICK), part_in(database, lease=QUICK)
    assert await leads(database, one)
    async with one.kept():
        for _ in range(6):
            await asyncio.sleep(0.1)
            assert not await leads(database, two)
    await asyncio.sleep(QUICK.total_seconds())
    assert await leads(database, two)


async def test_a_lease_is_kept_again_once_the_database_is_back(
    sqlite_url: str, keyring: Keyring
) -> None:
    """What keeps it outlives a database that is away for a moment."""
    database = Watched(sqlite_url, keyring)
    one = part_in(database, lease=QUICK)
    assert await leads(database, one)
    async with one.kept():
        database.watch.troubles = [DatabaseAway()]
        await asyncio.sleep(0.25)
        assert database.watch.troubles == []
        await asyncio.sleep(0.1)
        assert not await leads(database, part_in(database, lease=QUICK))
    await database.close()


async def test_several_who_begin_together_do_it_once(database: Database) -> None:
    """Each returns when it is done, whoever has done it; those of other settings do it as well."""
    done: list[str] = []

    async def act(name: str) -> None:
        done.append(name)
        await asyncio.sleep(0.1)

    parts = {name: part_in(database, lease=QUICK, of=name[0]) for name in ("a1", "a2", "a3", "b1")}
    async with asyncio.timeout(10):
        await asyncio.gather(*(part.once(partial(act, name)) for name, part in parts.items()))
    assert sorted(name[0] for name in done) == ["a", "b"]


async def test_where_the_first_one_dies_the_next_one_does_it(database: Database) -> None:
    """As soon as its lease is over."""
    assert await leads(database, part_in(database, lease=QUICK))
    done = asyncio.Event()

    async def act() -> None:
        done.set()

    async with asyncio.timeout(5):
        await part_in(database, lease=QUICK).once(act)
    assert done.is_set()


async def test_a_duty_waits_for_the_database(sqlite_url: str, keyring: Keyring) -> None:
    """It is begun, or noted, once that is back."""
    database = Watched(sqlite_url, keyring)
    database.watch.troubles = [DatabaseAway(), DatabaseAway()]
    done = asyncio.Event()

    async def act() -> None:
        done.set()

    async with asyncio.timeout(5):
        await part_in(database, lease=QUICK).once(act)
    assert done.is_set()
    await database.close()
