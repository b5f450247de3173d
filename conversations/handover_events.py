"""What happens to a lead on its way from an agent to the customer himself, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.entered import HandedLead


@dataclass(frozen=True, slots=True)
class TookUp:
    """Somebody opened the link of a handover; `is_sure`: what he had begun himself may go.

    `draft` is what was handed over, once it is known; None where the link is not good.
    """

    token: str = field(repr=False)
    is_sure: bool = False
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """An agent wants the customer himself to go on with the lead that is open."""


@dataclass(frozen=True, slots=True)
class OpenedHandover:
    """An agent looks at one he has handed over; `handed` is that one, once it is known."""

    id: str
    handed: HandedLead | None = None


@dataclass(frozen=True, slots=True)
class RenewedLink:
    """An agent wants another link to one he has handed over; the one before is void then."""

    id: str
    handed: HandedLead | None = None


@dataclass(frozen=True, slots=True)
class TookHandoverBack:
    """An agent wants to go on himself with one he has handed over."""

    id: str
    handed: HandedLead | None = None


OfOneHandover = OpenedHandover | RenewedLink | TookHandoverBack
HandoverEvent = HandedOver | OfOneHandover
