from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.rounds import IDLE_SECONDS, Rounds, Taken, rest_until
from bot.turns.batches import Batches, Result
from storage import DatabaseAway, Pause, Status
from tests.bot.delivery.road import gone
from tests.bot.delivery.rows import NOW, SECOND

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from bot.turns.changes import Job
    from tests.bot.delivery.road import Road


async def test_a_post_under_way_is_finished_before_the_end(road: Road) -> None:
    """A worker told to stop takes nothing new, and still writes down what comes back."""
    await road.is_tried()
    road.flextell.seconds = 0.2
    road.rules = replace(road.rules, posts_at_once=8)
    rows = [await road.confirmed() for _ in range(20)]
    async with road.working() as worker:
        await road.flextell.posted.wait()
        worker.stop()
    async with road.database.begin() as work:
        counts = await work.submissions.counts()
    assert counts == {Status.CREATED: 8, Status.QUEUED: len(rows) - 8}


async def test_a_post_that_hangs_does_not_keep_a_worker_alive(road: Road) -> None:
    """`run` ends within five seconds; what hung is looked up by the next worker."""
    road.flextell.post_faults.append("created_then_hangs")
    quick = road.rules
    road.rules = replace(quick, deadline=timedelta(seconds=20))
    row = await road.confirmed()
    loop = asyncio.get_running_loop()
    async with road.working() as worker:
        await road.flextell.posted.wait()
        worker.stop()
        began = loop.time()
    assert loop.time() - began < 5
    assert (await road.row(row.id)).status is Status.SENDING
    road.rules = quick
    road.database.clock_offset = timedelta(seconds=21)
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.customer_id, road.flextell.posts[row.id]) == ("1", 1)


async def test_a_worker_woken_begins_at_once(road: Road) -> None:
    """Nobody waits for the next look at an idle queue."""
    async with road.working() as worker:
        await asyncio.sleep(0.3)
        await road.confirmed()
        began = asyncio.get_running_loop().time()
        worker.wake()
        await road.flextell.posted.wait()
        assert asyncio.get_running_loop().time() - began < IDLE_SECONDS / 2


async def test_a_worker_may_be_stopped_before_it_runs(road: Road) -> None:
    """A stop that comes too early is heeded all the same."""
    worker = road.worker()
    worker.stop()
    async with asyncio.timeout(5):
        await worker.run()


async def test_trouble_is_logged_and_outlasted(logged: list[MutableMapping[str, Any]]) -> None:
    """A database that is away, and a defect, cost a rest each and end nothing."""
    troubles: list[Exception] = [DatabaseAway("made up"), RuntimeError("made up")]
    done = asyncio.Event()

    async def errand() -> None:
        done.set()
        raise RuntimeError("made up")

    async def take(free: int) -> Taken:
        assert free == 3
        if troubles:
            raise troubles.pop(0)
        return Taken([errand], IDLE_SECONDS)

    running = asyncio.create_task((rounds := Rounds(take, 3)).run())
    async with asyncio.timeout(5):
        await done.wait()
    await asyncio.sleep(0)
    rounds.stop()
    await running
    assert [event["event"] for event in logged[:3]] == [
        "delivery waits for the database",
        "delivery round failed",
        "delivery errand failed",
    ]


async def test_never_more_than_the_limit_is_under_way() -> None:
    """As many errands as there are places, and the next as soon as one is free."""
    most, now, left = 0, 0, 20
    over = asyncio.Event()

    async def errand() -> None:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.01)
        now -= 1

    async def take(free: int) -> Taken:
        nonlocal left
        count = min(free, left)
        left -= count
        if not left:
            over.set()
        return Taken([errand] * count, 0.0 if count else IDLE_SECONDS)

    running = asyncio.create_task((rounds := Rounds(take, 3)).run())
    async with asyncio.timeout(5):
        await over.wait()
    rounds.stop()
    await running
    assert (most, now, left) == (3, 0, 0)


async def test_a_cancelled_run_leaves_nothing_behind() -> None:
    """Like a killed process: what was under way does not go on in the background."""
    ended = asyncio.Event()

    async def errand() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            ended.set()

    async def take(_free: int) -> Taken:
        return Taken([errand], IDLE_SECONDS)

    running = asyncio.create_task(Rounds(take, 1).run())
    await asyncio.sleep(0.05)
    await gone(running)
    assert ended.is_set()


async def test_a_transaction_is_not_broken_off_by_a_cancellation(sqlite_road: Road) -> None:
    """A cancelled run lets what it was taking up be kept, so that nobody finds a lock."""
    kept = asyncio.Event()

    async def take(_free: int) -> Taken:
        async with sqlite_road.database.begin() as work:
            await asyncio.sleep(0.2)
            await work.pauses.set(Pause("made up", "made up", work.now))
        kept.set()
        return Taken([], IDLE_SECONDS)

    running = asyncio.create_task(Rounds(take, 1).run())
    await asyncio.sleep(0.05)
    await gone(running)
    assert kept.is_set()


@pytest.mark.parametrize(
    ("moment", "rest"),
    [
        (None, IDLE_SECONDS),
        (NOW + SECOND / 4, 0.25),
        (NOW + 60 * SECOND, IDLE_SECONDS),
        (NOW, IDLE_SECONDS),
        (NOW - SECOND, IDLE_SECONDS),
    ],
)
def test_a_rest_ends_when_something_is_due(moment: Any, rest: float) -> None:
    """Until then, but never longer than others may wait, and without spinning on the overdue."""
    assert rest_until(moment, NOW) == rest


class AwayBatches(Batches):
    """A queue whose database is away twice."""

    away = 2

    async def decided(self, job: Job[Result]) -> Result:
        """Fail while the database is away."""
        if self.away:
            self.away -= 1
            raise DatabaseAway("made up")
        return await super().decided(job)


async def test_an_outcome_waits_for_the_database(
    road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """What Flextell answered is not forgotten because the database has gone."""
    road.batches = AwayBatches(road.database)
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.posts, road.flextell.posts[row.id]) == (1, 1)
    waits = [event for event in logged if event["event"] == "outcome waits for the database"]
    assert len(waits) == 2
