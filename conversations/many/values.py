"""Where e-mail addresses, days and phone numbers stand in a line, before anything names them."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from conversations.answers import Refusal
from conversations.kinds.email import Email
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.many.found import guessed
from conversations.normal import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from conversations.answers import Reading
    from conversations.flow import Question
    from conversations.kinds.kind import Kind, Listener

    Span = tuple[int, int]

# What is found by its looks; every other kind has to be named, or to stand by itself.
Finder = Email | PastDate | Phone

_MOST: Final = 4  # of one looks in a line
_DAY_AND_YEAR: Final = 2  # numbers of a day whose month is a word
_MOST_WORDS_OF_DAY: Final = 5

_TAKEN: Final = "\n"  # stands for a value that was found: no line has it, and it parts all else

_NEVER: Final = r"\s,;|<>():=\[\]\"“”«»،；、，："  # in an address as people write it
_ADDRESS: Final = re.compile(rf"(?<![^{_NEVER}])<?[^{_NEVER}@]{{1,64}}@[^{_NEVER}]+>?")
_DAY: Final = re.compile(
    r"(?<![\w./-])\d{1,4} ?(?:([./-]) ?\d{1,2} ?\1 ?)\d{2,4}(?![\d/-]|\.\d)(?!\w)"
)
_WORD: Final = re.compile(r"[^\s,;|()،；、，]+")
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d[.,)]?")
_DIGITS: Final = re.compile(r"\d+")
_NUMBER: Final = re.compile(r"(?<![\w@.+(/])[+(]{0,2}\d[\d ().\-/]{4,36}\d(?![\w@])")


class Value(NamedTuple):
    """Part of a line that reads as the answer to the question of this key."""

    start: int
    end: int
    key: str
    words: str
    readings: tuple[Reading, ...]

    def guessed(self) -> Value:
        """Return the value as one to be asked about: what is beside it may be about it."""
        return self._replace(readings=tuple(map(guessed, self.readings)))


def values(line: str, questions: Iterable[Question], listener: Listener) -> tuple[Value, ...]:
    """Return the values in a line of `normal` text, in their order; none overlaps another."""
    plain = ascii_digits(line)
    found: list[Value] = []
    for looks, question in _by_looks(questions):
        for start, end in islice(_spans(looks, plain), _MOST):
            words = line[start:end]
            is_free = _TAKEN not in plain[start:end]
            readings = question.kind.read(words, listener) if is_free else ()
            if readings and not isinstance(readings, Refusal):
                found.append(Value(start, end, question.key, words, readings))
                plain = f"{plain[:start]}{_TAKEN * len(words)}{plain[end:]}"
    return tuple(sorted(found, key=lambda value: value.start))


def is_finder(kind: Kind) -> bool:
    """Tell whether answers of a kind are found by their looks."""
    return isinstance(kind, Finder)


def _by_looks(questions: Iterable[Question]) -> Iterator[tuple[type[Finder], Question]]:
    """Give the questions whose answers have looks of their own, the most distinct first."""
    asked = tuple(questions)
    for looks in (Email, PastDate, Phone):
        yield from ((looks, q) for q in asked if isinstance(q.kind, looks))


def _spans(looks: type[Finder], line: str) -> Iterator[Span]:
    if looks is Email:
        return (match.span() for match in _ADDRESS.finditer(line))
    if looks is Phone:
        return (match.span() for match in _NUMBER.finditer(line))
    return _days(line)


def _days(line: str) -> Iterator[Span]:
    """Give where days may be: in figures, or where a word stands between a day and a year."""
    yield from (match.span() for match in _DAY.finditer(line))
    yield from (span for span in _near_years(line) if _has_day(line[slice(*span)]))


def _has_day(words: str) -> bool:
    """Tell whether beside a year there is one more number, and a word that may be a month."""
    return len(_DIGITS.findall(words)) == _DAY_AND_YEAR and any(map(str.isalpha, words))


def _near_years(line: str) -> Iterator[Span]:
    words = [match.span() for match in _WORD.finditer(line)]
    years = [place for place, (start, end) in enumerate(words) if _YEAR.fullmatch(line[start:end])]
    for year in years[:_MOST]:
        for count in range(1, _MOST_WORDS_OF_DAY):
            if year >= count:
                yield words[year - count][0], words[year][0] + 4
            if year + count < len(words):
                yield words[year][0], words[year + count][1]
