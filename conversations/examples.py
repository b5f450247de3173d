"""An example of an answer, in the person's language and as it is written in the region."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import Refusal
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.kinds.kind import Listener


def example_line(question: Question, listener: Listener) -> str:
    """Return `For example: …`, nothing where any words may be the answer.

    Every kind refuses what is empty, and shows there how an answer is written.
    """
    nothing = question.kind.read("", listener)
    example = nothing.reason.places.get("example") if isinstance(nothing, Refusal) else None
    if example is None:
        return ""
    return listener.wording.say(sentence("For example: {example}", example=example))
