"""Sending: due submissions are claimed and posted, each once per attempt."""

from __future__ import annotations

import asyncio
import json
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from bot import metrics
from bot.delivery import pausing
from bot.delivery.canary import Canary
from bot.delivery.claiming import Claims, claim
from bot.delivery.decisions import Found, for_person
from bot.delivery.matching import Existing
from bot.delivery.newest import Newest
from bot.delivery.outcomes import News, Noted, NoteSending, NoteVerdict, outcome_text
from bot.delivery.rounds import IDLE_SECONDS, Taken, rest_until
from bot.delivery.searching import Searching
from bot.delivery.setting_aside import set_aside
from flextell import CallFailed, Conflict, Created, NotSent, Unknown
from storage import Attempt, OnExisting, Status, Submission

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.delivery.decisions import Verdict
    from bot.delivery.means import Means
    from flextell import Customer
    from storage import UnitOfWork

LOG = structlog.get_logger()


class TooLate(Exception):  # noqa: N818 - named by what has happened
    """So much time has passed since the claim that sending now could overlap the look-up."""


class Herald(Protocol):
    """Tells news as soon as it is written down, while there is room."""

    @property
    def has_room(self) -> bool:
        """Tell whether one more notice may be told now."""

    def tell(self, news: News) -> None:
        """Tell it, some time soon."""


class Posting:
    """The way of due submissions to Flextell; `moved` is told each new status."""

    def __init__(self, means: Means, moved: Callable[[Status], None], herald: Herald) -> None:
        self._means = means
        self._moved = moved
        self._herald = herald
        self._known_due_at: datetime | None = None
        self._newest = Newest(means)
        self._search = Searching(means)
        self._canary = Canary(means.database, means.rules)
        self._closed = False
        self._keyring = means.talk.submitting.keyring

    def close(self) -> None:
        """Claim nothing more, not even after a list that is under way."""
        self._closed = True

    async def take(self, free: int) -> Taken:
        """Claim up to `free` submissions, and return their POSTs.

        Just before, the newest customers are listed: who is there already is not ours.
        While that list is fresh nothing has to be known first: the claim itself says what is due.
        """
        listed: Sequence[Customer] | CallFailed | None
        if (listed := self._newest.still_fresh()) is None:
            now, rest = await self._due()
            if rest:
                return Taken(rest=rest)
            self._known_due_at = None
            listed = await self._newest.listed(now)
        if self._closed:
            return Taken(rest=IDLE_SECONDS)
        if isinstance(listed, CallFailed):
            return Taken()  # the next round rests as long as the pause that has just begun
        return await self._claimed(listed, free)

    async def _claimed(self, listed: Sequence[Customer] | None, free: int) -> Taken:
        leave_before = self._clock() + self._means.rules.deadline.total_seconds()
        async with self._means.database.begin() as work:
            room = await self._canary.room(work, free)
            claims = Claims(work.now)
            if room.count:
                claims = await claim(work, listed, room.count, self._means.rules, self._keyring)
            if room.holder is not None and not claims.taken:
                await self._canary.stays(work, room.holder)
            rest = 0.0 if claims.taken or claims.more else await _rest(work)
        self._known_due_at = claims.now if claims.more else None
        post = self._post if room.holder is None else partial(self._try, room.holder)
        posts = [partial(post, *taken, leave_before) for taken in claims.taken]
        aside = [partial(set_aside, self._means, self._moved, row) for row in claims.unreadable]
        return Taken([*posts, *aside], rest)

    async def _due(self) -> tuple[datetime, float]:
        """Return the time, and how long to rest if nothing may be sent now.

        Right after a claim that left something due, that is known without asking.
        """
        if self._known_due_at is not None:
            return self._known_due_at, 0.0
        async with self._means.database.begin() as work:
            if await pausing.held(work) is None and await work.submissions.due([Status.QUEUED], 1):
                return work.now, 0.0
            return work.now, await _rest(work)

    async def _try(
        self, holder: str, submission: Submission, attempt: Attempt, leave_before: float
    ) -> None:
        """Make the POST that goes alone; whatever breaks, the next one may go."""
        verdict = None
        try:
            verdict = await self._post(submission, attempt, leave_before)
        finally:
            await self._canary.comes_back(holder, verdict)

    async def _post(
        self, submission: Submission, attempt: Attempt, leave_before: float
    ) -> Verdict:
        """Make the one POST of an attempt, write down what came of it, and return it."""
        verdict, there = await self._ended(submission, attempt, leave_before)
        metrics.FLEXTELL_CALLS.labels(outcome=type(verdict).__name__).inc()
        await self._heed(verdict)
        means = self._means
        job = NoteVerdict(
            means.talk,
            means.rules,
            submission.chat_id,
            submission.id,
            attempt.fence,
            verdict,
            means.chance(),
            self._herald.has_room,
            there,
        )
        noted = await means.noted(job)
        LOG.info(
            "submission posted",
            submission_id=submission.id,
            attempt=attempt.number,
            outcome=outcome_text(verdict),
            status=noted.status,
        )
        self._pass_on(noted)
        return verdict

    async def _ended(
        self, submission: Submission, attempt: Attempt, leave_before: float
    ) -> tuple[Verdict, Existing | None]:
        """Return how an attempt ended, and who is there already, as far as anybody looked."""
        there = await self._search.before(submission, attempt)
        if isinstance(there, CallFailed):
            return there, None
        if there is not None and there.ids and submission.on_existing is not OnExisting.CREATE:
            return Found(), there
        note = NoteSending(submission.chat_id, submission.id, attempt.fence, there)
        if not await self._means.noted(note):
            return NotSent("lease lost"), there
        verdict = for_person(await self._verdict(submission, leave_before), submission)
        self._newest.remember(verdict)
        if isinstance(verdict, Conflict):
            looked = await self._search.look(submission, attempt)
            there = looked if isinstance(looked, Existing) else there
        return verdict, there

    def _pass_on(self, noted: Noted) -> None:
        """Say what has moved to those it concerns."""
        if noted.status is not None:
            metrics.DELIVERIES.labels(noted.status).inc()
        if noted.news is not None:
            self._herald.tell(noted.news)
        elif noted.status is not None:
            self._moved(noted.status)

    async def _verdict(self, submission: Submission, leave_before: float) -> Verdict:
        """Return how the POST ended; what breaks unforeseen counts by how far it had come."""
        left = False

        def started() -> None:
            nonlocal left
            if self._clock() >= leave_before:
                raise TooLate
            left = True

        try:
            async with asyncio.timeout_at(leave_before):
                created = await self._means.flextell.create(
                    submission.body, idempotency_key=submission.id, started=started
                )
        except CallFailed as failure:
            return failure
        except Exception as error:
            if not isinstance(error, TimeoutError):
                LOG.exception("post failed", submission_id=submission.id)
            name = type(error).__name__
            return Unknown(name) if left else NotSent(name)
        self._compare_birth_date(submission, created)
        return created

    async def _heed(self, verdict: Verdict) -> None:
        """Pause everybody where the answer asks for it, before the outcome frees the place."""
        means = self._means
        try:
            if isinstance(verdict, CallFailed):
                await pausing.pause_for(means.database, verdict, means.rules)
            elif isinstance(verdict, Created):
                await pausing.pause_while_used_up(means.database, verdict.rate_limit)
        except Exception as error:  # noqa: BLE001 - the outcome matters more than the pause
            LOG.warning("pause not kept", error=type(error).__name__)

    def _compare_birth_date(self, submission: Submission, created: Created) -> None:
        """Warn if the server shifted the date, as one that converts time zones does."""
        sent = json.loads(submission.body).get("date_of_birth")
        came = created.customer.birth_date
        if sent and came and date.fromisoformat(sent[:10]) != came:
            LOG.warning("flextell changed a birth date", submission_id=submission.id)

    def _clock(self) -> float:
        return asyncio.get_running_loop().time()


async def _rest(work: UnitOfWork) -> float:
    """Return the seconds until something may be sent."""
    paused = await pausing.held(work)
    if paused is not None:
        return min(paused, IDLE_SECONDS)
    return rest_until(await work.submissions.next_due_at(), work.now)
