"""The parts of a written day: its numbers, what marks them, and the words between.

Nothing is understood here yet, but for what makes a text unfit to be understood as a day at all:
letters within a number, and eras and calendars other than the Gregorian.
"""

from __future__ import annotations

import re
from itertools import pairwise
from types import MappingProxyType
from typing import Final, NamedTuple

from conversations.kinds.months import folded_month
from conversations.kinds.words import words

_LONGEST_SLIP: Final = 2  # letters that may stand for digits, and no word

YEAR, MONTH, DAY = "y", "m", "d"

_TIME: Final = re.compile(
    r"(?:(?<=\d)T|(?<![\d:.]))\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?![\d:])"
    r"(?: ?(?:[ap]\.?m\b\.?|Z\b|(?:(?:GMT|UTC) ?)?[+-]\d{2}:?\d{2}\b))?"
    r"|(?<=\d{4})T\d{4}(?:\d{2})?Z?\b|(?<=\d\d)Z\b",
    re.IGNORECASE,
)
_LETTERS: Final = r"[^\s\d.,;:!?/\\()\[\]|•،؛。、\-‐‑‒–—_~\"“”„«»]+"
# Digits, or a word; dots within belong to it, as in the short months of Thai.
_TOKEN: Final = re.compile(rf"\d+|{_LETTERS}(?:\.{_LETTERS})*")
# Marks that stand behind their number, touching it, and before it.
_BEHIND: Final = {
    **dict.fromkeys(("年", "년"), YEAR),
    **dict.fromkeys(("月", "월"), MONTH),
    **dict.fromkeys(("日", "일", "号", "號"), DAY),
}
_BEFORE: Final = {"nam": YEAR, "thang": MONTH, "thg": MONTH, "ngay": DAY}
_ORDINALS: Final = words(
    "st nd rd th er ere re e eme ª º ° de te ter ste den er. го ое ого й е я г р η ος ης ου"
    " ve inci nci uncu ncu en an an. ін га та ro do to mo vo no ê ی ko"
    " م"  # of our calendar, in Arabic
)
# Months in Roman figures, in capitals alone: the small letters are words of many languages.
_FIGURES: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN: Final = MappingProxyType(
    {figure: str(month) for month, figure in enumerate(_FIGURES, start=1)}
)
_THURSDAY: Final = ("thu", "nam")  # in Vietnamese, where its second word is also that for year
# Years counted from another beginning: Japan, Taiwan, Thailand, and the Islamic calendars.
_OTHER_CALENDARS: Final = words(
    "平成 昭和 令和 大正 明治 民國 民国 中華民國 佛曆 佛历 仏暦 단기 พศ พุทธศักราช"
    " ه هجري هجريه شمسي قمري hijri hijriyah hicri jalali shamsi heisei showa reiwa taisho"
)
# The same, but words of other meanings where they do not follow a number.
_OTHER_CALENDARS_BEHIND: Final = words("ah bs be")

# Before Christ, however it is shortened.
_OTHER_ERA: Final = re.compile(
    r"\d\W{0,2}(?:b\.? ?c\.?(?: ?e)?\b|v\. ?chr\b|a\. ?c\b|до н|ق\.? ?م\b)"
    r"|\b(?:m\.? ?ö\b|до н\.? ?э\b)",
    re.IGNORECASE,
)


class Numeral(NamedTuple):
    """Digits as written, what a mark says they are, and what stands behind them."""

    digits: str
    role: str
    behind: str


class Parts(NamedTuple):
    """What a text consists of; words are as `folded_month` gives them."""

    numerals: tuple[Numeral, ...]
    words: tuple[str, ...]
    is_mixed: bool
    is_of_other_calendar: bool


def parts(line: str) -> Parts:
    """Return the parts of one line with ASCII digits, a time of day left out."""
    tokens = list(_TOKEN.finditer(_TIME.sub(" ", line)))
    folds = [t[0] if _is_number(t) else folded_month(t[0]) for t in tokens]
    numerals = _numerals(tokens, folds)
    return Parts(
        numerals=tuple(numerals),
        words=tuple(f for t, f in zip(tokens, folds, strict=True) if f and not _is_number(t)),
        is_mixed=any(_is_mixed(before, after) for before, after in pairwise(tokens)),
        is_of_other_calendar=not _OTHER_CALENDARS.isdisjoint(folds)
        or _OTHER_ERA.search(line) is not None
        or any(
            before.isdecimal() and after in _OTHER_CALENDARS_BEHIND
            for before, after in pairwise(folds)
        ),
    )


def _is_number(token: re.Match[str]) -> bool:
    return token[0].isdecimal()


def _numerals(tokens: list[re.Match[str]], folds: list[str]) -> list[Numeral]:
    """Return the numbers, and what stands for the month between two of them."""
    found = []
    for place, here in enumerate(tokens):
        before, after = folds[max(place - 2, 0) : place], tokens[place + 1 : place + 2]
        if _is_number(here):
            found.append(Numeral(here[0], _role(before, after), _gap(here, after)))
        elif here[0] in _ROMAN and found and after and _is_number(after[0]):
            found.append(Numeral(_ROMAN[here[0]], MONTH, ""))
    return found


def _role(before: list[str], after: list[re.Match[str]]) -> str:
    """Return which part of a day the words around a number say it is, else nothing."""
    if after and after[0][0] in _BEHIND:
        return _BEHIND[after[0][0]]
    return _BEFORE.get(before[-1], "") if before and (*before,) != _THURSDAY else ""


def _gap(here: re.Match[str], after: list[re.Match[str]]) -> str:
    return here.string[here.end() : after[0].start()].strip() if after else ""


def _is_mixed(before: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether letters touch digits without being a suffix, a mark or a long word."""
    word = after[0] if _is_number(before) else before[0]
    if before.end() != after.start() or not any(map(str.isalpha, word)):
        return False
    plain = folded_month(word)
    is_suffix = not _ORDINALS.isdisjoint((word, plain)) or plain in _BEHIND or word[0] in "'’"
    return not (is_suffix or len(plain) > _LONGEST_SLIP or plain == "")
