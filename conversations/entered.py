"""What the shell tells of the leads an agent has confirmed: one as it stands, or some of them."""

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


@dataclass(frozen=True, slots=True)
class Entries:
    """Some of an agent's confirmed leads, newest first.

    `first` is the place of the first one among all of them, from 0; `today` counts those that
    were confirmed today, by their state.
    """

    leads: tuple[Entered, ...] = ()
    first: int = 0
    today: Mapping[State, int] = field(default_factory=dict)
