"""What follows from a verdict or a look-up: the arrows of delivery, as pure functions.

The one rule behind them: nothing is posted again unless it is sure that the last POST made no
customer; where that cannot be known, a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.matching import NOBODY_THERE, Existing
from bot.delivery.pausing import wait_of
from bot.delivery.rules import Rules, backoff
from bot.delivery.schedule import known_end, next_lookup_at, window_end
from bot.turns.own_number import is_own_number
from flextell import (
    ASKED_SETTINGS,
    CallFailed,
    Conflict,
    Created,
    CreatedWithoutID,
    FieldsRefused,
    LimitReached,
    Misconfigured,
    NotSent,
    Refused,
    TokenRejected,
)
from storage import Attempt, OnExisting, Status, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from bot.delivery.matching import Matches

ENOUGH_LOOKUPS = 3
ENOUGH_ABSENCES = 2


@dataclass(frozen=True, slots=True)
class Found:
    """Nothing was sent, for who was to be created is there already."""


Verdict = Created | CallFailed | Found


@dataclass(frozen=True, slots=True)
class Step:
    """Where a submission goes.

    `due_at` is when it is looked at next; at an end, when its record is erased.
    `counts` is False where the POST surely made nothing and says nothing of the customer.
    `absent` says that the customer is proven absent once more.
    """

    status: Status
    due_at: datetime
    customer_id: str | None = None
    refused_keys: tuple[str, ...] = ()
    counts: bool = True
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Unusable:
    """A look-up that allows no conclusion; `reason` is the class of what went wrong."""

    reason: str


def for_person(verdict: Verdict, submission: Submission) -> Verdict:
    """Return the verdict with what the person's own answers have set counted among them.

    The country is a setting of the operator's where it was not answered: then nobody is asked.
    """
    if not isinstance(verdict, FieldsRefused):
        return verdict
    answered = {
        field: ASKED_SETTINGS[field]
        for field in verdict.settings_fields
        if ASKED_SETTINGS.get(field) in submission.draft.get("answers", {})
    }
    if not answered:
        return verdict
    settings = tuple(field for field in verdict.settings_fields if field not in answered)
    return FieldsRefused(verdict.status, (*verdict.fields, *answered.values()), settings)


def after_create(
    submission: Submission,
    attempt: Attempt,
    verdict: Verdict,
    now: datetime,
    rules: Rules,
    chance: float,
    there: Existing = NOBODY_THERE,
) -> Step:
    """Return what follows from a POST; `attempt` is as it is once its end is noted.

    A verdict that nobody has sorted is taken as unknown. `chance` lies in [0, 1). `there` are
    those whom a search has found.
    """
    match verdict:
        case Created():
            return Step(Status.CREATED, now + rules.keep_record, customer_id=verdict.id)
        case CreatedWithoutID():
            return Step(Status.FIND_ID, next_lookup_at(attempt, now, rules, chance))
        case FieldsRefused() if submission.is_readable:
            return _refused(verdict, now, rules)
        case Found() | Conflict():
            return _after_meeting(verdict, submission, there, now, rules)
        case Refused() | FieldsRefused():  # what does not open cannot be asked anew
            return Step(Status.HUMAN, now)
        case Misconfigured():
            return Step(Status.BLOCKED, now)
        case LimitReached() | TokenRejected() | NotSent():
            wait = _wait_after(verdict, submission, rules, chance)
            return Step(Status.QUEUED, now + wait, counts=False)
    return Step(Status.UNKNOWN, next_lookup_at(attempt, now, rules, chance))


def after_expiry(
    submission: Submission, attempt: Attempt | None, now: datetime, rules: Rules, chance: float
) -> Step:
    """Return what follows from a lease that ran out: a crash may have come after the POST.

    Where it came before, nothing is counted. What was taken back is looked up all the same, which
    leads to the end that its person is told of.
    """
    if attempt is None:
        return Step(Status.UNKNOWN, now)
    is_held = attempt.fence == submission.fence and submission.taken_back_at is None
    if attempt.is_unsent and is_held:
        return Step(Status.QUEUED, now, counts=False)
    return Step(Status.UNKNOWN, next_lookup_at(attempt, now, rules, chance))


def after_lookup(
    submission: Submission,
    attempt: Attempt | None,
    found: Matches | Unusable,
    now: datetime,
    rules: Rules,
    chance: float,
) -> Step:
    """Return what follows from a look-up; `attempt` counts it already if it was complete.

    Without an attempt on record (a restored backup) nothing can be compared: a person decides.
    """
    if attempt is None:
        return Step(Status.HUMAN, now)
    goes_on = Step(submission.status, next_lookup_at(attempt, now, rules, chance))
    if isinstance(found, Unusable):
        over = known_end(attempt) + max(rules.patience, rules.settle)
        return goes_on if now < over else Step(Status.HUMAN, now)
    if len(found.strict) == 1:
        return Step(Status.CREATED, now + rules.keep_record, customer_id=found.strict[0])
    if found.strict or found.loose:
        return Step(Status.HUMAN, now)
    if submission.status is Status.FIND_ID:
        return goes_on if now < known_end(attempt) + rules.patience else Step(Status.HUMAN, now)
    if not is_proven_absent(attempt, found, rules):
        return goes_on
    again = submission.absences + 1 < ENOUGH_ABSENCES
    return Step(Status.QUEUED if again else Status.HUMAN, now, absent=True)


def is_proven_absent(attempt: Attempt, found: Matches, rules: Rules) -> bool:
    """Tell whether no customer of this attempt exists, and none will appear any more.

    The window is over, this look-up began after it was, and it is at least the third one.
    """
    enough = attempt.lookups_complete >= ENOUGH_LOOKUPS
    return enough and found.looked_at >= window_end(attempt, rules)


def _after_meeting(
    verdict: Found | Conflict,
    submission: Submission,
    there: Existing,
    now: datetime,
    rules: Rules,
) -> Step:
    """Return what follows where somebody is there already.

    Where nothing was sent, nothing is counted, and what was taken back meanwhile, or is wanted of
    somebody new alone, has its end.
    """
    is_sent = isinstance(verdict, Conflict)
    is_unwanted = submission.on_existing is OnExisting.SKIP or submission.taken_back_at is not None
    if not is_sent and is_unwanted:
        return Step(Status.WITHDRAWN, now, counts=False)
    linked = _linked(submission, there, now, rules)
    return replace(linked or Step(Status.HUMAN, now), counts=is_sent)


def _wait_after(
    verdict: LimitReached | TokenRejected | NotSent,
    submission: Submission,
    rules: Rules,
    chance: float,
) -> timedelta:
    """Return how long what was surely not sent waits for its next turn."""
    match verdict:
        case LimitReached():
            return wait_of(verdict, rules)
        case TokenRejected():
            return timedelta()  # the pause that has begun is long enough
    return backoff(rules, submission.fence - submission.posts + 1, chance)


def _linked(submission: Submission, there: Existing, now: datetime, rules: Rules) -> Step | None:
    """Return the step to the one customer who is surely the person, None where that is unsure.

    He has the number that the person has shown to be his own: an address may be a family's, and
    a number that was typed anybody's. Whom nobody else can tell apart, an operator can.
    """
    is_wanted = submission.on_existing is OnExisting.LINK and is_own_number(submission)
    if not is_wanted or not there.same_phone or len(there.ids) > 1:
        return None
    return Step(Status.LINKED, now + rules.keep_record, customer_id=there.same_phone[0])


def _refused(refusal: FieldsRefused, now: datetime, rules: Rules) -> Step:
    """Sort a refusal by who can mend it: the person, the operator, or nobody knows who.

    A field may be named that this company does not ask for: then the person cannot help.
    """
    keys = tuple(key for key in rules.questions if key in refusal.fields)
    if keys:
        return Step(Status.REFUSED, now + rules.keep_record, refused_keys=keys)
    if refusal.settings_fields and not refusal.fields:
        return Step(Status.BLOCKED, now)
    return Step(Status.HUMAN, now)
