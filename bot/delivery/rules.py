"""The figures of delivery, and what they are measured by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.leading import LEASE

if TYPE_CHECKING:
    from conversations.flow import Flow

# A window longer than a year is a slip of the pen, and dates beyond it would overflow.
_LONGEST_SETTLE_MINUTES = 366 * 24 * 60.0

# "Accepted" rides in the webhook's answer; "registered", a call of its own, must not overtake it.
HEAD_START = timedelta(seconds=0.1)


@dataclass(frozen=True, slots=True)
class Rules:
    """How long, how often, how many at once.

    `questions` are the keys of what this company asks, in the flow's order.
    `settle` is how long a customer may take to appear after an attempt without a clear answer.
    `deadline` is for one POST; its lease lasts `margin` longer.
    `list_patience` is for the list before it, which is a comfort and may not hold the queue up;
    it serves all claims of `list_fresh`.
    `search_patience` is for the search before a first POST, likewise a comfort: where it fails, it
    is made again at most `search_tries` times, and not before `search_rest` has passed.
    `tell_patience` is for telling one notice, and its lease lasts twice as long.
    `skew` is how far Flextell's clock may be off. `patience` is how long look-ups may fail.
    `unnamed_wait` is for a 429 that names no wait.
    `keep_record`, `keep_draft`, `keep_quarantine` and `keep_proof` are how long an ended record,
    an idle chat, an update put aside and a proof without a person are kept.
    `configuration` is the fingerprint of settings and code under which is delivered: the first
    submission under a new one goes alone (`canary.py`), and so it is after each pause that
    somebody had to mend. `keep_configuration` is how long it is known of a past one that it works.
    `duty_lease` is how long what one process does for all is its own.
    `decide_within` is how long what was taken back may wait for its end, or for a human.
    """

    questions: tuple[str, ...]
    settle: timedelta = timedelta(minutes=15)
    deadline: timedelta = timedelta(seconds=20)
    margin: timedelta = timedelta(seconds=10)
    list_fresh: timedelta = timedelta(seconds=1)
    list_patience: timedelta = timedelta(seconds=3)
    search_patience: timedelta = timedelta(seconds=5)
    search_rest: timedelta = timedelta(seconds=2)
    tell_patience: timedelta = timedelta(seconds=10)
    skew: timedelta = timedelta(minutes=2)
    patience: timedelta = timedelta(hours=24)
    first_backoff: timedelta = timedelta(seconds=1)
    longest_backoff: timedelta = timedelta(minutes=5)
    unnamed_wait: timedelta = timedelta(seconds=30)
    probe_pause: timedelta = timedelta(minutes=1)
    keep_record: timedelta = timedelta(days=1)
    keep_draft: timedelta = timedelta(days=7)
    keep_quarantine: timedelta = timedelta(days=7)
    keep_proof: timedelta = timedelta(days=1096)
    keep_configuration: timedelta = timedelta(days=30)
    decide_within: timedelta = timedelta(days=30)
    duty_lease: timedelta = LEASE
    search_tries: int = 6
    posts_at_once: int = 32
    configuration: str = ""
    lookups_at_once: int = 4
    notices_at_once: int = 32

    @property
    def lease(self) -> timedelta:
        """How long one call, of whatever kind, is its worker's alone."""
        return self.deadline + self.margin

    @property
    def tell_lease(self) -> timedelta:
        """How long one notice is its worker's alone."""
        return self.tell_patience * 2


def rules_of(flow: Flow, settle_minutes: float) -> Rules:
    """Return the rules for what this company asks; SETTLE_MINUTES may be any positive number."""
    return Rules(
        questions=tuple(question.key for question in flow.questions),
        settle=timedelta(minutes=min(settle_minutes, _LONGEST_SETTLE_MINUTES)),
        keep_record=timedelta(days=flow.privacy.record_days),
        keep_draft=timedelta(days=flow.privacy.draft_days),
        keep_quarantine=timedelta(days=flow.privacy.quarantine_days),
        keep_proof=timedelta(days=flow.privacy.proof_days),
        decide_within=timedelta(days=flow.privacy.decide_days),
    )


def backoff(rules: Rules, failures: int, chance: float) -> timedelta:
    """Return the wait after so many failures in a row: doubled each time, capped, spread.

    `chance` lies in [0, 1): between half of the wait and all of it, so that what failed together
    does not come back together.
    """
    doubled: timedelta = rules.first_backoff * 2 ** min(max(failures - 1, 0), 16)
    return min(doubled, rules.longest_backoff) * (0.5 + chance / 2)
