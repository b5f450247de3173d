"""The delivery worker: brings submissions to their end for as long as it runs.

Several may run on one PostgreSQL: whatever one has taken up is leased in the database.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from bot.delivery.auditing import Auditing
from bot.delivery.handover_news import HandoverNews
from bot.delivery.housekeeping import Housekeeping
from bot.delivery.looking_up import LookingUp
from bot.delivery.means import Means
from bot.delivery.mending import Mending
from bot.delivery.posting import Posting
from bot.delivery.reminding import Reminding
from bot.delivery.rounds import Rounds
from bot.delivery.telling import AtOnce, Telling
from storage import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.delivery.notices import Teller
    from bot.delivery.rules import Rules
    from bot.turns.batches import Batches
    from bot.turns.taking import Talk
    from flextell import Flextell
    from storage import Database

# So that a host's usual ten seconds before it kills are enough.
STOP_SECONDS = 4.5


class Worker:
    """The delivery of one process; `batches` has to be served as long as it runs.

    `chance` gives numbers in [0, 1), with which waits are spread. `also` runs, and ends, with the
    rest.
    """

    def __init__(
        self,
        *,
        database: Database,
        batches: Batches,
        flextell: Flextell,
        teller: Teller,
        talk: Talk,
        rules: Rules,
        chance: Callable[[], float] = random.random,
        also: Sequence[Rounds] = (),
    ) -> None:
        means = Means(database, batches, flextell, talk, rules, chance)
        self._stopping = asyncio.Event()
        telling = Telling(means, teller)
        self._telling = Rounds(telling.take, rules.notices_at_once)
        self._post = Posting(means, self._moved, AtOnce(telling, self._telling))
        self._posting = Rounds(self._post.take, rules.posts_at_once)
        self._looking_up = Rounds(LookingUp(means, self._moved).take, rules.lookups_at_once)
        self._all = (
            self._posting,
            self._looking_up,
            self._telling,
            Rounds(Mending(means, self._moved).take, 2),
            Rounds(Reminding(means, teller).take, rules.notices_at_once),
            Rounds(HandoverNews(means, teller).take, rules.notices_at_once),
            Rounds(Housekeeping(means).take, 1),
            Rounds(Auditing(means).take, 1),
            *also,
        )

    def wake(self) -> None:
        """Say that something was confirmed just now, so that its delivery begins at once."""
        self._posting.wake()

    def stop(self) -> None:
        """End `run` within five seconds."""
        self._stopping.set()

    async def run(self) -> None:
        """Deliver until stopped.

        Nothing new is taken up then. What is on the wire may still end; what does not end in
        time is left to its lease, and looked up by whoever runs next.
        """
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(rounds.run()) for rounds in self._all]
            await self._stopping.wait()
            self._post.close()
            for rounds in self._all:
                rounds.stop()
            _, late = await asyncio.wait(running, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()

    def _moved(self, status: Status) -> None:
        """Wake whoever has to do with a submission that has just come to this status."""
        match status:
            case Status.QUEUED:
                self._posting.wake()
            case Status.UNKNOWN | Status.FIND_ID:
                self._looking_up.wake()
            case _:
                self._telling.wake()
