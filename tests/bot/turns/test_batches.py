"""One transaction for all who wait, and what becomes of each when something fails."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot import metrics
from bot.turns.batches import Batches, Full
from storage import DatabaseAway, DatabaseBusy, DatabaseRefused
from tests.bot.turns.conftest import serving
from tests.bot.turns.jobs import Adds, Breaks, words_of
from tests.bot.turns.talks import ADA, CARL, LAILA
from tests.storage.rows import a_submission

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.bot.turns.jobs import Watched


async def outcomes(batches: Batches, *jobs: Any) -> list[Any]:
    """Decide jobs that come at once; return their results or errors."""
    return await asyncio.gather(*map(batches.decided, jobs), return_exceptions=True)


async def begun(batches: Batches, *jobs: Any) -> list[asyncio.Task[Any]]:
    """Let jobs come, and do not wait for them."""
    tasks = [asyncio.create_task(batches.decided(job)) for job in jobs]
    await asyncio.sleep(0)
    return tasks


async def until_begun(database: Watched, count: int) -> None:
    """Wait until so many transactions have begun."""
    async with asyncio.timeout(5):
        while database.watch.begun < count:  # noqa: ASYNC110 - a counter has no event
            await asyncio.sleep(0.001)


async def test_many_chats_share_a_commit(batches: Batches, watched: Watched) -> None:
    """Sixty-four who come at once are kept by one transaction."""
    assert await outcomes(batches, *map(Adds, range(64))) == [1] * 64
    assert watched.watch.begun == 1
    assert await words_of(watched, 63) == ["word"]


async def test_while_one_batch_commits_the_next_gathers(
    batches: Batches, watched: Watched
) -> None:
    """A hundred and thirty need three transactions, and none waits for a timer."""
    assert await outcomes(batches, *map(Adds, range(130))) == [1] * 130
    assert watched.watch.begun == 3


async def test_a_chat_keeps_its_order(batches: Batches, watched: Watched) -> None:
    """Each job sees what the one before it changed, within a batch and across batches."""
    words = [str(number) for number in range(100)]
    assert await outcomes(batches, *(Adds(ADA, word) for word in words)) == [*range(1, 101)]
    assert await words_of(watched, ADA) == words


async def test_a_job_with_a_defect_fails_alone(batches: Batches, watched: Watched) -> None:
    """The others of its batch are decided and kept, those of its own chat too."""
    jobs = (Adds(ADA), Breaks(LAILA), Adds(LAILA), Adds(CARL))
    first, broken, after, last = await outcomes(batches, *jobs)
    assert (first, after, last) == (1, 1, 1)
    assert isinstance(broken, ZeroDivisionError)
    assert await words_of(watched, LAILA) == ["word"]
    assert await words_of(watched, CARL) == ["word"]


async def test_a_row_the_database_refuses_fails_alone(batches: Batches, watched: Watched) -> None:
    """The turn is not kept without its submission, and nobody else's turn is lost."""
    row = a_submission(chat_id=ADA)
    same = a_submission(chat_id=LAILA, id=row.id, draft_token="another")
    assert await outcomes(batches, Adds(ADA, new_submission=row)) == [1]
    refused, other = await outcomes(batches, Adds(LAILA, new_submission=same), Adds(CARL))
    assert isinstance(refused, DatabaseRefused)
    assert other == 1
    assert await words_of(watched, LAILA) == []
    async with watched.begin() as work:
        assert (await work.submissions.load([row.id]))[row.id].chat_id == ADA


async def test_trouble_with_the_database_fails_all(batches: Batches, watched: Watched) -> None:
    """Nothing of the batch is kept; the next one goes on."""
    watched.watch.troubles.append(DatabaseAway("gone"))
    failed = await outcomes(batches, Adds(ADA), Adds(LAILA))
    assert [type(error) for error in failed] == [DatabaseAway] * 2
    assert watched.watch.begun == 1
    assert await words_of(watched, ADA) == []
    assert await outcomes(batches, Adds(ADA)) == [1]


async def test_too_many_are_sent_away_at_once(watched: Watched) -> None:
    """Who finds no place is told so before anything is done."""
    batches = Batches(watched, capacity=2)
    waiting = await begun(batches, Adds(ADA), Adds(LAILA))
    with pytest.raises(Full):
        await batches.decided(Adds(CARL))
    assert metrics.REGISTRY.get_sample_value("intake_queue_depth") == 2
    for task in waiting:
        task.cancel()


async def test_nobody_joins_a_queue_that_stands_still(watched: Watched) -> None:
    """Who would stand behind one that waits too long comes again; they go on in their order."""
    async with serving(watched, size=1, slow=0.05) as batches:
        watched.watch.gate.clear()
        under_way = await begun(batches, Adds(ADA))
        await until_begun(watched, 1)
        waiting = await begun(batches, Adds(LAILA), Adds(CARL))
        await asyncio.sleep(0.06)
        with pytest.raises(Full):
            await batches.decided(Adds(ADA))
        watched.watch.gate.set()
        assert await asyncio.gather(*under_way, *waiting) == [1, 1, 1]
        assert await batches.decided(Adds(ADA)) == 2


async def test_who_waits_behind_trouble_is_sent_back_with_it(watched: Watched) -> None:
    """The database would keep the next batch waiting as long; who comes then is taken."""
    async with serving(watched, size=1) as batches:
        watched.watch.troubles.append(DatabaseAway("gone"))
        failed = await outcomes(batches, Adds(ADA), Adds(LAILA), Adds(CARL))
        assert [type(error) for error in failed] == [DatabaseAway] * 3
        assert watched.watch.begun == 1
        assert await batches.decided(Adds(LAILA)) == 1


async def test_who_stops_waiting_has_been_heard(batches: Batches, watched: Watched) -> None:
    """A turn whose connection is gone is kept all the same."""
    gone, there = await begun(batches, Adds(ADA), Adds(LAILA))
    gone.cancel()
    assert await there == 1
    assert await words_of(watched, ADA) == ["word"]


async def test_who_stops_waiting_is_no_trouble_to_a_failing_batch(
    batches: Batches, watched: Watched
) -> None:
    """Errors reach only those who are still there."""
    watched.watch.troubles.append(DatabaseAway("gone"))
    gone, there = await begun(batches, Adds(ADA), Adds(LAILA))
    gone.cancel()
    with pytest.raises(DatabaseAway):
        await there


async def test_stopping_finishes_the_batch_under_way(watched: Watched) -> None:
    """What was begun is kept and answered; who waits behind it is told to come again."""
    batches = Batches(watched, size=1)
    serving = asyncio.create_task(batches.serve())
    watched.watch.gate.clear()
    first, second = await begun(batches, Adds(ADA), Adds(LAILA))
    await until_begun(watched, 1)
    serving.cancel()
    await asyncio.sleep(0)
    watched.watch.gate.set()
    assert await first == 1
    with pytest.raises(Full):
        await second
    with pytest.raises(asyncio.CancelledError):
        await serving
    assert await words_of(watched, ADA) == ["word"]
    assert await words_of(watched, LAILA) == []


class Holding:
    """Another process that holds chats."""

    def __init__(self, database: Watched) -> None:
        self._database = database
        self._held, self._let_go = asyncio.Event(), asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def hold(self, *chats: int) -> None:
        """Hold the chats from now on."""
        self._task = asyncio.create_task(self._hold(set(chats)))
        await self._held.wait()

    async def let_go(self) -> None:
        """Let the chats go."""
        self._let_go.set()
        if self._task is not None:
            await self._task

    async def _hold(self, chats: set[int]) -> None:
        async with self._database.begin() as work:
            assert await work.chats.lock(chats) == chats
            self._held.set()
            await self._let_go.wait()


@pytest.fixture
async def holding(watched_postgres: Watched) -> AsyncIterator[Holding]:
    """Lend another process on PostgreSQL; SQLite has one writer, and so no chat to hold."""
    holding = Holding(watched_postgres)
    yield holding
    await holding.let_go()


async def test_a_held_chat_waits_while_others_go_on(
    watched_postgres: Watched, holding: Holding
) -> None:
    """Its turns are decided in order once it is free."""
    await holding.hold(ADA)
    async with serving(watched_postgres) as batches:
        held = await begun(batches, Adds(ADA, "first"), Adds(ADA, "second"))
        assert await outcomes(batches, Adds(LAILA), Adds(CARL)) == [1, 1]
        await asyncio.sleep(0.05)
        assert not any(task.done() for task in held)
        await holding.let_go()
        assert await asyncio.gather(*held) == [1, 2]
    assert await words_of(watched_postgres, ADA) == ["first", "second"]


async def test_a_held_chat_is_no_queue_that_stands_still(
    watched_postgres: Watched, holding: Holding
) -> None:
    """However long it waits, others are taken."""
    await holding.hold(ADA)
    async with serving(watched_postgres, slow=0.0) as batches:
        held = await begun(batches, Adds(ADA))
        await asyncio.sleep(0.05)
        assert await batches.decided(Adds(LAILA)) == 1
        await holding.let_go()
        assert await asyncio.gather(*held) == [1]


async def test_many_held_turns_keep_nobody_out(
    watched_postgres: Watched, holding: Holding
) -> None:
    """Even where they would fill every batch."""
    await holding.hold(ADA)
    async with serving(watched_postgres, size=4) as batches:
        held = await begun(batches, *(Adds(ADA, str(number)) for number in range(20)))
        async with asyncio.timeout(5):
            assert await outcomes(batches, Adds(LAILA)) == [1]
        await holding.let_go()
        assert await asyncio.gather(*held) == [*range(1, 21)]


async def test_a_chat_that_stays_held_is_sent_back(
    watched_postgres: Watched, holding: Holding
) -> None:
    """Telegram's deadline is not spent on waiting."""
    await holding.hold(ADA)
    async with serving(watched_postgres, held_patience=0.05) as batches:
        with pytest.raises(DatabaseBusy):
            await batches.decided(Adds(ADA))
        assert await batches.decided(Adds(LAILA)) == 1


async def test_a_replay_keeps_the_order_of_a_chat_that_was_held(
    watched_postgres: Watched, holding: Holding
) -> None:
    """A later turn does not slip through when the chat comes free between two replays."""
    await holding.hold(ADA)

    async def let_go_after_the_first_replay(number: int) -> None:
        if number == 3:
            await holding.let_go()

    watched_postgres.watch.ended = let_go_after_the_first_replay
    async with serving(watched_postgres) as batches:
        jobs = (Adds(ADA, "first"), Adds(ADA, "second"), Breaks(LAILA))
        first, second, broken = await outcomes(batches, *jobs)
    assert (first, second) == (1, 2)
    assert isinstance(broken, ZeroDivisionError)
    assert await words_of(watched_postgres, ADA) == ["first", "second"]
