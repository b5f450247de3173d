"""In which order the numbers of a written day stand: which is the day, the month, the year."""

from __future__ import annotations

from enum import Enum, auto
from functools import cache
from typing import Final, NamedTuple

from babel import Locale, UnknownLocaleError

from conversations.kinds.date_parts import DAY, MONTH, YEAR, Numeral, Parts
from conversations.kinds.months import months, own_months

_DAY_FIRST: Final = "dmy"
_MONTH_FIRST: Final = "mdy"
_YEAR_FIRST: Final = "ymd"
_YEAR_DIGITS: Final = 4
_COMPACT_DIGITS: Final = 8
_CROWDED_DIGITS: Final = range(5, 8)  # of a day without signs, which may be cut in many ways
_MOST_DIGITS: Final = 8
_SHORT_DIGITS: Final = 2
_ALL_PARTS: Final = 3
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
# Years outside are of another calendar: 1369 and 1410 of the Islamic ones, 2533 of Thailand's.
_GREGORIAN_YEARS: Final = range(1800, 2100)


class Fault(Enum):
    """What keeps a text from being an answer."""

    NO_DATE = auto()
    NO_YEAR = auto()
    NO_DAY = auto()
    ONLY_YEAR = auto()
    SHORT_YEAR = auto()
    OTHER_CALENDAR = auto()
    UNCERTAIN = auto()
    IMPOSSIBLE = auto()
    FUTURE = auto()
    TOO_OLD = auto()
    UNDER_AGE = auto()


class Written(NamedTuple):
    """A day as written: a year of two or four digits, a month and a day that may not exist."""

    year: str
    month: int
    day: int


def orders(found: Parts, locale: Locale, region: str) -> list[Written] | Fault:
    """Return the days the parts may mean, the locale's own order first; else what is amiss."""
    numerals = found.numerals
    if found.is_of_other_calendar or any(map(_is_of_other_calendar, numerals)):
        return Fault.OTHER_CALENDAR
    if found.is_mixed or any(len(n.digits) > _MOST_DIGITS for n in numerals):
        return Fault.UNCERTAIN
    if len(numerals) == 1:
        return _one_number(numerals[0], found, locale, region)
    marked = {n.role: n for n in numerals if n.role}
    if len(numerals) == _ALL_PARTS:
        return _three_numbers(found, marked, locale, region)
    if len(numerals) == _ALL_PARTS - 1:
        named = months(found.words, locale)
        return _with_named_month(numerals, named) if named else _without_month(numerals)
    return Fault.UNCERTAIN if numerals else Fault.NO_DATE


def _is_of_other_calendar(numeral: Numeral) -> bool:
    return len(numeral.digits) == _YEAR_DIGITS and int(numeral.digits) not in _GREGORIAN_YEARS


def _one_number(
    numeral: Numeral, found: Parts, locale: Locale, region: str
) -> list[Written] | Fault:
    if len(numeral.digits) == _COMPACT_DIGITS:
        return _compact(numeral.digits, _own_order(locale, region))
    if len(numeral.digits) in _CROWDED_DIGITS:
        return Fault.UNCERTAIN
    is_year = len(numeral.digits) == _YEAR_DIGITS or int(numeral.digits) > _LAST_DAY
    if months(found.words, locale):
        return Fault.NO_DAY if is_year else Fault.NO_YEAR
    return Fault.ONLY_YEAR if len(numeral.digits) == _YEAR_DIGITS else Fault.NO_DATE


def _without_month(numerals: tuple[Numeral, ...]) -> Fault:
    has_year = any(len(n.digits) == _YEAR_DIGITS for n in numerals)
    return Fault.NO_DAY if has_year else Fault.NO_YEAR


def _with_named_month(
    numerals: tuple[Numeral, ...], named: frozenset[int]
) -> list[Written] | Fault:
    """Return a day for each month named; the year is the longer number, or the last one."""
    first, last = (n.digits for n in numerals)
    is_year_first = not _is_short(first) or int(first) > _LAST_DAY
    year, day = (first, last) if is_year_first else (last, first)
    if not (_is_year(year) and _is_short(day)):
        return Fault.UNCERTAIN
    return [Written(year, month, int(day)) for month in sorted(named)]


def _three_numbers(
    found: Parts, marked: dict[str, Numeral], locale: Locale, region: str
) -> list[Written] | Fault:
    if len(marked) >= _ALL_PARTS - 1:
        return _marked(found.numerals, marked)
    if marked.keys() == {MONTH}:
        others = tuple(n for n in found.numerals if n is not marked[MONTH])
        return _with_named_month(others, frozenset({int(marked[MONTH].digits)}))
    if own_months(found.words, locale):
        return Fault.UNCERTAIN
    numbers = tuple(n.digits for n in found.numerals)
    has_dots = any("." in n.behind for n in found.numerals[:2])
    written = [
        _written(numbers, order)
        for order in _fitting(numbers, has_dots=has_dots, own=_own_order(locale, region))
    ]
    possible = [w for w in written if w.month <= _LAST_MONTH and w.day <= _LAST_DAY]
    return possible or written[:1] or Fault.UNCERTAIN


def _marked(numerals: tuple[Numeral, ...], marked: dict[str, Numeral]) -> list[Written] | Fault:
    """Return the day whose parts are named one by one; the third goes without saying."""
    missing = {YEAR, MONTH, DAY} - marked.keys()
    rest = [n for n in numerals if n not in marked.values()]
    parts = {**marked, **dict(zip(missing, rest, strict=False))}
    is_twice = sum(bool(n.role) for n in numerals) > len(marked)
    if is_twice or not all(_is_short(parts[role].digits) for role in (MONTH, DAY)):
        return Fault.UNCERTAIN
    # Years of eras are marked in the same way, so two digits say nothing here.
    if len(parts[YEAR].digits) != _YEAR_DIGITS:
        return Fault.SHORT_YEAR
    return [Written(parts[YEAR].digits, int(parts[MONTH].digits), int(parts[DAY].digits))]


def _fitting(numbers: tuple[str, ...], *, has_dots: bool, own: str) -> list[str]:
    """Return the orders in which three numbers may stand, the person's own first."""
    first, second, last = numbers
    if not _is_short(second):
        return []
    if len(first) == _YEAR_DIGITS:
        return [_YEAR_FIRST] if _is_short(last) else []
    if len(first) == _SHORT_DIGITS and int(first) > _LAST_DAY and _is_short(last):
        return [_YEAR_FIRST]
    if not _is_short(first) or not _is_year(last):
        return []
    also = [_YEAR_FIRST] if _is_short(last) and own == _YEAR_FIRST else []
    if has_dots:
        return [*also, _DAY_FIRST if int(second) <= _LAST_MONTH else _MONTH_FIRST]
    return sorted([_DAY_FIRST, _MONTH_FIRST, *also], key=lambda order: order != own)


def _compact(digits: str, own: str) -> list[Written] | Fault:
    """Return the days that eight digits without a sign between them may mean."""
    cuts = {
        _DAY_FIRST: (digits[:2], digits[2:4], digits[4:]),
        _MONTH_FIRST: (digits[:2], digits[2:4], digits[4:]),
        _YEAR_FIRST: (digits[:4], digits[4:6], digits[6:]),
    }
    written = [_written(cuts[order], order) for order in sorted(cuts, key=lambda o: o != own)]
    return [
        w
        for w in written
        if w.month <= _LAST_MONTH and w.day <= _LAST_DAY and int(w.year) in _GREGORIAN_YEARS
    ] or Fault.UNCERTAIN


def _written(numbers: tuple[str, ...], order: str) -> Written:
    parts = dict(zip(order, numbers, strict=True))
    return Written(parts[YEAR], int(parts[MONTH]), int(parts[DAY]))


def _is_short(digits: str) -> bool:
    return len(digits) <= _SHORT_DIGITS


def _is_year(digits: str) -> bool:
    return len(digits) in {_SHORT_DIGITS, _YEAR_DIGITS}


@cache
def _own_order(locale: Locale, region: str) -> str:
    """Return the order of day, month and year in the short dates of a language in a region."""
    pattern = _in_region(locale, region).date_formats["short"].pattern.lower()
    return "".join(sorted((YEAR, MONTH, DAY), key=pattern.find))


def _in_region(locale: Locale, region: str) -> Locale:
    """Return the language as it is written in a region; English outside its own as the world's."""
    if not region:
        return locale
    try:
        return Locale(locale.language, region)
    except UnknownLocaleError:
        return Locale.parse("en_001") if locale.language == "en" else locale
