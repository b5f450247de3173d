"""What the world must do once a conversation has moved on, in the imperative."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.conversation import Consent
    from conversations.draft import Draft


@dataclass(frozen=True, slots=True)
class SubmitCustomer:
    """Create the customer of this draft, exactly once."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class KeepConsent:
    """Keep the proof that the person agreed."""

    consent: Consent


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Note that the person no longer agrees."""


@dataclass(frozen=True, slots=True)
class DeleteMessage:
    """Take what the person wrote out of the chat, where that can still be done."""

    message_id: int


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Send nothing any more that was confirmed, and erase at its end what may have been sent."""


@dataclass(frozen=True, slots=True)
class TakeBackLead:
    """Do not send a lead that was confirmed: `id`, which the event has named."""

    id: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """Make a link by which the customer of this draft can go on with it himself."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class RenewLink:
    """Make another link to what was handed over, in the place of the one before."""

    id: str


@dataclass(frozen=True, slots=True)
class TakeHandoverBack:
    """Let the link open nothing any more: the draft is its agent's again."""

    id: str


@dataclass(frozen=True, slots=True)
class ForgetPerson:
    """Do the same, and erase all else that is held of the person."""


Effect = (
    SubmitCustomer
    | KeepConsent
    | WithdrawConsent
    | DeleteMessage
    | TakeBack
    | TakeBackLead
    | HandOver
    | RenewLink
    | TakeHandoverBack
    | ForgetPerson
)
