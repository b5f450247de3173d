"""What is said about a value that it is not the answer: "not …", "… is wrong", "my old one was …".

A reader sees the value all the same; a careful person asks before he writes it down.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from conversations.answers import DENIED, Readings, Refusal
from conversations.normal import STRAIGHT, folded
from conversations.sentences import phrases
from conversations.wording import in_all_languages

if TYPE_CHECKING:
    from conversations.sentences import Sentence

# Translators: what says that the phone, e-mail or day beside it is not the answer, or is of
# something else, in every form it takes; nothing that may be said beside a right one.
_DENIALS: Final = phrases(
    "not, isn't, isnt, wasn't, wasnt, never, no longer, don't use, dont use, doesn't work,"
    " doesnt work, used to be, old, former, previous, wrong, incorrect, false, by mistake,"
    " mistyped, outdated, expired, invalid, instead of, order, order no, order number, invoice"
)
# Translators: what says that the right one follows, as in "… is wrong, it is …".
_RATHER: Final = phrases("it is, it's, its, but, now, new one, right one, correct one, should be")

_WORD: Final = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_DIGIT: Final = re.compile(r"\d")
_CLAUSE: Final = re.compile(r"[,;.!?،؛。，]")


def asked_if_denied(readings: Readings, ahead: str, behind: str) -> Readings:
    """Return readings, a single one asked about where the words ahead of it or behind deny it.

    Several are asked about anyway: "not … but …".
    """
    if isinstance(readings, Refusal) or len(readings) > 1 or not is_denied(ahead, behind):
        return readings
    return (replace(readings[0], marks=readings[0].marks | {DENIED}),)


def around_digits(text: str) -> tuple[str, str]:
    """Return what stands ahead of the first digit of a text, and what behind."""
    first = _DIGIT.search(text)
    return (text[: first.start()], text[first.end() :]) if first else (text, "")


def is_denied(ahead: str, behind: str) -> bool:
    """Tell whether words deny a value; not where a denial is over: "that is wrong, it is …"."""
    if _has(_DENIALS, behind):
        return True
    return _has(_DENIALS, ahead) and not _is_over(*_last_clauses(ahead))


def _is_over(before: str, last: str) -> bool:
    """Tell whether a clause ends in a denial, and the last one says that the right one follows."""
    ends_denying = _has(_DENIALS, before.rstrip().rpartition(" ")[2])
    return ends_denying and _has(_RATHER, last) and not _has(_DENIALS, last)


def _last_clauses(ahead: str) -> tuple[str, str]:
    """Return what is said before the last comma or stop, and behind it."""
    cuts = [cut.span() for cut in _CLAUSE.finditer(ahead)]
    start, end = cuts[-1] if cuts else (0, 0)
    return ahead[:start], ahead[end:]


def _has(listed: Sentence, text: str) -> bool:
    """Tell whether one of the phrases of a list is in a text, whole words only."""
    said = [folded(word) for word in _WORD.findall(text.translate(STRAIGHT))]
    if not said:
        return False
    words, longer = _listed(listed.text)
    if not words.isdisjoint(said):
        return True
    line = f" {' '.join(said)} "
    return any(phrase in line for phrase in longer)


@cache
def _listed(text: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the single words of a list in all languages, and its phrases between blanks."""
    heard = frozenset(map(folded, in_all_languages(phrases(text))))
    words = frozenset(phrase for phrase in heard if " " not in phrase)
    return words, tuple(sorted(f" {phrase} " for phrase in heard - words))
