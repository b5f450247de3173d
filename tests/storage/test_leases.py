"""One process does what is done for all; another takes over when its lease has run out."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from storage import Database
    from tests.storage.rows import Open

LASTS = timedelta(seconds=60)


async def holds(database: Database, holder: str, name: str = "alerts") -> bool:
    """Tell whether a process has the lease now."""
    async with database.begin() as work:
        return await work.leases.hold(name, holder, LASTS)


async def until(database: Database) -> object:
    """Return what is written of the lease's end."""
    async with database.begin() as work:
        found = await work.leases._connection.execute(text("SELECT until FROM leases"))
        return found.scalar_one()


async def test_a_lease_is_one_holders_until_it_runs_out(database_url: str, opened: Open) -> None:
    """Others wait; then the first who asks has it, and the old holder has lost it."""
    now, later = opened(database_url), opened(database_url, clock_offset=LASTS)
    assert await holds(now, "one")
    assert [await holds(now, who) for who in ("two", "one")] == [False, True]
    assert await holds(later, "two")
    assert [await holds(later, who) for who in ("one", "two")] == [False, True]


async def test_leases_of_other_names_are_free(database: Database) -> None:
    """Each kind of work has its own."""
    assert await holds(database, "one")
    assert await holds(database, "two", "retention")


async def test_a_lease_is_written_anew_when_half_of_it_is_gone(
    database_url: str, opened: Open
) -> None:
    """Asking often costs no writing; what is held is theirs for half the time at least."""
    await holds(opened(database_url), "one")
    first = await until(opened(database_url))
    await holds(opened(database_url, clock_offset=LASTS * 0.4), "one")
    assert await until(opened(database_url)) == first
    late = opened(database_url, clock_offset=LASTS * 0.6)
    await holds(late, "one")
    assert await until(late) != first


async def test_of_many_who_ask_at_once_one_has_it(database_url: str, opened: Open) -> None:
    """Also where none was there before."""
    asked = [holds(opened(database_url), f"process {number}") for number in range(8)]
    assert sum(await asyncio.gather(*asked)) == 1
