"""What is taken back while it is being delivered comes to its end, is erased, and is told."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.housekeeping import erase_records
from bot.delivery.outcomes import NoteVerdict
from bot.delivery.overdue import EraseUndecided
from bot.operators.deciding import CREATE_AGAIN, Resolve
from bot.turns.changes import Seen
from bot.turns.taking import TakeTurn
from bot.turns.turn import Turn
from conversations.events import Forgot
from flextell import NotSent
from storage import NEVER, Status

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage import Submission
    from tests.bot.delivery.road import Road

REACHED = "Your registration has reached Example Ltd as no. 1."
NOT_REACHED = "Your registration has not reached Example Ltd."
NOBODY_KNOWS = "Nobody can tell whether your registration has reached Example Ltd."
ERASED = "As you wished, it is erased here."


async def forget(road: Road, row: Submission) -> None:
    """Have the person erase everything, as a web process would."""
    await road.batches.decided(TakeTurn(road.talk, Turn(row.chat_id, Forgot())))


async def is_emptied(road: Road, row: Submission) -> Submission:
    """Check that no answer is left of a submission."""
    after = await road.row(row.id)
    assert (after.body, after.draft, after.phone_index) == (b"", {}, None)
    assert after.due_at == NEVER
    return after


def was_told(road: Road, row: Submission, *words: str) -> None:
    """Check that the last news was a message of its own that says so."""
    last = road.teller.notices[-1]
    assert (last.chat_id, last.card_message_id) == (row.chat_id, None)
    assert all(each in last.card.text for each in (*words, ERASED))


async def test_what_is_on_the_wire_is_erased_when_it_has_arrived(road: Road) -> None:
    """The person is told the number, and who has the record."""
    road.flextell.seconds = 0.2
    row = await road.confirmed()
    async with road.working():
        await road.flextell.posted.wait()
        await forget(road, row)
        assert (await road.row(row.id)).body
        end = await road.ends(row.id, Status.CREATED)
    assert end.customer_id == "1"
    await is_emptied(road, row)
    was_told(road, row, REACHED)
    assert (await road.talk_of(row.chat_id)).registration is None


@pytest.mark.parametrize("fault", ["refused_connection", 403, 429, "refuses email"])
async def test_what_surely_made_no_customer_is_not_sent_again(
    road: Road, fault: str | int
) -> None:
    """Wherever else it would have waited, it ends, and no second POST is made."""
    road.flextell.seconds = 0.2
    road.flextell.post_faults.append(fault)
    row = await road.confirmed()
    async with road.working():
        await until_sending(road, row)
        await forget(road, row)
        await road.ends(row.id, Status.WITHDRAWN)
        await asyncio.sleep(0.4)
    await is_emptied(road, row)
    was_told(road, row, NOT_REACHED)
    assert sum(road.flextell.posts.values()) <= 1
    assert (await road.talk_of(row.chat_id)).draft is None


async def until_sending(road: Road, row: Submission) -> None:
    """Wait until a worker has taken the submission up."""
    async with asyncio.timeout(10):
        while (await road.row(row.id)).status is Status.QUEUED:  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.01)


async def test_what_is_proven_absent_is_not_sent_again(road: Road) -> None:
    """The look-ups go on as long as they have to, for there may be a customer."""
    road.flextell.post_faults.append("broken")
    row = await road.confirmed()
    async with road.working():
        await until_sending(road, row)
        await forget(road, row)
        await road.ends(row.id, Status.WITHDRAWN)
    await is_emptied(road, row)
    was_told(road, row, NOT_REACHED)
    assert sum(road.flextell.posts.values()) == 1


async def test_what_nobody_decides_is_erased_in_time(road: Road) -> None:
    """After thirty days it is gone, and the person is told that nobody can tell."""
    road.flextell.post_faults.append(409)
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.HUMAN)
        await forget(road, row)
    assert (await road.row(row.id)).body
    road.database.clock_offset = road.rules.decide_within + timedelta(minutes=1)
    async with road.working():
        await road.ends(row.id, Status.DROPPED)
    await is_emptied(road, row)
    was_told(road, row, NOBODY_KNOWS)


async def test_an_operator_cannot_send_what_was_taken_back(road: Road) -> None:
    """An order to create it again comes to nothing but its end."""
    road.flextell.post_faults.append(409)
    row = await road.confirmed()
    async with road.working():
        human = await road.ends(row.id, Status.HUMAN)
        await forget(road, row)
        job = Resolve(
            road.talk, road.rules, row.chat_id, row.id, human.fence, CREATE_AGAIN, "operator"
        )
        assert await road.batches.decided(job) is Status.WITHDRAWN
        await road.ends(row.id, Status.WITHDRAWN)
    was_told(road, row, NOT_REACHED)


async def test_a_worker_and_a_person_at_once_end_the_same_whoever_wins(road: Road) -> None:
    """Many people erase while their submissions are claimed, sent and noted: none is left over."""
    road.flextell.seconds = 0.01
    rows = [await road.confirmed() for _ in range(40)]
    async with road.working():
        await asyncio.gather(*(_forget_after(road, row, n * 0.008) for n, row in enumerate(rows)))
        ends = await road.all_end(rows)
    assert {end.status for end in ends} <= {Status.WITHDRAWN, Status.CREATED}
    assert not [end for end in ends if end.body or end.draft]
    created = [end for end in ends if end.status is Status.CREATED]
    assert len(created) == len(road.flextell.customers)


async def _forget_after(road: Road, row: Submission, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await forget(road, row)


async def test_a_late_worker_brings_nothing_back(road: Road) -> None:
    """One that lost its lease meanwhile adds what it saw, and no answer."""
    row = await road.confirmed()
    job = NoteVerdict(road.talk, road.rules, row.chat_id, row.id, 1, NotSent("made up"), 0.5)
    async with road.working():
        await road.ends(row.id, Status.CREATED)
        await forget(road, row)
        await road.batches.decided(job)
    await is_emptied(road, row)


async def test_an_end_that_comes_first_is_the_end(road: Road) -> None:
    """What is no longer waiting is not given up a second time."""
    row = await road.confirmed()
    async with road.database.begin() as work:
        stored = (await work.submissions.load([row.id]))[row.id]
        now = work.now
    job = EraseUndecided(road.talk, row.chat_id, row.id, row.fence)
    taken_back = replace(stored, taken_back_at=now)
    others: Iterable[Submission | None] = (
        None,
        stored,
        replace(taken_back, fence=9),
        replace(taken_back, status=Status.CREATED),
    )
    for other in others:
        assert job.decide(Seen(now, submission=other)).result is None
    assert await erase_records(road.database) == 0
