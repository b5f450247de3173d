"""Buttons as the 64 bytes Telegram carries for them.

A button names its chat's token, its revision and what it means, so that a press on an old card
can be told from one on the newest, and a made-up one from either.
https://core.telegram.org/bots/api#inlinekeyboardbutton
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bot.turns.turn import CardName, Press
from conversations.events import (
    Agreed,
    AskedToForget,
    Cancelled,
    Chose,
    ChoseLanguage,
    ChoseReading,
    Confirmed,
    Declined,
    Event,
    Forgot,
    Kept,
    Picked,
    Reopened,
    Skipped,
    UsedProfile,
    WantedAnother,
    WantedLead,
    WentBack,
    WentOn,
    WithdrewConsent,
)
from conversations.handover_events import (
    HandedOver,
    OpenedHandover,
    RenewedLink,
    TookHandoverBack,
    TookUp,
)
from conversations.known_events import CreatedAnyway, OpenedWaiting
from conversations.lead_events import (
    AskedLeads,
    MendedLead,
    OpenedLead,
    ResumedLead,
    WithdrewLead,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 64

# Of a place in a list; no database counts further than 64 bits.
_MOST_DIGITS = 9

PLAIN: dict[str, Event] = {
    "agree": Agreed(),
    "decline": Declined(),
    "back": WentBack(),
    "confirm": Confirmed(),
    "another": WantedAnother(),
    "lead": WantedLead(),
    "anyway": CreatedAnyway(),
    "hand": HandedOver(),
    "cancel": Cancelled(),
    "on": WentOn(),
    "withdraw": WithdrewConsent(),
    "erase": AskedToForget(),
    "forget": Forgot(),
}
_PLAIN_CODES = {type(event): code for code, event in PLAIN.items()}

# Events of one word: a question's key, a language, a token, or the id of a lead.
OF_A_WORD: dict[str, Callable[[str], Event]] = {
    "confirm": Confirmed,
    "skip": Skipped,
    "keep": Kept,
    "edit": Reopened,
    "profile": UsedProfile,
    "speak": ChoseLanguage,
    "of": OpenedLead,
    "mend": MendedLead,
    "recall": WithdrewLead,
    "handed": OpenedHandover,
    "relink": RenewedLink,
    "unhand": TookHandoverBack,
    "take": partial(TookUp, is_sure=True),
}
_CODES_BEFORE_A_WORD = {event: code for code, event in OF_A_WORD.items()} | {TookUp: "take"}


def encode(card: CardName, event: Event) -> str:
    """Return the button's data; ValueError for an event that no button can mean."""
    data = f"{card.token}:{card.revision}:{_code(event)}"
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"{type(event).__name__} does not fit on a button")
    return data


def decode(data: str) -> Press | None:
    """Return what the data means, or None where it was not ours."""
    if len(data) > MAX_BYTES:
        return None
    token, _, rest = data.partition(":")
    revision, _, code = rest.partition(":")
    event = _event(code)
    if event is None or not _is_number(revision):
        return None
    return Press(CardName(token, int(revision)), event)


def _code(event: Event) -> str:
    match event:
        case Chose(key, value):
            return f"is:{key}:{value}"
        case Picked(key, beginning):
            return f"pick:{key}:{beginning}"
        case ChoseReading(key, index):
            return f"read:{key}:{index}"
        case AskedLeads(start=start):
            return f"leads:{start}"
        case ResumedLead(place):
            return f"resume:{place}"
        case OpenedWaiting(place):
            return f"open:{place}"
        case (
            Confirmed(str(word))
            | Skipped(str(word))
            | Kept(word)
            | Reopened(word)
            | UsedProfile(word)
            | ChoseLanguage(word)
            | OpenedLead(word)
            | MendedLead(word)
            | WithdrewLead(word)
            | OpenedHandover(word)
            | RenewedLink(word)
            | TookHandoverBack(word)
            | TookUp(word, is_sure=True)
        ):
            return f"{_CODES_BEFORE_A_WORD[type(event)]}:{word}"
    plain = _PLAIN_CODES.get(type(event))
    if plain is None:
        raise ValueError(f"no button means {type(event).__name__}")
    return plain


def _event(code: str) -> Event | None:
    match code.split(":"):
        case ["is", key, value]:
            return Chose(key, value)
        case ["read", key, index] if _is_number(index):
            return ChoseReading(key, int(index))
        case ["leads", start] if _is_number(start) and len(start) <= _MOST_DIGITS:
            return AskedLeads(start=int(start))
        case ["resume", place] if _is_number(place):
            return ResumedLead(int(place))
        case ["pick", key, beginning]:
            return Picked(key, beginning)
        case ["open", place] if _is_number(place):
            return OpenedWaiting(int(place))
        case [before, word] if before in OF_A_WORD:
            return OF_A_WORD[before](word)
    return PLAIN.get(code)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()
