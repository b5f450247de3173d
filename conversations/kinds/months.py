"""Names of the Gregorian months in every language Babel knows them for.

Reading Babel's thousand locales takes more than a second, so their names stand in `months.txt`,
which a test holds equal to them. The person's own language is asked from Babel itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final

from babel import Locale

from conversations.normal import folded

# Typed, though Babel does not write them.
_ALSO: Final = MappingProxyType(
    {
        "sept": 9,
        "maerz": 3,
        "jaenner": 1,
        "fevr": 2,
        "يونيه": 6,
        "يوليه": 7,
        "كانون ثاني": 1,
        "كانون اول": 12,
        "تشرين اول": 10,
        "تشرين ثاني": 11,
    }
)
_INSIDE: Final = re.compile(r"[.'’‘ʼ`·\-]+")
_HEBREW_IN: Final = "ב"  # the word before a month touches it, and no month begins with it
_SETS: Final = tuple((c, w) for c in ("format", "stand-alone") for w in ("wide", "abbreviated"))

_LONGEST_LITTLE: Final = 2
_MOST_WORDS: Final = 3  # of one month's name, in the languages of most people

Table = Mapping[str, frozenset[int]]


def folded_month(words: str) -> str:
    """Return words in the form in which the names of months are compared."""
    plain = folded(_INSIDE.sub("", words))
    return plain.removeprefix(_HEBREW_IN) if len(plain) > _LONGEST_LITTLE else plain


def months(words: Sequence[str], locale: Locale) -> frozenset[int]:
    """Return the months that words name, which are as `folded_month` gives them; empty where none.

    The person's own language and English come before the others: where two of those disagree
    about a word (listopad), both months are meant.
    """
    own, others = own_months(words, locale), _tables()
    return own or next(filter(None, (_named(words, table) for table in others)), own)


def own_months(words: Sequence[str], locale: Locale) -> frozenset[int]:
    """Return the months that words name in the person's own language, else in English."""
    return _named(words, _of_language(str(locale))) or _named(words, _of_language("en"))


def merged(locales: Iterable[Locale]) -> Table:
    """Return the months by the folded names they have in the given languages."""
    found: dict[str, frozenset[int]] = {}
    for locale in locales:
        for words, month in _names(locale):
            found[words] = found.get(words, frozenset()) | {month}
    return found


def _named(words: Sequence[str], table: Table) -> frozenset[int]:
    """Return the months of all words, and of two and three words in a row, that a table has."""
    phrases = (
        " ".join(words[start : start + count])
        for count in range(1, _MOST_WORDS + 1)
        for start in range(len(words) - count + 1)
    )
    return frozenset().union(*(table.get(phrase, ()) for phrase in phrases))


def _names(locale: Locale) -> list[tuple[str, int]]:
    """Return the names of one language with their months; those made with figures are left out."""
    names = (
        (folded_month(name), month)
        for context, width in _SETS
        for month, name in locale.months[context][width].items()
    )
    return [(words, month) for words, month in names if _can_be_told(words)]


def _can_be_told(words: str) -> bool:
    """Tell whether a name is no figure, and longer than the little words of other languages."""
    return not any(map(str.isdigit, words)) and (
        len(words) > _LONGEST_LITTLE or not words.isascii()
    )


@cache
def _of_language(identifier: str) -> Table:
    return merged((Locale.parse(identifier),))


@cache
def _tables() -> tuple[Table, Table]:
    """Return the names in the languages of most people, and in the others."""
    text = (resources.files(__package__) / "months.txt").read_text("utf-8")
    most, _, rest = text.partition("\n\n")
    also = {words: frozenset({month}) for words, month in _ALSO.items()}
    return {**_table(most), **also}, _table(rest)


def _table(text: str) -> Table:
    """Return the table that has a line for each month: its number and names, by tabs."""
    found: dict[str, frozenset[int]] = {}
    for line in text.splitlines():
        month, *names = line.split("\t")
        for words in names:
            found[words] = found.get(words, frozenset()) | {int(month)}
    return found
