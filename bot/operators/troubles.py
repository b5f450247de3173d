"""What may be wrong for a while, declared in one table, and looked for in the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.delivery.pausing import MENDING
from bot.duties import AUDIT
from bot.tokens.signing_in import lacks_consent
from conversations import alerts
from storage import Status

if TYPE_CHECKING:
    from collections.abc import Callable

    from conversations.alerts import Alert
    from conversations.sentences import Sentence
    from storage import UnitOfWork

HOUR = timedelta(hours=1)
# Beyond the settle window, which an unclear answer may rightly take.
LATE = timedelta(minutes=15)

# What is being tried counts as well: the count is the same whether the queue is tried or not.
_WAITING = (Status.QUEUED, Status.SENDING, Status.BLOCKED)
_ON_THE_WAY = (Status.QUEUED, Status.SENDING, Status.UNKNOWN, Status.FIND_ID)


class Kind(StrEnum):
    """A trouble's name, in the database and on buttons: kept for ever."""

    CONSENT = "consent"
    BLOCKED = "blocked"
    LATE = "late"
    HUMAN = "human"
    QUARANTINE = "quarantine"
    DOUBLED = "doubled"


class Offer(StrEnum):
    """What a button of an alert offers; all of it is safe to press at any time."""

    LOOK = "look"  # look again now, and try whether Flextell takes calls again
    OPEN = "open"  # be given a link to the operators' pages


@dataclass(frozen=True, slots=True)
class Sight:
    """What the database shows, as far as troubles are told by it.

    `is_paused` is so while nothing is sent until something is mended; `late` have been on their
    way for longer than an unclear answer takes; `put_aside` is of the last hour, `doubled`
    of the last audit.
    """

    lacks_consent: bool
    is_paused: bool
    waiting: int
    blocked: int
    late: int
    human: int
    put_aside: int
    doubled: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that may be wrong: when it is, and what operators are told.

    `is_so` and `count` judge a sight. `patience` is how long it must last before anybody hears.
    """

    says: Alert
    counted: Callable[[int], Sentence]
    is_so: Callable[[Sight], bool]
    count: Callable[[Sight], int]
    offers: tuple[Offer, ...]
    patience: timedelta = timedelta(0)


# Of what explains another, that alone is told: without a sign-in everything waits.
TROUBLES: dict[Kind, Trouble] = {
    Kind.CONSENT: Trouble(
        says=alerts.CONSENT,
        counted=alerts.registrations,
        is_so=lambda sight: sight.lacks_consent,
        count=lambda sight: sight.waiting,
        offers=(Offer.LOOK, Offer.OPEN),
    ),
    Kind.BLOCKED: Trouble(
        says=alerts.BLOCKED,
        counted=alerts.registrations,
        is_so=lambda sight: not sight.lacks_consent and (sight.is_paused or sight.blocked > 0),
        count=lambda sight: sight.waiting,
        offers=(Offer.LOOK, Offer.OPEN),
    ),
    Kind.LATE: Trouble(
        says=alerts.LATE,
        counted=alerts.registrations,
        is_so=lambda sight: sight.late > 0 and not (sight.lacks_consent or sight.is_paused),
        count=lambda sight: sight.late,
        offers=(Offer.LOOK, Offer.OPEN),
        patience=timedelta(minutes=1),  # what is created again after a decision is old already
    ),
    Kind.HUMAN: Trouble(
        says=alerts.HUMAN,
        counted=alerts.registrations,
        is_so=lambda sight: sight.human > 0,
        count=lambda sight: sight.human,
        offers=(Offer.OPEN, Offer.LOOK),
    ),
    Kind.QUARANTINE: Trouble(
        says=alerts.QUARANTINE,
        counted=alerts.last_hour,
        is_so=lambda sight: sight.put_aside > 0,
        count=lambda sight: sight.put_aside,
        offers=(Offer.OPEN, Offer.LOOK),
    ),
    Kind.DOUBLED: Trouble(
        says=alerts.DOUBLED,
        counted=alerts.registrations,
        is_so=lambda sight: sight.doubled > 0,
        count=lambda sight: sight.doubled,
        offers=(Offer.OPEN, Offer.LOOK),
    ),
}


async def sight(work: UnitOfWork, signs_in_as: str | None, settle: timedelta) -> Sight:
    """Look for all that may be wrong.

    `signs_in_as` is the tenant whose tokens come from a sign-in, None where none does; `settle`
    is how long an unclear answer may take.
    """
    counts = await work.submissions.counts_of((*_WAITING, Status.HUMAN))
    return Sight(
        lacks_consent=await lacks_consent(work, signs_in_as),
        is_paused=await work.pauses.get(MENDING) is not None,
        waiting=sum(counts.get(status, 0) for status in _WAITING),
        blocked=counts.get(Status.BLOCKED, 0),
        late=await work.submissions.count_before(_ON_THE_WAY, work.now - settle - LATE),
        human=counts.get(Status.HUMAN, 0),
        put_aside=await work.quarantine.count_since(work.now - HOUR),
        doubled=await work.duties.found(AUDIT.name),
    )


def wrong(seen: Sight) -> dict[Kind, int]:
    """Return the troubles there are, each with its count."""
    return {kind: each.count(seen) for kind, each in TROUBLES.items() if each.is_so(seen)}
