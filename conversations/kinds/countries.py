"""Countries by their names: in the languages the bot ships, in the person's own, and by code.

What each is called comes from Babel (https://cldr.unicode.org); `countries.txt` adds the codes of
ISO 3166-1 and what people say besides. A test holds its codes equal to the standard's.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from babel import Locale

from conversations.kinds.words import words
from conversations.normal import folded
from conversations.sentences import phrases
from conversations.wording import in_all_languages, shipped_languages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    Codes = frozenset[str]
    Table = Mapping[str, Codes]

_NOBODY: Final[frozenset[str]] = frozenset()

_APOSTROPHES: Final = "'’‘ʼ`´"
# Where from and where, as Turkish adds it to a name.
_TURKISH_ENDING: Final = re.compile(rf"(?<=\w\w\w)[{_APOSTROPHES}][dt][ae]\w*")
_INSIDE: Final = re.compile(rf"[{_APOSTROPHES}.]+")
_BETWEEN: Final = re.compile(r"[\W_]+")
_BRACKETS: Final = re.compile(r"[(（][^(（)）]*+[)）]")
_TWICE: Final = re.compile(r"(.)\1+")
_CODE: Final = re.compile(r"[A-Za-z]{2,3}")
_FLAG: Final = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_FLAG_A: Final = 0x1F1E6

# Little words within names, in languages the bot may not speak.
_LITTLE: Final = words("e les")
# Translators: little words within the names of countries that people may leave out.
_OWN_LITTLE: Final = phrases("and, the")
_SAME: Final = MappingProxyType({"st": "saint", "ste": "saint"})
_ISLANDS: Final = ("о-ва", "острова")  # as Russian names of Babel shorten them
_ARTICLE: Final = "ال"
_LONG_WITH_ARTICLE: Final = 5
# Around a name, and no part of it.
# Translators: single words people say around the name of their country.
_LEAD_INS: Final = phrases(
    "i, am, i'm, from, in, of, live, living, my, country, is, it's, it, born, originally"
)
_MOST_WORDS: Final = 6
_LONGEST_SPOKEN: Final = 20
_SHORTEST_SPOKEN: Final = 4
_SHORTEST_NEAR: Final = 5
_LONGEST_NEAR: Final = 60


class Named(NamedTuple):
    """The countries that a text may name, as ISO 3166 alpha-2, and whether it surely does."""

    codes: Codes
    is_certain: bool


NONE_NAMED: Final = Named(_NOBODY, is_certain=False)


def countries() -> tuple[str, ...]:
    """Return the alpha-2 code of every country, in order."""
    return tuple(row.code for row in _rows())


def named(text: str, locale: Locale) -> Named:
    """Return what countries a short text names, in the language of `locale` first."""
    flags = frozenset(_flags(text))
    rest = _FLAG.sub(" ", text)
    if not flags:
        return _spoken(rest, locale)
    said = _words(rest)
    beside = _spoken(rest, locale) if said else Named(flags, is_certain=True)
    return Named(flags | beside.codes, beside.is_certain and beside.codes == flags)


def _spoken(text: str, locale: Locale) -> Named:
    """Return what a text without flags names: by code, by name, among words, or nearly."""
    code = _by_code(text.strip(" .,()"))
    if code is not None and code.is_certain:
        return code
    said = _words(text)
    meant = [word for word in said if word not in _lead_ins()]
    whole = _lookup(" ".join(said), locale) or _lookup(" ".join(meant), locale)
    if whole:
        return Named(whole, is_certain=True)
    return code or _among(said, locale) or _nearly(" ".join(meant)) or NONE_NAMED


def _by_code(text: str) -> Named | None:
    """Return a country's code; in small letters it may as well be a word."""
    if not _CODE.fullmatch(text):
        return None
    code = _codes().get(text.upper())
    return None if code is None else Named(frozenset({code}), is_certain=text.isupper())


def _among(said: list[str], locale: Locale) -> Named | None:
    """Return the names among words of which nobody knows what they do there."""
    found = _NOBODY
    place, heard = 0, said[:_LONGEST_SPOKEN]
    while place < len(heard):
        count, codes = _longest(heard[place : place + _MOST_WORDS], locale)
        found |= codes
        place += count
    return Named(found, is_certain=False) if found else None


def _longest(said: list[str], locale: Locale) -> tuple[int, Codes]:
    """Return the longest name at the beginning, and of how many words it is; else none of one."""
    for count in range(len(said), 0, -1):
        phrase = " ".join(said[:count])
        codes = _lookup(phrase, locale) if len(phrase) >= _SHORTEST_SPOKEN else _NOBODY
        if codes:
            return count, codes
    return 1, _NOBODY


def _nearly(phrase: str) -> Named | None:
    """Return the countries whose name differs by one slip: a sign too many, too few or other."""
    slips = _slips(phrase) if len(phrase) < _LONGEST_NEAR else ()
    codes = _NOBODY.union(*(_near().get(slip, _NOBODY) for slip in slips))
    return Named(codes, is_certain=False) if codes else None


def _flags(text: str) -> Iterator[str]:
    """Yield the codes that flags spell in letters of their own.

    https://unicode.org/reports/tr51/#Flags
    """
    for flag in _FLAG.findall(text):
        code = "".join(chr(ord("A") + ord(letter) - _FLAG_A) for letter in flag)
        if code in _codes():
            yield code


def _lookup(phrase: str, locale: Locale) -> Codes:
    """Return whom a name means: in the person's own language, else in any."""
    own = _of_language(locale.language).get(phrase)
    return own | _also().get(phrase, _NOBODY) if own else _of_all().get(phrase, _NOBODY)


def _words(name: str) -> list[str]:
    """Return the words of a name as they are compared."""
    plain = folded(_INSIDE.sub("", _TURKISH_ENDING.sub("", name.replace(*_ISLANDS))))
    said = [_bare(word) for word in _BETWEEN.split(plain) if word]
    return [word for word in said if word not in _little()] or said


@cache
def _little() -> frozenset[str]:
    return _LITTLE | frozenset(map(folded, in_all_languages(_OWN_LITTLE)))


@cache
def _lead_ins() -> frozenset[str]:
    return frozenset(folded(_INSIDE.sub("", word)) for word in in_all_languages(_LEAD_INS))


def _bare(word: str) -> str:
    """Return a word in the one way in which it is compared, without an Arabic article."""
    if word.startswith(_ARTICLE) and len(word) >= _LONG_WITH_ARTICLE:
        return word.removeprefix(_ARTICLE)
    return _SAME.get(word, word)


def _slips(phrase: str) -> tuple[str, ...]:
    """Return a phrase with no letter doubled, and with one sign less at each place."""
    plain = _TWICE.sub(r"\1", phrase)
    if len(plain) < _SHORTEST_NEAR:
        return ()
    return (plain, *(plain[:place] + plain[place + 1 :] for place in range(len(plain))))


class _Row(NamedTuple):
    code: str
    long_code: str
    names: tuple[str, ...]


@cache
def _rows() -> tuple[_Row, ...]:
    lines = (resources.files(__package__) / "countries.txt").read_text("utf-8").splitlines()
    columns = (f"{line}\t".split("\t") for line in lines)
    return tuple(_Row(code, long, tuple(names.split("|"))) for code, long, names, *_ in columns)


@cache
def _codes() -> Mapping[str, str]:
    """Return the alpha-2 code by itself and by the alpha-3 code."""
    return {key: row.code for row in _rows() for key in (row.code, row.long_code)}


@cache
def _also() -> Table:
    return _table((name, row.code) for row in _rows() for name in row.names)


@cache
def _of_language(language: str) -> Table:
    """Return the countries by their names in a language, brackets left out."""
    names = Locale(language).territories
    said = ((names[code], code) for code in countries() if code in names)
    return _table(pair for name, code in said for pair in _with_and_without(name, code))


@cache
def _of_all() -> Table:
    """Return the countries by their names in all shipped languages, whichever are offered."""
    tables = [_also(), *map(_of_language, shipped_languages())]
    return {
        name: _NOBODY.union(*(table.get(name, _NOBODY) for table in tables))
        for name in dict.fromkeys(name for table in tables for name in table)
    }


@cache
def _near() -> Table:
    found: dict[str, Codes] = {}
    for name, codes in _of_all().items():
        for slip in _slips(name):
            found[slip] = found.get(slip, _NOBODY) | codes
    return found


def _with_and_without(name: str, code: str) -> Iterator[tuple[str, str]]:
    yield name, code
    without = _BRACKETS.sub("", name)
    if without != name:
        yield without, code


def _table(pairs: Iterable[tuple[str, str]]) -> Table:
    found: dict[str, Codes] = {}
    for name, code in pairs:
        form = " ".join(_words(name))
        if form:
            found[form] = found.get(form, _NOBODY) | {code}
    return found
