"""The ways around a question: keep the answer, skip the question, go back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import REFUSED, Answer
from conversations.events import Kept, Skipped, WentBack
from conversations.replies import Button, Rows
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.wording import Wording

BACK = sentence("Back")
YES = sentence("Yes")


def back(words: Wording) -> Button:
    """Return the way to where one was before."""
    return Button(words.say(BACK), WentBack())


def ways_around(question: Question, answer: Answer | None, words: Wording) -> Rows:
    """Return Keep or Skip where they apply, and Back."""
    skip = Button(words.say(sentence("Skip")), Skipped(question.key))
    if answer is not None and REFUSED not in answer.marks:
        keep = Button(words.say(sentence("Keep it")), Kept(question.key))
        return ((keep,), (back(words),)) if question.required else ((keep, skip), (back(words),))
    return ((back(words),),) if question.required else ((skip, back(words)),)
