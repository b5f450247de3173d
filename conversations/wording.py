"""How things are said in one language: sentences, days, and which way the text runs.

Catalogues are gettext's `.po` files in `locale/`, read as they are: nothing compiled can be stale.
"""

from __future__ import annotations

import gettext
import io
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from conversations.audience import Audience, other_words
from conversations.sentences import Place, Sentence, Territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SOURCE_LANGUAGE = "en"

# Scripts written from right to left, and their presentation forms.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")

# A slash command in a sentence: from right to left its slash would stand behind it.
_COMMAND = re.compile(r"(?<!\S)/[a-z]+")

_SHORT = 2
_COMMA = re.compile("[,،]")

# Where a language alone would mean one country's way: plain English would mean the American.
_LOCALES = {"en": "en_001"}

# https://unicode.org/reports/tr9/#Explicit_Directional_Isolates
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
ISOLATES = _FIRST_STRONG_ISOLATE + _POP_ISOLATE


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One language's way of saying things to an audience.

    There is one of each, which equals itself alone. `other_words` are said in the place of which.
    """

    language: str
    locale: Locale
    catalogue: gettext.NullTranslations
    runs_right_to_left: bool
    other_words: Mapping[str, str]

    def say(self, sentence: Sentence) -> str:
        """Return the sentence in this language, every place filled and isolated."""
        text = self.catalogue.gettext(self.other_words.get(sentence.text, sentence.text))
        if sentence.places:
            filled = {name: self._fill(place) for name, place in sentence.places.items()}
            text = _with_one_stop(text.format(**filled), filled.values())
        if self.runs_right_to_left and "/" in text:
            return _COMMAND.sub(lambda command: self.isolated(command[0]), text)
        return text

    def phrases(self, listed: Sentence) -> tuple[str, ...]:
        """Return what people who speak this language may type, out of a list between commas."""
        return tuple(phrase.strip() for phrase in _COMMA.split(self.say(listed)))

    def day(self, day: date) -> str:
        """Return a day with its month in words."""
        return format_date(day, format="long", locale=self.locale)

    def time(self, moment: datetime) -> str:
        """Return the hour and the minute of a moment, in the time zone it comes in."""
        return format_time(moment, "HH:mm", locale=self.locale)

    def month(self, month: int) -> str:
        """Return the name of a month (1 to 12) as it stands by itself."""
        return str(self.locale.months["stand-alone"]["wide"][month])

    def month_of_year(self, day: date) -> str:
        """Return the month and the year of a day."""
        return format_date(day, format="LLLL y", locale=self.locale)

    def figure(self, figure: int) -> str:
        """Return a figure in the digits of this language, nothing between them."""
        return _figure(figure, self.locale)

    def territory(self, code: str) -> str:
        """Return a country's name; its code where the language has none for it."""
        return str(self.locale.territories.get(code, code))

    def language_name(self, code: str) -> str:
        """Return what a language is called in this one."""
        return Locale.parse(code).get_display_name(self.locale) or code

    def listed(self, words: Iterable[str]) -> str:
        """Return words in a row, joined as this language does."""
        return format_list(list(words), locale=self.locale)

    def isolated(self, words: str) -> str:
        """Return what a person wrote, kept from reordering the text around it."""
        if self.runs_right_to_left or _RIGHT_TO_LEFT.search(words):
            return f"{_FIRST_STRONG_ISOLATE}{words}{_POP_ISOLATE}"
        return words

    def _fill(self, place: Place) -> str:
        match place:
            case Sentence():
                return self.say(place)
            case date():
                return self.day(place)
            case Territory(code):
                return self.territory(code)
            case tuple():
                return self.listed(map(self._fill, place))
            case int():
                return str(place)
            case _:
                return self.isolated(place)


@lru_cache
def _figure(figure: int, locale: Locale) -> str:
    return format_decimal(figure, "0", locale, numbering_system="default")


def own_name(language: str) -> str:
    """Return what a language calls itself."""
    return (Locale.parse(language).get_display_name() or language).capitalize()


def shipped_languages() -> tuple[str, ...]:
    """Return the codes of the languages the bot can speak, the source language first."""
    catalogues = (resources.files(__package__) / "locale").iterdir()
    codes = sorted(file.name.removesuffix(".po") for file in catalogues)
    return (SOURCE_LANGUAGE, *codes)


def in_all_languages(listed: Sentence) -> frozenset[str]:
    """Return what people may type in any shipped language, out of a list in the catalogues."""
    return frozenset().union(*(wording(code).phrases(listed) for code in shipped_languages()))


def means_abroad(phrase: str) -> bool:
    """Tell whether a phrase of one language means the same to who speaks another one.

    One or two Latin letters do not: `k` is short for a woman in Turkish, and `Si` is a name.
    """
    return len(phrase) > _SHORT or not phrase.isascii()


def untranslated(language: str) -> int:
    """Return how many sentences a shipped language lacks; they are said as they are written."""
    if language == SOURCE_LANGUAGE:
        return 0
    return lacking(_po(language))


def lacking(catalogue: bytes) -> int:
    """Return how many sentences a `.po` file leaves open, or is not sure of."""
    messages = read_po(io.BytesIO(catalogue))
    return sum(1 for each in messages if each.id and (each.fuzzy or not each.string))


@cache
def wording(language: str, audience: Audience = Audience.CUSTOMER) -> Wording:
    """Return the way of one shipped language; KeyError for any other."""
    if language not in shipped_languages():
        raise KeyError(language)
    locale = Locale.parse(_LOCALES.get(language, language))
    is_rtl = locale.text_direction == "rtl"
    return Wording(language, locale, _catalogue(language), is_rtl, other_words(audience))


@cache
def wording_near(language: str) -> Wording:
    """Return the way of any language by its BCP 47 tag, English where Babel knows none.

    Who speaks a language that is not shipped is understood in it, and answered in English.
    """
    if language in shipped_languages():
        return wording(language)
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return wording(SOURCE_LANGUAGE)
    spoken = locale.language if locale.language in shipped_languages() else SOURCE_LANGUAGE
    return replace(wording(spoken), language=locale.language, locale=locale)


def _with_one_stop(text: str, filled: Iterable[str]) -> str:
    """Return a text in which what ends with an abbreviation's full stop also ends a sentence."""
    for words in filled:
        if words.endswith("."):
            text = text.replace(f"{words}.", words)
    return text


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(_po(language)), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _po(language: str) -> bytes:
    return (resources.files(__package__) / "locale" / f"{language}.po").read_bytes()
