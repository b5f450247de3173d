"""The canary: the first submission under a configuration goes alone, the others once it arrived.

A wrong setting, a new release that writes something wrongly, or a right that came back only half
then meets one customer, and not as many as one worker has hands.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.unbroken import unbroken
from flextell import Created
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from bot.delivery.decisions import Verdict
    from bot.delivery.rules import Rules
    from storage import Database, UnitOfWork

LOG = structlog.get_logger()

PROVEN = "canary:"  # the duties of having tried a configuration, each with its fingerprint
LEASE = "canary"


@dataclass(frozen=True, slots=True)
class Room:
    """How many submissions may be taken up; `holder` is there for the one that goes alone."""

    count: int
    holder: str | None = None


class Canary:
    """Who says how many may go, for all workers of one configuration."""

    def __init__(self, database: Database, rules: Rules) -> None:
        self._database = database
        self._rules = rules

    async def room(self, work: UnitOfWork, free: int) -> Room:
        """Return the room there is: all that is free, or one, or none while that one is out."""
        if await work.duties.get(self._duty) is not None:
            return Room(free)
        holder = secrets.token_hex(8)
        # Half of a lease is its holder's for sure, and one attempt must fit into it.
        is_next = await work.leases.hold(LEASE, holder, self._rules.lease * 2)
        return Room(1, holder) if is_next else Room(0)

    async def stays(self, work: UnitOfWork, holder: str) -> None:
        """Let another one go: nobody was there to be taken up."""
        await work.leases.release(LEASE, holder)

    async def comes_back(self, holder: str, verdict: Verdict | None) -> None:
        """Let all go if it has arrived, else the next one; None is one of which nobody heard.

        Where that cannot be written down, the next one goes when the lease has run out.
        """
        try:
            await unbroken(self._come_back(holder, verdict))
        except DatabaseTrouble as trouble:
            LOG.warning("trial not noted", error=type(trouble).__name__)
            return
        if isinstance(verdict, Created):
            LOG.info("delivery is tried and goes on")

    async def _come_back(self, holder: str, verdict: Verdict | None) -> None:
        async with self._database.begin() as work:
            if isinstance(verdict, Created):
                await work.duties.done(self._duty)
            await work.leases.release(LEASE, holder)

    @property
    def _duty(self) -> str:
        return duty_of(self._rules)


def duty_of(rules: Rules) -> str:
    """Return by what name it is noted that this configuration has been tried."""
    return f"{PROVEN}{rules.configuration}"


async def doubt(work: UnitOfWork) -> None:
    """Have every configuration tried anew: something has just been mended."""
    await work.duties.forget(PROVEN)
