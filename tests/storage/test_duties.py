"""What is done once for all is noted, and done anew when that is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import NEVER, DutyDone, Status
from tests.storage.rows import SECOND, THEN, stored

if TYPE_CHECKING:
    from storage import Database


async def test_a_duty_is_noted_with_its_time(database: Database) -> None:
    """The last time counts; what was never done is none."""
    async with database.begin() as work:
        assert await work.duties.get("audit") is None
        await work.duties.done("audit", 3)
    async with database.begin() as work:
        await work.duties.done("audit")
        assert await work.duties.get("audit") == DutyDone("audit", work.now)


async def test_duties_are_forgotten_by_how_their_names_begin(database: Database) -> None:
    """Others stay."""
    async with database.begin() as work:
        for name in ("canary:a", "canary:b", "audit"):
            await work.duties.done(name)
        await work.duties.forget("canary:")
        left = [await work.duties.get(name) for name in ("canary:a", "canary:b", "audit")]
    assert [duty is not None for duty in left] == [False, False, True]


async def test_what_belongs_to_a_configuration_is_forgotten_when_it_is_old(
    database: Database,
) -> None:
    """Not the one that is named, nor what is done under every configuration."""
    names = ("canary:old", "canary:mine", "canary:new", "menus:old", "audit")
    async with database.begin() as work:
        for name in names:
            if name != "canary:new":
                await work.duties.done(name)
        done_at = work.now
    database.clock_offset = 60 * SECOND
    async with database.begin() as work:
        await work.duties.done("canary:new")
        await work.duties.forget_before(done_at + SECOND, besides="canary:mine")
        left = [name for name in names if await work.duties.get(name) is not None]
    assert left == ["canary:mine", "canary:new", "audit"]


async def test_a_lease_that_is_given_back_is_free(database: Database) -> None:
    """Only its holder can."""
    async with database.begin() as work:
        for giver, free in (("two", False), ("one", True)):
            await work.leases.hold("audit", "one", 60 * SECOND)
            await work.leases.release("audit", giver)
            assert await work.leases.hold("audit", "three", 60 * SECOND) is free


async def test_what_was_created_is_given_by_when_it_is_erased(database: Database) -> None:
    """Page by page; what is erased or has ended otherwise is left out."""
    late, early = [
        await stored(database, Status.CREATED, due_at=at) for at in (THEN + SECOND, THEN)
    ]
    await stored(database, Status.LINKED)
    await stored(database, Status.CREATED, due_at=NEVER)
    async with database.begin() as work:
        first = await work.submissions.created(1, (THEN, ""))
        second = await work.submissions.created(9, (first[0].due_at, first[0].id))
    assert [row.id for row in (*first, *second)] == [early.id, late.id]
