"""The cards of one question: what is asked, what is offered, and what was not clear."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.answers import DENIED, FAILS_CHECK, GUESSED, UNLISTED, Answer, Refusal
from conversations.events import Chose, ChoseReading, Picked, UsedProfile
from conversations.examples import example_line
from conversations.kinds.day_parts import NOTHING
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.lines import numbered, so_far
from conversations.picker_card import PICK, picker_card
from conversations.replies import Button, ContactKeyboard, Reply, Rows
from conversations.sentences import sentence
from conversations.ways import BACK, YES, back, ways_around

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.draft import Doubt, Draft
    from conversations.flow import Question
    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording

SHARE_NUMBER = sentence("Share my number")
USE = sentence("Use:")

_WHICH = sentence("What did you mean? Choose one, or write it again.")
_UNSURE = sentence(
    "I am not sure that I understood. If what you mean is below, choose it; otherwise write it"
    " again."
)
# What is asked about a reading that has a mark.
_ASKED = {
    UNLISTED: sentence("I do not know such a number. Use it anyway, or write another one."),
    FAILS_CHECK: sentence(
        "That number does not pass the check of identity numbers here; a digit may be wrong."
        " Use it anyway, or write it again."
    ),
    GUESSED: _UNSURE,
    DENIED: _UNSURE,
}


def question_card(question: Question, draft: Draft, listener: Listener) -> Reply:
    """Return a question, its choices, and the ways around it."""
    answer, words = draft.answers.get(question.key), listener.wording
    picked = draft.picked(question.key)
    if picked is not None and isinstance(question.kind, PastDate):
        return picker_card(question, picked, question.kind.span(listener.today), words)
    offered = question.kind.offered(draft.given)
    if answer is None:
        card = _new_question_card(question, offered, words)
    else:
        prompt = f"{words.say(question.prompt)}\n{so_far(question, answer, words)}"
        card = _prompt_card(question, offered, prompt, answer, words)
    offer = _profile_row(question, answer, listener)
    return Reply(card.text, (*offer, *card.rows)) if offer else card


def _profile_row(question: Question, answer: Answer | None, listener: Listener) -> Rows:
    """Return the button to be called as in the profile, where that is a name and a new one."""
    kind, profile = question.kind, listener.profile
    if profile is None or not isinstance(kind, Name):
        return ()
    readings = kind.read_profile(profile, listener)
    if isinstance(readings, Refusal) or (answer and answer.values == readings[0].values):
        return ()
    words = listener.wording
    label = f"{words.say(USE)} {kind.show(readings[0].values, words)}"
    return ((Button(label, UsedProfile(question.key), ("1",)),),)


@lru_cache
def _new_question_card(question: Question, offered: tuple[Choice, ...], words: Wording) -> Reply:
    """Return a question without an answer, which is the same for all who are offered the same."""
    return _prompt_card(question, offered, words.say(question.prompt), None, words)


def _prompt_card(
    question: Question,
    offered: tuple[Choice, ...],
    prompt: str,
    answer: Answer | None,
    words: Wording,
) -> Reply:
    """Return the prompt with what is offered, or the contact keyboard."""
    if question.kind.asks_contact:
        return Reply(prompt, keyboard=ContactKeyboard(words.say(SHARE_NUMBER), words.say(BACK)))
    choices = tuple(
        (Button(words.say(choice.label), Chose(question.key, choice.value), (str(number),)),)
        for number, choice in enumerate(offered, start=1)
    )
    if isinstance(question.kind, PastDate):
        choices = ((Button(words.say(PICK), Picked(question.key, NOTHING)),),)
    return Reply(prompt, (*choices, *ways_around(question, answer, words)))


def doubt_card(question: Question, doubt: Doubt, listener: Listener) -> Reply:
    """Return the readings of what was said, one button each; a single one is asked about."""
    words = listener.wording
    labels = [question.kind.label(reading.values, words) for reading in doubt.readings]
    yes = (words.say(YES),) if len(labels) == 1 else ()
    readings = tuple(
        (Button(label, ChoseReading(question.key, place), (str(place + 1), *yes)),)
        for place, label in enumerate(labels)
    )
    text = "\n".join(filter(None, _doubt_lines(question, doubt, labels, listener)))
    return Reply(text, (*readings, (back(words),)))


def _doubt_lines(
    question: Question, doubt: Doubt, labels: list[str], listener: Listener
) -> Iterator[str]:
    """Return what is asked, and below it what helps to answer: the readings by number, whole."""
    words, marks = listener.wording, doubt.readings[0].marks
    yield words.say(next((_ASKED[mark] for mark in _ASKED if mark in marks), _WHICH))
    if UNLISTED in marks:
        yield example_line(question, listener)
    if len(labels) > 1:
        yield from numbered(labels, words)
