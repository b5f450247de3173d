"""What jobs see and change within one transaction, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from bot.turns.record import Record
    from bot.turns.step_counts import Progress
    from conversations.entered import Entries
    from storage import (
        Agent,
        Attempt,
        AuditEntry,
        Chat,
        Consent,
        Handover,
        HandoverMove,
        Submission,
    )

Result_co = TypeVar("Result_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Seen:
    """The rows of one job as they stand; `now` is the database's time (UTC).

    `record` is there for a turn that is about all that is stored; `agent` is who is one now in
    this chat, and `leads` are those of his he asked for; `handover` is the one that is named,
    whose-ever it is, or whose link is opened, as long as that is good; `owners` says, for a job
    that names customers of Flextell, which submissions they belong to.
    """

    now: datetime
    chat: Chat | None = None
    submission: Submission | None = None
    attempt: Attempt | None = None
    record: Record | None = None
    agent: Agent | None = None
    leads: Entries | None = None
    handover: Handover | None = None
    owners: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a job wants kept; what it leaves out stays as it is.

    `submissions` are those of the record that change; `forgets_person` erases what was put aside,
    and, where no submission is open any more, whose the proofs are. `taken_up` is an update put
    aside that is taken with it: where it is there no more, nothing is kept. `handover` is a new
    one, or one that was seen; `handover_gone` is to be forgotten, and `handover_move` is how far
    another one is.
    """

    chat: Chat | None = None
    new_submission: Submission | None = None
    submission: Submission | None = None
    attempt: Attempt | None = None
    consent: Consent | None = None
    withdraws_consent: bool = False
    audit: AuditEntry | None = None
    progress: Progress | None = None
    submissions: tuple[Submission, ...] = ()
    forgets_person: bool = False
    taken_up: str | None = None
    handover: Handover | None = None
    handover_gone: str | None = None
    handover_move: HandoverMove | None = None


@dataclass(frozen=True, slots=True)
class Decision(Generic[Result_co]):
    """A job's result, and what is to be kept before anybody hears of it."""

    result: Result_co
    changes: Changes = Changes()


class Job(Protocol[Result_co]):
    """Something to decide about one chat, and perhaps one submission, in a transaction.

    `decide` is pure: it may be called again on fresher rows.
    """

    @property
    def chat_id(self) -> int:
        """Return whose chat is locked meanwhile."""

    @property
    def submission_id(self) -> str | None:
        """Return which submission, with its newest attempt, is loaded and locked."""

    def decide(self, seen: Seen) -> Decision[Result_co]:
        """Return what follows from the rows."""


@runtime_checkable
class NamesCustomers(Protocol):
    """A job about a submission that may become the owner of a customer in Flextell."""

    @property
    def customer_ids(self) -> Collection[str]:
        """Return the customers whose owners the job has to see."""
