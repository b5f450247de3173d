"""What the shell tells of the leads an agent has confirmed, or handed over to their customers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from conversations.draft import Draft


class State(StrEnum):
    """Where a confirmed lead stands, as far as its agent is told."""

    WAITS = "waits"  # surely not sent yet
    SENDING = "sending"  # may be in Flextell already
    CHECKED = "checked"  # a member of staff looks into it
    REGISTERED = "registered"
    REFUSED = "refused"  # an answer has to be corrected, and nothing of it was kept by Flextell
    GIVEN_UP = "given up"


# Nothing of these is in Flextell, so they can be changed and taken back.
IN_HAND = frozenset({State.WAITS, State.REFUSED})


@dataclass(frozen=True, slots=True)
class Entered:
    """One confirmed lead; `at` is when it was, in the company's time zone.

    `draft` is None once its answers are erased; `number` is Flextell's; `refused` are the
    questions whose answers Flextell did not take.
    """

    id: str
    state: State
    at: datetime
    draft: Draft | None = None
    number: str | None = None
    refused: tuple[str, ...] = ()

    @property
    def is_in_hand(self) -> bool:
        """Tell whether it can still be changed or taken back."""
        return self.state in IN_HAND and self.draft is not None


class Reached(StrEnum):
    """How far a lead has come that was handed over, as far as its agent is told."""

    LINKED = "linked"  # nobody has opened the link yet
    OPENED = "opened"  # the customer has, and has not agreed yet
    CONSENTED = "consented"
    CONFIRMED = "confirmed"
    DELIVERED = "delivered"
    ENDED = "ended"  # nothing comes of it any more


@dataclass(frozen=True, slots=True)
class HandedLead:
    """One lead that was handed over at `at`; its link opens until `until`.

    `name` has the one answer by which its agent knows it; `draft` is all that was handed over,
    None once that is the customer's, and where it does not open. `number` is Flextell's.
    """

    id: str
    reached: Reached
    at: datetime
    until: datetime
    name: Draft
    draft: Draft | None = None
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Entries:
    """Some of an agent's confirmed leads, newest first, and those he has handed over.

    `first` is the place of the first one among all of them, from 0; `today` counts those that
    were confirmed today, by their state.
    """

    leads: tuple[Entered, ...] = ()
    first: int = 0
    today: Mapping[State, int] = field(default_factory=dict)
    handed: tuple[HandedLead, ...] = ()
