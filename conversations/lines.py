"""An answer in one line, as the summary and the notes show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import REFUSED, VERIFIED, Answer
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.draft import Draft
    from conversations.flow import Question
    from conversations.wording import Wording


def line(question: Question, draft: Draft, words: Wording) -> str:
    """Return one line of the summary."""
    answer = draft.answers.get(question.key)
    given = words.say(sentence("not given")) if answer is None else shown(question, answer, words)
    return f"{words.say(question.label)}: {given}"


def shown(question: Question, answer: Answer, words: Wording) -> str:
    """Return an answer as a person would write it, with what is known about it."""
    text = question.kind.show(answer.values, words)
    if VERIFIED in answer.marks:
        return f"{text} ✓"
    return text


def so_far(question: Question, answer: Answer, words: Wording) -> str:
    """Return the answer that stands, or that Flextell did not take."""
    told = sentence("Not accepted:") if REFUSED in answer.marks else sentence("So far:")
    return f"{words.say(told)} {shown(question, answer, words)}"


def numbered(lines: Iterable[str], words: Wording) -> list[str]:
    """Return lines with their numbers before them, which may be written instead of them."""
    return [f"{words.figure(number)}. {text}" for number, text in enumerate(lines, start=1)]
