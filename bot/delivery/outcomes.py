"""Jobs that write down how a step of delivery ended: submission, attempt and talk together.

Each compares fence and status on the locked row: a worker that lost its lease decides nothing
any more, it only adds what it saw to its attempt.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.delivery.addressing import addressed
from bot.delivery.decisions import Step, Unusable, Verdict, after_create, after_lookup
from bot.delivery.hearing import agents_chat, persons_chat
from bot.delivery.matching import NOBODY_THERE, Existing, Matches
from bot.delivery.notices import Notice, is_news
from bot.delivery.rules import HEAD_START, Rules
from bot.turns.changes import Changes, Decision, Seen
from bot.turns.own_number import ABOUT_OTHERS, is_own_number
from flextell import Created
from storage import LOOKED_UP, NEVER, Attempt, Chat, Status, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from bot.turns.taking import Talk


@dataclass(frozen=True, slots=True)
class News:
    """A notice that is leased to whoever noted the outcome, to be told after so many seconds."""

    submission: Submission
    notice: Notice
    wait: float


@dataclass(frozen=True, slots=True)
class Noted:
    """What an outcome led to: the status, None if it came too late, and what to tell at once."""

    status: Status | None = None
    news: News | None = None


@dataclass(frozen=True, slots=True)
class NoteVerdict:
    """The job of noting what came of one POST.

    `chance` in [0, 1) is drawn before, so that deciding again decides the same.
    `tells` says that who notes it has room to tell the person as well: then the notice need not
    be taken up again in a transaction of its own.
    `there` are those whom a search has found, None where none was made.
    """

    talk: Talk
    rules: Rules
    chat_id: int
    submission_id: str
    fence: int
    verdict: Verdict
    chance: float
    tells: bool = False
    there: Existing | None = None

    def decide(self, seen: Seen) -> Decision[Noted]:
        """Return what becomes of the submission."""
        submission, attempt = seen.submission, _of_fence(seen.attempt, self.fence)
        if attempt is None:
            return Decision(Noted())
        ended = replace(attempt, outcome=outcome_text(self.verdict), ended_at=seen.now)
        if submission is None or not _is_held(submission, self.fence):
            return Decision(Noted(), Changes(attempt=ended))
        if self.there is not None:
            submission = replace(submission, found=self.there.ids)
        step = self._step(submission, ended, seen.now)
        stepped = replace(stepped_to(submission, step), last_error=_error_text(self.verdict))
        changes = with_talk(self.talk, seen, stepped)
        changes, news = self._leased(seen, changes) if self.tells else (changes, None)
        return Decision(Noted(stepped.status, news), replace(changes, attempt=ended))

    def _step(self, submission: Submission, ended: Attempt, now: datetime) -> Step:
        there = self.there or NOBODY_THERE
        return after_create(submission, ended, self.verdict, now, self.rules, self.chance, there)

    def _leased(self, seen: Seen, changes: Changes) -> tuple[Changes, News | None]:
        """Return the changes with the notice leased to us, and the notice, if there is any."""
        submission = changes.submission
        if submission is None or submission.notice_due_at is None or submission.notice_tries:
            return changes, None
        notice = addressed(self.talk, submission, changes.chat or seen.chat, seen.agent, seen.now)
        if notice is None:
            return changes, None
        wait = (submission.notice_due_at - seen.now).total_seconds()
        lease = submission.notice_due_at + self.rules.tell_lease
        leased = replace(submission, notice_due_at=lease, notice_tries=1)
        return replace(changes, submission=leased), News(leased, notice, wait)


@dataclass(frozen=True, slots=True)
class NoteSending:
    """The job of noting that the POST comes next, and who is there already, None if not looked.

    The result tells whether it may still be made: the worker may have lost its lease.
    """

    chat_id: int
    submission_id: str
    fence: int
    there: Existing | None

    def decide(self, seen: Seen) -> Decision[bool]:
        """Return the submission and its attempt with those who cannot be of this attempt."""
        submission, attempt = seen.submission, _of_fence(seen.attempt, self.fence)
        if submission is None or attempt is None or not _is_held(submission, self.fence):
            return Decision(result=False)
        attempt = replace(attempt, outcome=None)
        if self.there is None or not self.there.ids:
            return Decision(result=True, changes=Changes(attempt=attempt))
        baseline = dict.fromkeys((*(attempt.baseline or ()), *self.there.ids))
        return Decision(
            result=True,
            changes=Changes(
                submission=replace(submission, found=self.there.ids),
                attempt=replace(attempt, baseline=tuple(baseline)),
            ),
        )


@dataclass(frozen=True, slots=True)
class NoteLookup:
    """The job of noting what a look-up showed; the result is the status, None if too late."""

    talk: Talk
    rules: Rules
    chat_id: int
    submission_id: str
    fence: int
    found: Matches | Unusable
    chance: float

    @property
    def customer_ids(self) -> tuple[str, ...]:
        """Return who was found."""
        return (*self.found.strict, *self.found.loose) if isinstance(self.found, Matches) else ()

    def decide(self, seen: Seen) -> Decision[Status | None]:
        """Return what becomes of the submission."""
        submission, attempt, found = seen.submission, seen.attempt, self.found
        if submission is None or not self._is_sought(submission):
            return Decision(None)
        if isinstance(found, Matches):
            found = found.unowned(seen.owners, submission.id)
            attempt = attempt and replace(attempt, lookups_complete=attempt.lookups_complete + 1)
        step = after_lookup(submission, attempt, found, seen.now, self.rules, self.chance)
        stepped = stepped_to(submission, step)
        changes = with_talk(self.talk, seen, stepped)
        return Decision(stepped.status, replace(changes, attempt=attempt))

    def _is_sought(self, submission: Submission) -> bool:
        return submission.status in LOOKED_UP and submission.fence == self.fence


def stepped_to(submission: Submission, step: Step) -> Submission:
    """Return the submission after a step, its lease given back.

    One that was taken back is not sent again, wherever the step would lead; what is withdrawn is
    emptied.
    """
    stepped = replace(
        submission,
        status=step.status,
        due_at=step.due_at,
        lease_until=None,
        posts=submission.posts - (not step.counts),
        absences=submission.absences + step.absent,
        customer_id=step.customer_id or submission.customer_id,
        refused_keys=step.refused_keys,
        is_discreet=_is_discreet(submission, step),
    )
    return stepped.over() if step.status is Status.WITHDRAWN else stepped.settled()


def with_talk(talk: Talk, seen: Seen, submission: Submission) -> Changes:
    """Return the changes of submission and talk: both move together, and the person hears of it.

    A notice already on its way is not hurried; one that is new begins its tries anew.
    """
    if is_news(submission) and submission.status != submission.status_before:
        due_at = max(seen.now, submission.created_at + HEAD_START)
        submission = replace(submission, notice_due_at=due_at, notice_tries=0)
    if submission.is_lead:
        return _with_agent(submission, agents_chat(talk, seen, submission))
    chat, progress = persons_chat(talk, seen.chat, submission, seen.now)
    if submission.status is Status.REFUSED and chat is not None:
        # The answers are the chat's again; what is erased there must not live on here.
        submission = submission.emptied()
    return Changes(chat=chat, submission=submission, progress=progress)


def _with_agent(submission: Submission, chat: Chat | None) -> Changes:
    """Return the changes of a lead; one that is back in its agent's chat is his there alone."""
    if chat is not None:
        submission = replace(submission, due_at=NEVER)
    return Changes(chat=chat, submission=submission)


def outcome_text(verdict: Verdict) -> str:
    """Return a verdict's class, and what it says of a status or an error's class."""
    if isinstance(verdict, Created):
        return "Created"
    detail = getattr(verdict, "reason", None) or getattr(verdict, "status", None)
    return f"{type(verdict).__name__} {detail or ''}".strip()[:64]


def _error_text(verdict: Verdict) -> str | None:
    return None if isinstance(verdict, Created) else outcome_text(verdict)


def _is_held(submission: Submission, fence: int) -> bool:
    return submission.status is Status.SENDING and submission.fence == fence


def _is_discreet(submission: Submission, step: Step) -> bool:
    """Tell whether the person would learn who was there of a number not shown to be his.

    An agent is of the company, which knows.
    """
    if submission.is_lead:
        return False
    if step.status is not Status.LINKED or is_own_number(submission):
        return False
    return step.customer_id in (submission.found or ()) or submission.last_error in ABOUT_OTHERS


def _of_fence(attempt: Attempt | None, fence: int) -> Attempt | None:
    return attempt if attempt is not None and attempt.fence == fence else None
