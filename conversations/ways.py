"""The ways around a question: keep the answer, skip the question, go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import REFUSED, Answer
from conversations.events import Kept, Reopened, Skipped, WentBack
from conversations.replies import Button, Rows, in_rows
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.flow import Question
    from conversations.wording import Wording

BACK = sentence("Back")
YES = sentence("Yes")


def back(words: Wording) -> Button:
    """Return the way to where one was before."""
    return Button(words.say(BACK), WentBack())


def changes(questions: Iterable[Question], words: Wording) -> Rows:
    """Return a button to change each line of a summary, two in a row.

    Written instead, its question's label and its line's number mean the same.
    """
    buttons = [
        Button(
            words.say(sentence("Change: {label}", label=question.label)),
            Reopened(question.key),
            (words.say(question.label), str(number)),
        )
        for number, question in enumerate(questions, start=1)
    ]
    return in_rows(buttons, 2)


def ways_around(question: Question, answer: Answer | None, words: Wording) -> Rows:
    """Return Keep or Skip where they apply, and Back."""
    skip = Button(words.say(sentence("Skip")), Skipped(question.key))
    if answer is not None and REFUSED not in answer.marks:
        keep = Button(words.say(sentence("Keep it")), Kept(question.key))
        return ((keep,), (back(words),)) if question.required else ((keep, skip), (back(words),))
    return ((back(words),),) if question.required else ((skip, back(words)),)
