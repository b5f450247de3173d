"""One transaction for all jobs that wait: one durable commit serves many people.

There is no timer: while a batch commits, the next one gathers.
Jobs of one chat are decided in the order they came.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from bot import metrics
from bot.turns.stage import Stage
from bot.turns.step_counts import StepCounts
from storage import Database, DatabaseBusy, DatabaseRefused, DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from bot.turns.changes import Job

Result = TypeVar("Result")

HELD_PATIENCE_SECONDS = 10.0
HELD_PAUSE_SECONDS = 0.005
# Telegram waits a minute for an answer: who comes behind those who wait so long would wait longer.
SLOW_SECONDS = 5.0


class Full(Exception):  # noqa: N818 - named by what to do next: come again later
    """So many jobs wait, or so long, that another one is better sent again later."""


@dataclass(slots=True, eq=False)
class _Waiting:
    job: Job[Any]
    answer: asyncio.Future[Any]
    since: float = field(default=0.0)


class Batches:
    """The queue of jobs in front of one database.

    `capacity` jobs may wait, and nobody joins who would stand behind one that waits for `slow`
    seconds already; `size` are decided at once. `held_patience` is how long, in seconds, a job
    waits for a chat that another process holds.
    """

    def __init__(
        self,
        database: Database,
        *,
        capacity: int = 1024,
        size: int = 64,
        held_patience: float = HELD_PATIENCE_SECONDS,
        slow: float = SLOW_SECONDS,
    ) -> None:
        self.step_counts = StepCounts()
        self._database = database
        self._held_patience = held_patience
        self._slow = slow
        self._capacity = capacity
        self._size = size
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._held = 0
        metrics.QUEUE_DEPTH.set_function(lambda: len(self._queue))

    async def decided(self, job: Job[Result]) -> Result:
        """Return the job's result once what it changed is kept.

        Raises Full at once when too many wait, or too long, DatabaseTrouble when nothing could be
        kept, and whatever the job itself raises when it is decided alone.
        """
        loop = asyncio.get_running_loop()
        if self._is_full(loop.time()):
            raise Full
        waiting = _Waiting(job, loop.create_future(), loop.time())
        self._queue.append(waiting)
        self._arrived.set()
        result: Result = await waiting.answer
        return result

    def _is_full(self, now: float) -> bool:
        """Tell whether too many wait; who waits for a held chat alone, in front, is no sign."""
        count = len(self._queue)
        is_slow = count > self._held and now - self._queue[self._held].since >= self._slow
        return is_slow or count >= self._capacity

    async def serve(self) -> None:
        """Decide batch after batch until cancelled.

        Then a batch under way is finished first, and who still waits is told to come again.
        """
        try:
            while True:
                await self._arrived.wait()
                self._arrived.clear()
                while self._queue:
                    await _to_its_end(self._serve_one_batch())
        finally:
            _fail(self._queue, Full())
            self._queue.clear()

    async def _serve_one_batch(self) -> None:
        # Those whose chat is held come on top, else enough of them would keep all others out.
        count = min(self._size + self._held, len(self._queue))
        batch = [self._queue.popleft() for _ in range(count)]
        self._held = 0
        metrics.BATCH_SIZE.observe(count)
        held = await self._decide(batch)
        self._put_back(held)
        if len(held) == count:
            await asyncio.sleep(HELD_PAUSE_SECONDS)

    async def _decide(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Decide a batch; return those whose chat is held by another process."""
        try:
            answers = await self._transact(batch)
        except Exception as error:  # noqa: BLE001 - one job's defect must not fail the others'
            if len(batch) > 1 and not _concerns_all(error):
                return await self._decide_one_by_one(batch)
            _fail(batch, error)
            if _concerns_all(error):
                self._send_back(error)
            return []
        for waiting, answer in answers.items():
            if not waiting.answer.done():
                waiting.answer.set_result(answer)
        return [waiting for waiting in batch if waiting not in answers]

    def _send_back(self, error: Exception) -> None:
        """Fail whoever waits behind a batch that the database did not take, sooner than later."""
        _fail(self._queue, error)
        self._queue.clear()

    async def _decide_one_by_one(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Replay a failed batch job by job, so that only what fails alone fails."""
        held: dict[int, list[_Waiting]] = {}
        for waiting in batch:
            chat_id = waiting.job.chat_id
            if chat_id in held:
                held[chat_id].append(waiting)
            elif await self._decide([waiting]):
                held[chat_id] = [waiting]
        return [waiting for chat in held.values() for waiting in chat]

    async def _transact(self, batch: list[_Waiting]) -> dict[_Waiting, Any]:
        """Decide what can be locked in one transaction; return the results by job."""
        async with self._database.begin() as work:
            stage = await Stage.prepared(work, [waiting.job for waiting in batch])
            answers = {
                waiting: stage.decide(waiting.job)
                for waiting in batch
                if waiting.job.chat_id in stage.locked
            }
            await stage.keep(work)
        stage.count(self.step_counts)
        return answers

    def _put_back(self, held: Iterable[_Waiting]) -> None:
        """Let jobs whose chat is held wait on, in front, but not for ever."""
        now = asyncio.get_running_loop().time()
        patient = [w for w in held if now - w.since < self._held_patience]
        _fail([w for w in held if w not in patient], DatabaseBusy("the chat stays held"))
        self._queue.extendleft(reversed(patient))
        self._held = len(patient)


def _concerns_all(error: Exception) -> bool:
    """Tell whether all jobs of a transaction meet this; a refusal may be one row's own."""
    return isinstance(error, DatabaseTrouble) and not isinstance(error, DatabaseRefused)


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Do some work; when cancelled, finish it before giving way."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise


def _fail(batch: Iterable[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.answer.done():
            waiting.answer.set_exception(error)
