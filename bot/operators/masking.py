"""Personal data as it may be seen by the way: enough to tell two people apart, and no more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.documents import draft_of
from conversations.wording import SOURCE_LANGUAGE, wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from conversations.answers import Values
    from conversations.flow import Flow, Question
    from storage import Submission

HIDDEN = "•••"
TAIL = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One answer as it is shown to an operator."""

    label: str
    text: str


def initials(values: Values) -> str:
    """Return the first letter of each name."""
    words = " ".join(values.values()).split()
    return " ".join(f"{word[0]}." for word in words)


def tail(values: Values) -> str:
    """Return the last digits."""
    return f"{HIDDEN} {''.join(values.values())[-TAIL:]}"


def address(values: Values) -> str:
    """Return the first letter of an e-mail address, and what its domain ends with."""
    name, _, domain = "".join(values.values()).partition("@")
    return f"{name[:1]}{HIDDEN}@{HIDDEN}.{domain.rpartition('.')[2]}"


# What is not named here is hidden whole.
_MASKS: Mapping[str, Callable[[Values], str]] = {
    "name": initials,
    "phone": tail,
    "email": address,
}


def masked_lines(flow: Flow, submission: Submission) -> tuple[Line, ...]:
    """Return the answers of a submission, masked; none where they are erased or do not open."""
    return tuple(
        Line(label, _masked(question, values))
        for question, label, values in _answers(flow, submission)
    )


def plain_lines(flow: Flow, submission: Submission) -> tuple[Line, ...]:
    """Return the answers of a submission as they are: whoever sees them is written down."""
    words = wording(SOURCE_LANGUAGE)
    return tuple(
        Line(label, question.kind.show(values, words))
        for question, label, values in _answers(flow, submission)
    )


def masked_name(flow: Flow, submission: Submission) -> str:
    """Return whom a list shows: initials and the last digits, empty where nothing is left."""
    found = {question.key: values for question, _, values in _answers(flow, submission)}
    shown = [_MASKS[key](found[key]) for key in ("name", "phone") if key in found]
    return ", ".join(shown)


def masked_id(number: int) -> str:
    """Return the end of a chat's id, which in a private chat is a person's."""
    return f"{HIDDEN}{str(number)[-TAIL:]}"


def _masked(question: Question, values: Values) -> str:
    mask = _MASKS.get(question.key)
    return HIDDEN if mask is None else mask(values)


def _answers(flow: Flow, submission: Submission) -> Iterator[tuple[Question, str, Values]]:
    """Give what was answered to the questions that are asked, in their order."""
    if not submission.draft:
        return
    answers = draft_of(submission.draft).answers
    words = wording(SOURCE_LANGUAGE)
    for question in flow.questions:
        if question.key in answers:
            yield question, words.say(question.label), answers[question.key].values
