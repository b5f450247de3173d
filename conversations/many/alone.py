"""Words that answer a question where nothing names it, because they can be nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.answers import Refusal, are_doubtful
from conversations.kinds.country import Country
from conversations.kinds.identity_number import IdentityNumber
from conversations.kinds.national_numbers import NATIONAL_NUMBERS
from conversations.kinds.one_of import OneOf
from conversations.many.found import Found
from conversations.many.values import is_finder

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.flow import Question
    from conversations.kinds.kind import Kind, Listener

_MOST_WORDS: Final = 3  # of a day or a number that stands by itself
_TOO_BROAD: Final = "other"  # too many words mean it to be heard where nothing asks
_SHORTEST_COUNTRY: Final = 4  # shorter words are codes, and words of some language


def alone(text: str, questions: Iterable[Question], listener: Listener) -> Found | None:
    """Return the one answer that a text by itself is for certain, None where it may be two."""
    sure = [found for q in questions if (found := _certain(text, q, listener)) is not None]
    return sure[0] if len(sure) == 1 else None


def choice(text: str, questions: Iterable[Question], listener: Listener) -> Found | None:
    """Return the one choice among few that a text by itself is for certain."""
    return alone(text, (q for q in questions if isinstance(q.kind, OneOf)), listener)


def _certain(text: str, question: Question, listener: Listener) -> Found | None:
    if not _may_be_alone(text, question.kind):
        return None
    readings = question.kind.read(text, listener)
    if isinstance(readings, Refusal) or are_doubtful(readings):
        return None
    is_sure = _TOO_BROAD not in readings[0].values.values()
    return Found(question.key, text, readings) if is_sure else None


def _may_be_alone(text: str, kind: Kind) -> bool:
    """Tell whether a kind is heard where nothing names it: words of any kind would do for some."""
    match kind:
        case OneOf():
            return True
        case Country():
            return len(text) >= _SHORTEST_COUNTRY
        case IdentityNumber(_, region):
            return region in NATIONAL_NUMBERS and _has_looks(text)
        case _:
            return is_finder(kind) and _has_looks(text)


def _has_looks(text: str) -> bool:
    return any(map(str.isdigit, text)) and len(text.split()) <= _MOST_WORDS
