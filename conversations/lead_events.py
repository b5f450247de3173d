"""What an agent does with the customers he has entered, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.entered import Entered, Entries


@dataclass(frozen=True, slots=True)
class AskedLeads:
    """An agent asked for his customers, from a place on (0 is the newest), or for some by words.

    `held` are those that may be shown, once they are known.
    """

    wanted: str = ""
    start: int = 0
    held: Entries | None = None


@dataclass(frozen=True, slots=True)
class OpenedLead:
    """An agent looks at one he has confirmed; `lead` is that one, once it is known."""

    id: str
    lead: Entered | None = None


@dataclass(frozen=True, slots=True)
class MendedLead:
    """An agent changes one he has confirmed, before it is sent or after it was refused."""

    id: str
    lead: Entered | None = None


@dataclass(frozen=True, slots=True)
class WithdrewLead:
    """An agent wants one he has confirmed not to be sent."""

    id: str
    lead: Entered | None = None


@dataclass(frozen=True, slots=True)
class ResumedLead:
    """An agent goes on with one that waits unfinished, by its place among those."""

    place: int


OfOneLead = OpenedLead | MendedLead | WithdrewLead
LeadEvent = AskedLeads | OfOneLead | ResumedLead
