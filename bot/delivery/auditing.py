"""The nightly audit: whether any customer that was created stands in Flextell more than once.

What the delivery cannot prevent ends here and not in silence: a commit later than the settle
window, a worker frozen just before its socket, somebody who creates the same customer by hand,
and a search that was away when the customer was created.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.delivery import pausing
from bot.delivery.matching import existing, matches, sought
from bot.delivery.rounds import IDLE_SECONDS, Taken
from bot.duties import AUDIT
from flextell import CallFailed, Customer
from storage import LONG_AGO, AuditEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.delivery.means import Means
    from bot.delivery.rules import Rules
    from storage import Attempt, Submission, UnitOfWork

LOG = structlog.get_logger()

WHO = "nightly audit"
DOUBLED = "found it doubled"  # a word of the record of what was done, kept for ever

TROUBLE_SECONDS = 600.0
PORTION = 20
_BEGINNING = (LONG_AGO, "")
_LONGEST_DETAIL = 64


@dataclass(frozen=True, slots=True)
class Audited:
    """How far an audit has come: after which submission, and what it has seen."""

    after: tuple[datetime, str] = _BEGINNING
    seen: int = 0
    doubled: int = 0
    missing: int = 0


class Auditing:
    """The audit, a portion at a time; one worker makes it for all of them."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._leading = means.leading(AUDIT)
        self._far = Audited()
        self._rests_until = 0.0

    async def take(self, free: int) -> Taken:  # noqa: ARG002 - one portion at a time
        """Return the next portion of an audit that is due; note its end."""
        if self._clock() < self._rests_until:
            return Taken(rest=self._leading.look)
        async with self._means.database.begin() as work:
            if not await self._is_ours(work):
                self._far = Audited()
                return Taken(rest=self._leading.look)
            rows = await work.submissions.created(PORTION, self._far.after)
            attempts = await work.attempts.of_each([row.id for row in rows])
            if not rows:
                await self._leading.done(work, self._far.doubled)
        if not rows:
            self._end()
            return Taken(rest=self._leading.look)
        return Taken([partial(self._audit, rows, attempts)], IDLE_SECONDS)

    async def _is_ours(self, work: UnitOfWork) -> bool:
        return await pausing.held(work) is None and await self._leading.leads(work)

    async def _audit(
        self, rows: Sequence[Submission], attempts: dict[str, tuple[Attempt, ...]]
    ) -> None:
        """Judge a portion; where Flextell cannot be asked, it is asked again later."""
        try:
            async with self._leading.kept():
                for row in rows:
                    await self._judge(row, attempts.get(row.id, ()))
        except (CallFailed, TimeoutError) as failure:
            self._rests_until = self._clock() + TROUBLE_SECONDS
            LOG.warning("audit waits for flextell", error=type(failure).__name__)

    async def _judge(self, row: Submission, attempts: Sequence[Attempt]) -> None:
        far = replace(self._far, after=(row.due_at, row.id), seen=self._far.seen + 1)
        if attempts and row.is_readable:
            there = await self._there(row, attempts[0])
            others = await self._others(row, attempts[0], there)
            is_there = row.customer_id in {each.id for each in there}
            far = replace(
                far, doubled=far.doubled + bool(others), missing=far.missing + (not is_there)
            )
        self._far = far

    async def _there(self, row: Submission, attempt: Attempt) -> Sequence[Customer]:
        """Return who a search by the phone finds."""
        rules = self._means.rules
        async with asyncio.timeout(rules.search_patience.total_seconds()):
            phone = sought(row.body, attempt, rules).phone
            return (await self._means.flextell.search(phone)).customers

    async def _others(
        self, row: Submission, first: Attempt, there: Iterable[Customer]
    ) -> tuple[str, ...]:
        """Return who else is this customer, and write that down once."""
        async with self._means.database.begin() as work:
            alike = doubles(row, first, there, work.now, self._means.rules)
            owners = await work.submissions.owners(alike)
            others = tuple(each for each in alike if each not in owners)
            if others:
                await self._report(work, row, others)
        return others

    async def _report(self, work: UnitOfWork, row: Submission, others: tuple[str, ...]) -> None:
        LOG.error("customer doubled", submission_id=row.id, count=len(others) + 1)
        if DOUBLED not in {entry.action for entry in await work.audit.about(row.id)}:
            detail = ", ".join(others)[:_LONGEST_DETAIL]
            await work.audit.add([AuditEntry(work.now, WHO, DOUBLED, row.id, detail)])

    def _end(self) -> None:
        LOG.info("audit ended", count=self._far.seen)
        if self._far.missing:
            LOG.warning("search does not find who was created", count=self._far.missing)
        self._far = Audited()

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()


def doubles(
    row: Submission, first: Attempt, there: Iterable[Customer], now: datetime, rules: Rules
) -> tuple[str, ...]:
    """Return the others who are this customer, as far as can be compared; ids, each once.

    Those are all strict matches since its first attempt, however late. Where nobody had searched
    before it was created, who has the same number was perhaps there before.
    """
    there = tuple(there)
    who = sought(row.body, first, rules)
    who = replace(who, latest=now + rules.skew, before=who.before | frozenset(row.found or ()))
    unsearched = existing(who, there).same_phone if row.found is None else ()
    found = dict.fromkeys((*matches(who, there, now).strict, *unsearched))
    return tuple(each for each in found if each != row.customer_id)
