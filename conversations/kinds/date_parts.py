"""The parts of a written day: its numbers, what marks them, and the words between.

Nothing is understood here yet, but for what makes a text unfit to be understood as a day at all:
letters within a number, and eras and calendars other than the Gregorian.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, NamedTuple

from conversations.kinds.months import folded_month
from conversations.kinds.words import words

_LONGEST_SLIP: Final = 2  # letters that may stand for digits, and no word

YEAR, MONTH, DAY = "y", "m", "d"

_TIME: Final = re.compile(
    r"(?:(?<=\d)T|(?<![\d:.]))\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?![\d:])"
    r"(?: ?(?:[ap]\.?m\b\.?|Z\b|[+-]\d{2}:?\d{2}\b))?",
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
    " ve inci nci uncu ncu en an an. ін га та"
)
# Years counted from another beginning: Japan, Taiwan, Thailand, and the Islamic calendars.
_OTHER_CALENDARS: Final = words(
    "平成 昭和 令和 大正 明治 民國 民国 中華民國 佛曆 佛历 仏暦 단기 พศ พุทธศักราช"
    " ه هجري هجريه شمسي قمري hijri hijriyah hicri jalali shamsi ah bs be heisei showa reiwa taisho"
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
    return Parts(
        numerals=tuple(_numerals(tokens)),
        words=tuple(filter(None, (folded_month(t[0]) for t in tokens if not t[0].isdigit()))),
        is_mixed=any(_is_mixed(before, after) for before, after in pairwise(tokens)),
        is_of_other_calendar=any(folded_month(t[0]) in _OTHER_CALENDARS for t in tokens),
    )


def _numerals(tokens: list[re.Match[str]]) -> list[Numeral]:
    padded = [None, *tokens, None]
    return [
        Numeral(here[0], _role(before, after), _gap(here, after))
        for before, here, after in zip(padded, tokens, padded[2:], strict=False)
        if here[0].isdigit()
    ]


def _role(before: re.Match[str] | None, after: re.Match[str] | None) -> str:
    """Return which part of a day the words around a number say it is, else nothing."""
    if after is not None and after[0] in _BEHIND:
        return _BEHIND[after[0]]
    return _BEFORE.get(folded_month(before[0]), "") if before is not None else ""


def _gap(here: re.Match[str], after: re.Match[str] | None) -> str:
    return "" if after is None else here.string[here.end() : after.start()].strip()


def _is_mixed(before: re.Match[str], after: re.Match[str]) -> bool:
    """Tell whether letters touch digits without being a suffix, a mark or a long word."""
    if before.end() != after.start():
        return False
    word = after[0] if before[0].isdigit() else before[0]
    plain = folded_month(word)
    is_suffix = not _ORDINALS.isdisjoint((word, plain)) or plain in _BEHIND or word[0] in "'’"
    return not (is_suffix or len(plain) > _LONGEST_SLIP or plain == "")
