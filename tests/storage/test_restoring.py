"""After a restoring nothing is sent that was not looked up, and no phone is looked up twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import ARROWS, DOUBTED, OPEN, Status
from tests.storage.rows import SECOND, THEN, an_attempt, led, stored

if TYPE_CHECKING:
    from storage import Attempt, Database, Submission

MOVED = sorted(status for status in OPEN if Status.UNKNOWN in ARROWS[status])
LEFT = sorted(set(Status) - {*MOVED, Status.UNKNOWN})


async def doubted(database: Database) -> int:
    """Doubt all that is open; return how many that was."""
    async with database.begin() as work:
        return await work.submissions.doubt()


async def seen(database: Database, row: Submission) -> tuple[Submission, list[Attempt]]:
    """Return a submission and its attempts as they stand."""
    async with database.begin() as work:
        rows = await work.submissions.load([row.id])
        return rows[row.id], await work.attempts.of(row.id)


@pytest.mark.parametrize("status", MOVED)
async def test_what_may_have_been_sent_is_looked_up(database: Database, status: Status) -> None:
    """It is due at once, its lease is over, and a worker of before the restoring is too late."""
    before = await stored(database, status, phone_index=b"p", fence=3, lease_until=THEN + SECOND)
    assert await doubted(database) == 1
    row, [attempt] = await seen(database, before)
    assert (row.status, row.fence, row.lease_until) == (Status.UNKNOWN, 4, None)
    assert (row.due_at, row.updated_at) == (attempt.ended_at, attempt.ended_at)
    assert (row.body, row.posts, row.last_error) == (before.body, before.posts, DOUBTED)


async def test_the_attempt_covers_all_the_time_since_the_confirmation(database: Database) -> None:
    """The customer may have been created at any moment of it, and nobody counts as known."""
    row = await stored(database)
    await doubted(database)
    _, [attempt] = await seen(database, row)
    assert attempt.started_at == THEN
    assert attempt.ended_at == attempt.deadline_at
    assert attempt.deadline_at > THEN + timedelta(days=1)
    assert (attempt.number, attempt.fence, attempt.baseline) == (1, 1, None)
    assert attempt.is_doubted


async def test_it_follows_the_attempts_on_record(database: Database) -> None:
    """The numbers go on."""
    row = await stored(database, Status.UNKNOWN)
    async with database.begin() as work:
        await work.attempts.add([an_attempt(row.id, 1), an_attempt(row.id, 2)])
    await doubted(database)
    moved, attempts = await seen(database, row)
    assert moved.status is Status.UNKNOWN
    assert [each.number for each in attempts] == [1, 2, 3]
    assert [each.is_doubted for each in attempts] == [False, False, True]


@pytest.mark.parametrize("status", LEFT)
async def test_what_is_decided_or_a_persons_to_decide_stays(
    database: Database, status: Status
) -> None:
    """Nothing is known better than before."""
    before = await stored(database, status)
    assert await doubted(database) == 0
    assert await seen(database, before) == (before, [])


async def test_of_one_phone_the_first_is_looked_up_and_the_others_wait(
    database: Database,
) -> None:
    """Those that wait carry the doubt with them, so that their turn begins with the look-up."""
    later = await stored(database, phone_index=b"p", created_at=THEN + SECOND)
    first = await stored(database, phone_index=b"p", created_at=THEN)
    blocked = await stored(
        database, Status.BLOCKED, phone_index=b"p", created_at=THEN + 2 * SECOND
    )
    other = await stored(database, phone_index=b"q", created_at=THEN + 9 * SECOND)
    assert await doubted(database) == 4
    found = [await seen(database, each) for each in (first, later, blocked, other)]
    assert [row.status for row, _ in found] == [
        Status.UNKNOWN,
        Status.QUEUED,
        Status.BLOCKED,
        Status.UNKNOWN,
    ]
    assert all(attempts[0].is_doubted for _, attempts in found)


async def test_two_of_one_moment_and_phone_do_not_collide(database: Database) -> None:
    """All but one of them wait; which one does not is settled by their ids."""
    rows = [await stored(database, phone_index=b"p") for _ in range(5)]
    assert await doubted(database) == 5
    statuses = [(await seen(database, row))[0].status for row in rows]
    assert sorted(statuses) == sorted([Status.UNKNOWN, *[Status.QUEUED] * 4])


@pytest.mark.parametrize("status", [Status.SENDING, Status.UNKNOWN, Status.FIND_ID])
async def test_who_is_on_the_way_keeps_the_phone(database: Database, status: Status) -> None:
    """Even where another one was confirmed before."""
    waits = await stored(database, phone_index=b"p", created_at=THEN - SECOND)
    holder = await stored(database, phone_index=b"p", created_at=THEN)
    await led(database, holder.id, Status.SENDING)
    if status is not Status.SENDING:
        await led(database, holder.id, status)
    await doubted(database)
    expected = Status.FIND_ID if status is Status.FIND_ID else Status.UNKNOWN
    assert (await seen(database, holder))[0].status is expected
    assert (await seen(database, waits))[0].status is Status.QUEUED


async def test_doubting_again_changes_nothing(database: Database) -> None:
    """Whoever is not sure of having done it does it again."""
    rows = [await stored(database, phone_index=b"p") for _ in range(2)]
    await doubted(database)
    before = [await seen(database, row) for row in rows]
    assert await doubted(database) == 0
    assert [await seen(database, row) for row in rows] == before


async def test_what_was_looked_up_since_is_doubted_anew(database: Database) -> None:
    """A second restoring, days later, is another one."""
    row = await stored(database)
    await doubted(database)
    async with database.begin() as work:
        [attempt] = await work.attempts.of(row.id)
        await work.attempts.keep([replace(attempt, lookups_complete=1)])
    assert await doubted(database) == 1
    _, attempts = await seen(database, row)
    assert [each.is_doubted for each in attempts] == [False, True]
