"""What every part of the delivery works with."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import structlog

from bot.leading import Leading
from bot.turns.batches import Batches, Full
from storage import Database, DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.rules import Rules
    from bot.duties import Duty
    from bot.turns.changes import Job
    from bot.turns.taking import Talk
    from flextell import Flextell

LOG = structlog.get_logger()

Result = TypeVar("Result")

_LONGEST_WAIT_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Means:
    """The database and the queue in front of it, Flextell, the talk, the rules.

    `chance` gives numbers in [0, 1), with which waits are spread.
    """

    database: Database
    batches: Batches
    flextell: Flextell
    talk: Talk
    rules: Rules
    chance: Callable[[], float]

    def leading(self, duty: Duty) -> Leading:
        """Return one worker's part in what is done for all."""
        return Leading(duty, self.database, self.talk.time_zone, self.rules.duty_lease)

    async def noted(self, job: Job[Result]) -> Result:
        """Return the job's result once it is kept, however long the database stays away.

        What it holds must not be lost while this process lives; once the lease is over, the job
        itself sees that it comes too late.
        """
        wait = 0.05
        while True:
            try:
                return await self.batches.decided(job)
            except (DatabaseTrouble, Full) as trouble:
                LOG.warning("outcome waits for the database", error=type(trouble).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, _LONGEST_WAIT_SECONDS)
