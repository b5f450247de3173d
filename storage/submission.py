"""A confirmed, frozen draft on its way to Flextell, and the arrows between its statuses."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Status(StrEnum):
    """Where a submission stands."""

    QUEUED = "queued"  # waits for its turn
    SENDING = "sending"  # an attempt is written down, and may be on the wire
    UNKNOWN = "unknown"  # sent or not? looked up before anything else is done
    FIND_ID = "find_id"  # created for sure, its id unreadable: looked up, never sent again
    CREATED = "created"
    REFUSED = "refused"  # the person corrects the draft, which makes a new submission
    BLOCKED = "blocked"  # the installation has to be mended first
    HUMAN = "human"  # an operator decides
    LINKED = "linked"  # the customer was found to exist
    WITHDRAWN = "withdrawn"  # the person took it back
    DROPPED = "dropped"  # an operator gave it up, or nobody decided before it had to be erased


class OnExisting(StrEnum):
    """What becomes of somebody who is in Flextell already, before anything was sent."""

    REVIEW = "review"  # an operator decides
    CREATE = "create"  # created once more
    SKIP = "skip"  # nobody is created, and nobody asked
    LINK = "link"  # taken for the customer who is there, where that is sure; else as REVIEW


ARROWS: Mapping[Status, frozenset[Status]] = {
    Status.QUEUED: frozenset(
        {
            Status.SENDING,
            Status.HUMAN,  # does not open
            Status.WITHDRAWN,
            Status.UNKNOWN,  # a restored backup: it may have been sent after the backup
        }
    ),
    Status.SENDING: frozenset(
        {
            Status.CREATED,
            Status.FIND_ID,
            Status.REFUSED,
            Status.BLOCKED,
            Status.HUMAN,  # found in Flextell before it was sent, among others
            Status.LINKED,  # likewise
            Status.QUEUED,  # surely not sent
            Status.UNKNOWN,  # anything else, or the lease ran out
            Status.WITHDRAWN,  # surely not created, and taken back, or there already (SKIP)
        }
    ),
    Status.UNKNOWN: frozenset(
        {
            Status.CREATED,
            Status.QUEUED,  # proven absent
            Status.HUMAN,
            Status.WITHDRAWN,  # proven absent, and taken back meanwhile
            Status.DROPPED,
        }
    ),
    Status.FIND_ID: frozenset({Status.CREATED, Status.HUMAN, Status.DROPPED}),
    Status.BLOCKED: frozenset(
        {Status.QUEUED, Status.HUMAN, Status.WITHDRAWN, Status.UNKNOWN}  # UNKNOWN: as above
    ),
    Status.HUMAN: frozenset(
        {Status.CREATED, Status.LINKED, Status.QUEUED, Status.DROPPED, Status.WITHDRAWN}
    ),
    Status.REFUSED: frozenset({Status.WITHDRAWN}),
    Status.CREATED: frozenset(),
    Status.LINKED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.DROPPED: frozenset(),
}

# What is looked up: perhaps created, or surely and under which number.
LOOKED_UP = frozenset({Status.UNKNOWN, Status.FIND_ID})

# At most one submission of a phone may stand in these: a second waits for the outcome.
ON_ITS_WAY = LOOKED_UP | {Status.SENDING}

# The outcome of an attempt nobody made, and any could have: see `storage/restoring.py`.
DOUBTED = "Doubted"

# The outcome of an attempt until it stands on record that it is sent next.
UNSENT = "Unsent"

# What somebody still has to do something about.
OPEN = ON_ITS_WAY | {Status.QUEUED, Status.BLOCKED, Status.HUMAN}

# What may be at no end for long: by itself, or because nobody decides.
UNDECIDED = LOOKED_UP | {Status.HUMAN}

# Nothing has been sent of these, or surely nothing came of it: taken back, they end at once.
NOT_SENT = frozenset({Status.QUEUED, Status.BLOCKED, Status.REFUSED})

# Begins the token of a draft that is a row of a list: its agent is told of the list alone.
ROW = "."

# When what has been emptied is due: there is nothing left to do about it.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Submission:
    """One row; `body` and `draft` are sealed at rest.

    `body` is the canonical JSON that is sent, byte for byte.
    `last_error` holds an error's class and HTTP status, never a text from outside.
    `on_existing` is what was to be done about existing customers when it was confirmed; `found`
    are the ids of those who were in Flextell before it was sent, None as long as nobody looked.
    `is_discreet` is so where the person may not learn that the customer was there before.
    `told` is the status the person has last been told.
    `taken_back_at` is when the person took it back while it was under way: it is sent no more,
    and emptied at its end.
    `agent_id` is who entered it, None where the person did;
    `agreed` is then how the customer agreed.
    `status_before` is the status it was loaded with, None for a new one; it is not stored.
    One that does not open is not `is_readable`: body and draft are then empty here, and stay as
    they are in the database until they are emptied there.
    """

    id: str
    chat_id: int
    draft_token: str
    revision: int
    status: Status
    body: bytes = field(repr=False)
    draft: Mapping[str, Any] = field(repr=False)
    phone_index: bytes | None = field(repr=False)
    email_index: bytes | None = field(repr=False)
    body_index: bytes = field(repr=False)
    due_at: datetime
    created_at: datetime
    updated_at: datetime
    card_message_id: int | None = None
    fence: int = 0
    lease_until: datetime | None = None
    posts: int = 0
    absences: int = 0
    customer_id: str | None = None
    on_existing: OnExisting = OnExisting.REVIEW
    found: tuple[str, ...] | None = None
    is_discreet: bool = False
    refused_keys: tuple[str, ...] = ()
    told: str | None = None
    notice_due_at: datetime | None = None
    notice_tries: int = 0
    last_error: str | None = None
    taken_back_at: datetime | None = None
    agent_id: int | None = None
    agreed: str | None = None
    status_before: Status | None = field(default=None, compare=False)
    is_readable: bool = field(default=True, compare=False)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to do something about it."""
        return self.status in OPEN

    @property
    def is_lead(self) -> bool:
        """Tell whether an agent entered it."""
        return self.agent_id is not None

    @property
    def is_back(self) -> bool:
        """Tell whether what was refused is its chat's again, to be corrected there."""
        return self.status is Status.REFUSED and self.due_at == NEVER

    @property
    def number(self) -> str | None:
        """Return Flextell's number of the customer, as far as the person may know it."""
        return None if self.is_discreet else self.customer_id

    def taken_back(self, now: datetime) -> Submission:
        """Return it after the person took it back: at its end at once where nothing was sent.

        What may be on the wire, or may have been created, goes on to its end; what has ended
        stays as it is.
        """
        if self.status in NOT_SENT:
            return replace(self, status=Status.WITHDRAWN).over()
        return replace(self, taken_back_at=self.taken_back_at or now) if self.is_open else self

    def settled(self) -> Submission:
        """Return it where it may stand: once taken back it is never sent, and ends emptied."""
        if self.taken_back_at is None:
            return self
        row = replace(self, status=Status.WITHDRAWN) if self.status in NOT_SENT else self
        return row if row.is_open else row.over()

    def over(self) -> Submission:
        """Return it emptied, with nothing left to do about it."""
        return replace(self.emptied(), refused_keys=(), due_at=NEVER)

    def emptied(self) -> Submission:
        """Return it without anything of the person's; what an audit needs stays."""
        return replace(
            self,
            body=b"",
            draft={},
            phone_index=None,
            email_index=None,
            body_index=b"",
            found=None,
        )
