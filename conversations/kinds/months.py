"""Names of the Gregorian months in every language Babel knows them for.

Reading Babel's thousand locales takes more than a second, so their names stand in `months.txt`,
which a test holds equal to them: a line for each language, and in it a column for each month.
All of them together are in `months_of_all.txt`, since merging them would keep somebody waiting:
a line for each set of months, and in it the names that mean one of these.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.kinds.words import words
from conversations.normal import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from babel import Locale

    Table = Mapping[str, int]  # the bit `1 << month` for each month of a name

# Asked together, so that a word two of them disagree about (listopad) is known to mean both.
# The variants of a language are here where its countries name the months differently.
_MOST_PEOPLE: Final = words(
    "ar ar_DZ ar_IQ ar_LB ar_MA ar_MR ar_TN az az_Cyrl be bg bn bs ca cs da de de_AT el en es et"
    " fa fa_AF fi fil fr fr_CA ha he hi hr hu hy id is it ka kk km ky lt lv mk mn mr ms my nb ne"
    " nl pl ps pt ro ru sk sl so sq sr sr_Latn sv sw ta te th tr uk ur uz uz_Cyrl zh"
)
# Typed, though Babel does not write them.
_ALSO: Final = MappingProxyType(
    {
        "sept": 9,
        "maerz": 3,
        "jaenner": 1,
        "يونيه": 6,
        "يوليه": 7,
        "كانون ثاني": 1,
        "تشرين اول": 10,
        "تشرين ثاني": 11,
        "كانون اول": 12,
    }
)
_INSIDE: Final = re.compile(r"[.'’‘ʼ`·\-]+")
_HEBREW_IN: Final = "ב"  # the word before a month touches it, and no month begins with it
_LONGEST_LITTLE: Final = 2
_MOST_WORDS: Final = 5  # of one month's name, in Kikuyu and Lingala


def folded_month(name: str) -> str:
    """Return words in the form in which the names of months are compared."""
    plain = folded(_INSIDE.sub("", name))
    return plain.removeprefix(_HEBREW_IN) if len(plain) > _LONGEST_LITTLE else plain


def months(said: Sequence[str], locale: Locale) -> frozenset[int]:
    """Return the months that words, as `folded_month` gives them, name; empty where none.

    The person's own language and English come before the others.
    """
    own = own_months(said, locale)
    return own or _named(said, _of_most_people()) or _named(said, _of_all())


def own_months(said: Sequence[str], locale: Locale) -> frozenset[int]:
    """Return the months that words name in the person's own language, else in English."""
    return _named(said, _of_language(locale.language)) or _named(said, _of_language("en"))


@cache
def names_of(month: int, language: str) -> tuple[str, ...]:
    """Return what people call a month (1 to 12) by itself in a language, and in English.

    Names of all its countries, and short ones; none that also means another month.
    """
    own = (row for key, row in _rows().items() if key.partition("_")[0] == language)
    table = {**_of_language("en"), **merged(own)}
    return tuple(name for name, meant in table.items() if meant == 1 << month)


def _named(said: Sequence[str], table: Table) -> frozenset[int]:
    """Return the months that words, and words in a row, have in a table; longer names first.

    What is within a longer name is no name of its own: the tenth month within the eleventh.
    """
    bits, free = 0, [True] * len(said)
    for count in range(min(_MOST_WORDS, len(said)), 0, -1):
        for start in range(len(said) - count + 1):
            found = table.get(" ".join(said[start : start + count]), 0)
            if found and all(free[start : start + count]):
                bits |= found
                free[start : start + count] = [False] * count
    return frozenset(month for month in range(1, 13) if bits >> month & 1)


@cache
def _of_language(language: str) -> Table:
    return merged([_rows().get(language, "")])


@cache
def _of_most_people() -> Table:
    also = {name: 1 << month for name, month in _ALSO.items()}
    return {**merged(_rows()[language] for language in _MOST_PEOPLE), **also}


@cache
def _of_all() -> Table:
    found: dict[str, int] = {}
    for bits, names in _lines("months_of_all.txt"):
        found |= dict.fromkeys(names.split("|"), int(bits))
    return found


@cache
def _rows() -> Mapping[str, str]:
    """Return the columns of each language, still as text."""
    return dict(_lines("months.txt"))


def _lines(file: str) -> Iterator[tuple[str, str]]:
    """Give the lines of a file in this folder: what is ahead of the first tab, and behind it."""
    for line in (resources.files(__package__) / file).read_text("utf-8").splitlines():
        first, _, rest = line.partition("\t")
        yield first, rest


def merged(rows: Iterable[str]) -> Table:
    """Return the months by their names in all these languages."""
    found: dict[str, int] = {}
    for row in filter(None, rows):
        for month, names in enumerate(row.split("\t"), start=1):
            for name in filter(None, names.split("|")):
                found[name] = found.get(name, 0) | 1 << month
    return found
