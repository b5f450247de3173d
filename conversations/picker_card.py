"""The card on which a day is picked part by part: decade, year, month, day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from conversations.events import Picked
from conversations.kinds.day_parts import DECADE, MONTH, NOTHING, YEAR, Span
from conversations.kinds.months import names_of
from conversations.replies import Button, Reply, in_rows
from conversations.sentences import phrases, sentence
from conversations.ways import back
from conversations.wording import SOURCE_LANGUAGE, wording

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.wording import Wording

PICK = sentence("Pick a date")
CHOSEN = sentence("Chosen:")

_ASKED: Final = {
    len(NOTHING): sentence("Choose the decade below, or write the whole date."),
    DECADE: sentence("Choose the year below, or write the whole date."),
    YEAR: sentence("Choose the month below, or write the whole date."),
    MONTH: sentence("Choose the day below, or write the whole date."),
}
# How many parts stand in a row under each: as many as a narrow phone shows in full.
_IN_A_ROW: Final = {len(NOTHING): 3, DECADE: 5, YEAR: 3, MONTH: 7}


def picker_card(question: Question, beginning: str, span: Span, words: Wording) -> Reply:
    """Return what is chosen so far, and the parts to choose from, Back last."""
    text = "\n".join(filter(None, _text(question, beginning, words)))
    offered = tuple(span.parts(beginning))
    parts = [
        Button(label(part, words), Picked(question.key, part), _also(part, offered, words))
        for part in offered
    ]
    return Reply(text, (*in_rows(parts, _IN_A_ROW[len(beginning)]), (back(words),)))


def _text(question: Question, beginning: str, words: Wording) -> tuple[str, ...]:
    chosen = f"{words.say(CHOSEN)} {_chosen(beginning, words)}" if beginning else ""
    return (words.say(question.prompt), chosen, words.say(_ASKED[len(beginning)]))


def label(part: str, words: Wording) -> str:
    """Return a part as it is read: both ends of a decade, a year, a month's name, a day."""
    match len(part):
        case n if n == DECADE:
            first = int(part) * 10
            return words.isolated(f"{words.figure(first)}–{words.figure(first + 9)}")
        case n if n == YEAR:
            return words.figure(int(part))
        case n if n == MONTH:
            return words.month(int(part[YEAR + 1 :]))
        case _:
            return words.figure(int(part[MONTH + 1 :]))


def _also(part: str, offered: tuple[str, ...], words: Wording) -> tuple[str, ...]:
    """Return what else may be written for a part: a decade's names, a month's number or names.

    Two figures are enough for a decade or a year where they are of one of those offered.
    Who reads فبراير may well call it شباط.
    """
    is_enough = sum(other[2:] == part[2:] for other in offered) == 1
    match len(part):
        case n if n == DECADE:
            first = int(part) * 10
            short = (f"{part[2]}0",) if is_enough else ()
            called = (name for figure in (str(first), *short) for name in _called(figure, words))
            return (*called, *(f"{part}{year}" for year in range(10)))
        case n if n == YEAR:
            return (part[2:],) if is_enough else ()
        case n if n == MONTH:
            number = part[YEAR + 1 :]
            names = names_of(int(number), words.locale.language)
            return (number, number.lstrip("0"), *names)
        case _:
            return ()


@lru_cache
def _called(figure: str, words: Wording) -> tuple[str, ...]:
    """Return what people call the decade that begins so, in their language and in English."""
    last = str(int(figure) + 9)
    # Translators: how people write a decade that begins with {first}, which may be 1980 or 80.
    called = phrases("{first}s, the {first}s, {first} to {last}", first=figure, last=last)
    said = (name for own in (words, wording(SOURCE_LANGUAGE)) for name in own.phrases(called))
    return (figure, f"{figure}-{last}", f"{figure}-{last[-2:]}", *said)


def _chosen(beginning: str, words: Wording) -> str:
    """Return what is chosen so far in one line: a decade, a year, or a month of a year."""
    if len(beginning) == MONTH:
        return words.month_of_year(date.fromisoformat(f"{beginning}-01"))
    return label(beginning, words)
