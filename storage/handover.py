"""A lead on its way from an agent to the customer himself, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from storage.submission import Status

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class HandoverState(StrEnum):
    """How far a handover is."""

    LINKED = "linked"  # nobody has opened the link yet
    OPENED = "opened"  # the draft is in the customer's chat
    CONSENTED = "consented"  # and he has agreed there
    CONFIRMED = "confirmed"  # and has confirmed: it has a submission
    DELIVERED = "delivered"
    ENDED = "ended"  # nothing comes of it any more


# What the end of a submission makes of its handover. One that was refused is the customer's again.
ENDS: Mapping[Status, HandoverState] = {
    Status.CREATED: HandoverState.DELIVERED,
    Status.LINKED: HandoverState.DELIVERED,
    Status.WITHDRAWN: HandoverState.ENDED,
    Status.DROPPED: HandoverState.ENDED,
}


@dataclass(frozen=True, slots=True)
class Handover:
    """One lead that was handed over; `name` and `draft` are sealed at rest.

    `token_hash` is the SHA-256 of the link's token in hex. `name` is a draft of the one answer by
    which the agent knows the lead, `draft` all of it, None once it is the customer's, and where
    it does not open. `agent_id` and `taken_by` are the chats of agent and customer, `user_id` is
    Flextell's. `expires_at` is when it is forgotten that nobody has opened, or that has ended.
    `notice_due_at` is when the agent is to be told how far it is.
    `status` and `number` are where its submission stands, where that was asked for; they are not
    written.
    """

    id: str
    token_hash: str
    agent_id: int
    user_id: int
    name: Mapping[str, Any] = field(repr=False)
    draft: Mapping[str, Any] | None = field(repr=False)
    state: HandoverState
    handed_at: datetime
    expires_at: datetime
    taken_by: int | None = None
    submission_id: str | None = None
    notice_due_at: datetime | None = None
    status: Status | None = field(default=None, compare=False)
    number: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class HandoverMove:
    """How far the handover of this id is now, by what was done in the chat that took it up.

    It is kept until then if it has ended.
    """

    id: str
    taken_by: int
    state: HandoverState
    until: datetime
    submission_id: str | None = None
