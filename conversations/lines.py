"""An answer in one line, as the summary and the notes show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.answers import REFUSED, VERIFIED, Answer
from conversations.sentences import sentence
from conversations.wording import ISOLATES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.draft import Draft
    from conversations.flow import Flow, Question
    from conversations.wording import Wording

LONGEST_WORDS: Final = 120  # of a person, said again; the answer itself is shown beside them


def line(question: Question, draft: Draft, words: Wording) -> str:
    """Return one line of the summary."""
    answer = draft.answers.get(question.key)
    given = words.say(sentence("not given")) if answer is None else shown(question, answer, words)
    return f"{words.say(question.label)}: {given}"


def with_words(told: str, question: Question, answer: Answer, words: Wording) -> str:
    """Return what is told of an answer, and the words it came from where they look different."""
    wrote = shortened(answer.said, LONGEST_WORDS)
    if not wrote or shown(question, answer, words) in (wrote, words.isolated(wrote)):
        return told
    return words.say(sentence("{answer} (from: {words})", answer=told, words=wrote))


def shortened(text: str, length: int) -> str:
    """Return a text cut to a length, and marked so."""
    return text if len(text) <= length else f"{text[: length - 1]}…"


def known_by(flow: Flow, draft: Draft) -> Question | None:
    """Return whose answer tells a customer from others: the name, else the first there is."""
    for question in flow.questions:
        if question.key in draft.answers and not question.sensitive:
            return question
    return None


def lead_name(flow: Flow, draft: Draft, words: Wording) -> str:
    """Return what a customer is called among others.

    The sentence it is said in sets it apart from the text around it.
    """
    question = known_by(flow, draft)
    if question is not None:
        return question.kind.show(draft.answers[question.key].values, words).strip(ISOLATES)
    return words.say(sentence("A customer without a name"))


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
