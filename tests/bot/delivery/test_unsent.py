"""A worker that dies before its POST leaves no doubt that nothing was sent."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.outcomes import NoteSending
from bot.turns.changes import Changes, Seen
from storage import UNSENT, Status
from tests.bot.delivery.road import gone
from tests.bot.delivery.rows import NOW, a_submission, an_attempt
from tests.bot.delivery.test_posting import Slow, attempts_of, posting_of

if TYPE_CHECKING:
    from tests.bot.delivery.road import Road


async def until_searched(road: Road) -> None:
    """Wait until both searches of a claim have begun."""
    async with asyncio.timeout(10):
        while road.flextell.search_faults:  # noqa: ASYNC110 - a queue that is played has no event
            await asyncio.sleep(0.01)


async def test_who_dies_in_a_search_has_sent_nothing(road: Road) -> None:
    """It is queued again when the lease is over, and neither counted nor looked up."""
    road.flextell.search_faults.extend(["hangs"] * 2)
    row = await road.confirmed()
    serving = asyncio.create_task(road.batches.serve())
    dying = asyncio.create_task(road.worker().run())
    await until_searched(road)
    await gone(dying)
    await gone(serving)
    assert (await road.row(row.id)).status is Status.SENDING
    road.database.clock_offset = road.rules.lease
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.posts, end.absences, end.fence) == (1, 0, 2)
    assert road.flextell.posts.total() == 1
    assert [each.outcome for each in await attempts_of(road, row)] == [UNSENT, "Created"]


async def test_what_is_on_the_wire_is_on_record_as_such(road: Road) -> None:
    """Who dies then has perhaps created somebody: it is looked up, and not sent again."""
    road.flextell.post_faults.append("created_then_hangs")
    row = await road.confirmed()
    serving = asyncio.create_task(road.batches.serve())
    dying = asyncio.create_task(road.worker().run())
    await road.flextell.posted.wait()
    assert [each.outcome for each in await attempts_of(road, row)] == [None]
    await gone(dying)
    await gone(serving)
    road.database.clock_offset = road.rules.lease
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.posts, end.fence, road.flextell.posts.total()) == (1, 1, 1)


async def test_who_has_lost_his_lease_before_the_post_sends_nothing(road: Road) -> None:
    """Another worker may be at it since it was given up."""
    row = await road.confirmed()
    [errand] = (await posting_of(road, Slow(road)).take(8)).errands
    async with road.database.begin() as work:
        held = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(held, fence=held.fence + 1)])
    serving = asyncio.create_task(road.batches.serve())
    await errand()
    await gone(serving)
    assert road.flextell.posts.total() == 0


def test_a_post_is_noted_before_it_is_made_and_under_the_lease_alone() -> None:
    """What was noted of the attempt till then stays, where nobody was looked for."""
    row, attempt = a_submission(), an_attempt(outcome=UNSENT, baseline=("4",))
    note = NoteSending(7, row.id, 1, None)
    for seen in (Seen(NOW), Seen(NOW, None, a_submission(fence=2), attempt)):
        assert (note.decide(seen).result, note.decide(seen).changes) == (False, Changes())
    noted = note.decide(Seen(NOW, None, row, attempt))
    assert noted.result
    assert noted.changes == Changes(attempt=replace(attempt, outcome=None))
