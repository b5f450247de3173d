"""What a kind makes of a text, in a form a table can hold."""

from __future__ import annotations

from datetime import date
from functools import cache
from gettext import NullTranslations
from typing import TYPE_CHECKING

from babel import Locale

from conversations.answers import Refusal
from conversations.kinds.kind import Listener
from conversations.wording import Wording

if TYPE_CHECKING:
    from conversations.answers import Readings
    from conversations.kinds.kind import Kind

TODAY = date(2026, 11, 24)


@cache
def listener(language: str = "en") -> Listener:
    """Return a person who speaks any language, whether the bot says its sentences in it or not."""
    locale = Locale.parse(language)
    rtl = locale.text_direction == "rtl"
    return Listener(Wording(language, locale, NullTranslations(), rtl, {}), TODAY)


def said(readings: Readings) -> list[str]:
    """Return each reading as its values joined by `|`, or one line: `no: ` and the reason."""
    if isinstance(readings, Refusal):
        return [f"no: {readings.reason.text}"]
    return ["|".join(reading.values.values()) for reading in readings]


def read(kind: Kind, text: str, language: str = "en") -> list[str]:
    """Return what the kind makes of a text."""
    return said(kind.read(text, listener(language)))
