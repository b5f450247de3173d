"""Buttons as the 64 bytes Telegram carries for them.

A button names its chat's token, its revision and what it means, so that a press on an old card
can be told from one on the newest, and a made-up one from either.
https://core.telegram.org/bots/api#inlinekeyboardbutton
"""

from __future__ import annotations

from bot.turns.turn import CardName, Press
from conversations.events import (
    Agreed,
    Chose,
    ChoseLanguage,
    ChoseReading,
    Confirmed,
    Declined,
    Event,
    Kept,
    Reopened,
    Skipped,
    UsedProfile,
    WantedAnother,
    WentBack,
    WentOn,
)

MAX_BYTES = 64

_PLAIN: dict[str, Event] = {
    "agree": Agreed(),
    "decline": Declined(),
    "back": WentBack(),
    "confirm": Confirmed(),
    "another": WantedAnother(),
    "on": WentOn(),
}
_PLAIN_CODES = {type(event): code for code, event in _PLAIN.items()}


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
    if event is None or not (revision.isascii() and revision.isdigit()):
        return None
    return Press(CardName(token, int(revision)), event)


def _code(event: Event) -> str:
    plain = _PLAIN_CODES.get(type(event))
    if plain is not None:
        return plain
    match event:
        case Chose(key, value):
            return f"is:{key}:{value}"
        case UsedProfile(key):
            return f"profile:{key}"
        case ChoseReading(key, index):
            return f"read:{key}:{index}"
        case Skipped(str(key)):
            return f"skip:{key}"
        case Kept(key):
            return f"keep:{key}"
        case Reopened(key):
            return f"edit:{key}"
        case ChoseLanguage(language):
            return f"speak:{language}"
    raise ValueError(f"no button means {type(event).__name__}")


def _event(code: str) -> Event | None:
    match code.split(":"):
        case ["is", key, value]:
            return Chose(key, value)
        case ["read", key, index] if index.isascii() and index.isdigit():
            return ChoseReading(key, int(index))
        case ["profile", key]:
            return UsedProfile(key)
        case ["skip", key]:
            return Skipped(key)
        case ["keep", key]:
            return Kept(key)
        case ["edit", key]:
            return Reopened(key)
        case ["speak", language]:
            return ChoseLanguage(language)
    return _PLAIN.get(code)
