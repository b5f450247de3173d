"""What can happen in a conversation, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.handover_events import HandoverEvent, TookUp
from conversations.known_events import KnownEvent
from conversations.lead_events import LeadEvent
from conversations.news import Erased, News

if TYPE_CHECKING:
    from conversations.card_files import FileFlaw
    from conversations.holdings import Holdings


@dataclass(frozen=True, slots=True)
class Started:
    """The person opened the bot, or came back; a deep link may carry a payload."""

    payload: str | None = None


@dataclass(frozen=True, slots=True)
class Restarted:
    """The person wants to begin anew."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The person gave up."""


@dataclass(frozen=True, slots=True)
class AskedHelp:
    """The person asked what can be done here."""


@dataclass(frozen=True, slots=True)
class AskedPrivacy:
    """The person asked what is kept, and where."""


@dataclass(frozen=True, slots=True)
class AskedData:
    """The person asked to see all that is held; `held` is that, beside the talk itself."""

    held: Holdings | None = None


@dataclass(frozen=True, slots=True)
class WithdrewConsent:
    """The person took consent back; `is_under_way`: what was confirmed may have been sent."""

    is_under_way: bool = False


@dataclass(frozen=True, slots=True)
class AskedToForget:
    """The person wants everything erased, and is asked once more."""


@dataclass(frozen=True, slots=True)
class Forgot:
    """The person had everything erased.

    `is_under_way`: what was confirmed may have been sent; `numbers` are Flextell's of the rest.
    """

    is_under_way: bool = False
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WentOn:
    """The person leaves what was asked for in between, and goes on where the talk stands."""


@dataclass(frozen=True, slots=True)
class AskedStatus:
    """The person asked where the registration stands."""


@dataclass(frozen=True, slots=True)
class AskedLanguages:
    """The person wants another language, perhaps this one, by its code or its name."""

    wanted: str = ""


@dataclass(frozen=True, slots=True)
class ChoseLanguage:
    """The person picked a language."""

    language: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """The person consented."""


@dataclass(frozen=True, slots=True)
class Declined:
    """The person did not consent, or no longer does."""


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote a text."""

    text: str
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """The person rewrote a message sent earlier; the text is what it says now."""

    text: str
    message_id: int


@dataclass(frozen=True, slots=True)
class SharedContact:
    """The person shared a contact card; `own` when Telegram vouches that it is his.

    `card` is what else it says, as a vCard, empty where it says nothing.
    """

    phone: str
    own: bool
    message_id: int | None = None
    card: str = ""


@dataclass(frozen=True, slots=True)
class SentUnreadable:
    """The person sent something that is no text: a sticker, a voice message, a picture.

    `caption` is no answer, but may give one away. `flaw` is why a file gave no contact card.
    """

    message_id: int | None = None
    caption: str = ""
    flaw: FileFlaw | None = None


@dataclass(frozen=True, slots=True)
class Chose:
    """The person picked one of a question's choices; the value is canonical."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class UsedProfile:
    """The person wants to be called as in the messenger's profile."""

    key: str


@dataclass(frozen=True, slots=True)
class Picked:
    """The person picked a part of a day: none yet, `199`, `1990-12`, in the end `1990-12-10`."""

    key: str
    beginning: str


@dataclass(frozen=True, slots=True)
class ChoseReading:
    """The person said which of several readings was meant, by its place among them."""

    key: str
    index: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """The person left the open question out; without a key, whichever is open."""

    key: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The person leaves an answer as it is."""

    key: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """The person wants the question before this one."""


@dataclass(frozen=True, slots=True)
class Reopened:
    """The person wants to answer one question again."""

    key: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    """The person approved the summary; an agent may say with it how the customer agreed."""

    agreement: str | None = None


@dataclass(frozen=True, slots=True)
class WantedAnother:
    """The person, registered already, wants to register once more."""


@dataclass(frozen=True, slots=True)
class WantedLead:
    """An agent wants to enter the next customer."""


@dataclass(frozen=True, slots=True)
class PressedOldButton:
    """The person pressed a button of a card that has been overtaken."""


@dataclass(frozen=True, slots=True)
class HeardAgain:
    """Telegram delivered once more what had been heard before: `event`, where it was no press."""

    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Silent:
    """The person has said nothing for about a day."""


@dataclass(frozen=True, slots=True)
class CameBack:
    """The person, who had blocked the bot, lets it write again."""


Event = (
    Started
    | Restarted
    | Cancelled
    | AskedHelp
    | AskedPrivacy
    | AskedData
    | WithdrewConsent
    | AskedToForget
    | Forgot
    | WentOn
    | AskedStatus
    | AskedLanguages
    | ChoseLanguage
    | Agreed
    | Declined
    | Said
    | Edited
    | SharedContact
    | SentUnreadable
    | Chose
    | UsedProfile
    | Picked
    | ChoseReading
    | Skipped
    | Kept
    | WentBack
    | Reopened
    | Confirmed
    | WantedAnother
    | WantedLead
    | LeadEvent
    | KnownEvent
    | HandoverEvent
    | TookUp
    | PressedOldButton
    | HeardAgain
    | News
    | Erased
    | Silent
    | CameBack
)

# What agents alone can do; to everybody else it is a command nobody knows.
OF_AGENTS = WantedLead | LeadEvent | KnownEvent | HandoverEvent

# What is about who writes, and not about whom an agent enters.
OF_CUSTOMERS = (
    Agreed | Declined | AskedPrivacy | AskedData | WithdrewConsent | AskedToForget | Forgot
)
