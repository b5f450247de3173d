"""Sensitive answers that are given where something else is asked, or nothing at all.

They are no answer there, and their message is deleted as it would be where they belong.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import Readings, Refusal, are_doubtful
from conversations.events import Edited, HeardAgain, Said, SentUnreadable
from conversations.kinds.identity_number import IdentityNumber
from conversations.kinds.text import Text
from conversations.many.vocabulary import vocabulary
from conversations.normal import LONGEST_MESSAGE, normal
from conversations.sensitive import deleting
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.answers import Reading
    from conversations.events import Event
    from conversations.flow import Flow, Question
    from conversations.kinds.kind import Listener
    from conversations.many.vocabulary import Vocabulary
    from conversations.moves import Moved


def readings_of(flow: Flow, question: Question, text: str, listener: Listener) -> Readings:
    """Return the ways to understand a text as the answer to this and no sensitive question."""
    readings = question.kind.read(text, listener)
    if isinstance(readings, Refusal):
        return readings
    other = belonging(flow, question, text, readings, listener)
    return readings if other is None else Refusal(_said_of(other))


def belonging(
    flow: Flow, question: Question, text: str, readings: tuple[Reading, ...], listener: Listener
) -> Question | None:
    """Return the sensitive question that a text belongs to, though it could be an answer here.

    Only where any words would do, or none is certain: what is certain is what it is.
    """
    is_certain = not isinstance(question.kind, Text) and not are_doubtful(readings)
    if question.sensitive or is_certain:
        return None
    return _given_away(flow, text, listener)


def deleted(flow: Flow, moved: Moved, event: Event, listener: Listener) -> Moved:
    """Return what an event came to, its message deleted where it gave a sensitive answer away."""
    text, message_id = _written(event.event if isinstance(event, HeardAgain) else event)
    question = _given_away(flow, text, listener)
    if question is None or message_id is None:
        return moved
    effects = dict.fromkeys((*moved.effects, *deleting(question, message_id)))
    if len(effects) == len(moved.effects):
        return moved
    told = listener.wording.say(_said_of(question))
    note = moved.note if told in moved.note else "\n".join(filter(None, (moved.note, told)))
    return moved._replace(note=note, effects=tuple(effects))


def _written(event: Event | None) -> tuple[str, int | None]:
    """Return what a message says, below a picture too, and its id; None where it is none."""
    match event:
        case Said(text, message_id) | Edited(text, message_id):
            return text, message_id
        case SentUnreadable(message_id, caption):
            return caption, message_id
    return "", None


def _said_of(question: Question) -> Sentence:
    return sentence(
        "Something in that belongs to another question: {label}. I take it only there, and I"
        " delete your message from this chat.",
        label=question.label,
    )


def _given_away(flow: Flow, text: str, listener: Listener) -> Question | None:
    """Return the sensitive question that a text answers, by what it is made of or by name."""
    if len(text) > LONGEST_MESSAGE:
        return None
    for question in flow.questions:
        kind = question.kind
        if question.sensitive and isinstance(kind, IdentityNumber):
            words = vocabulary(flow.questions, listener.wording)
            lines = normal(text).split("\n")
            if any(_gives_away(line, question.key, kind, words, listener) for line in lines):
                return question
    return None


def _gives_away(
    line: str, key: str, kind: IdentityNumber, words: Vocabulary, listener: Listener
) -> bool:
    """Tell whether a line answers a question behind its name, or by its looks if it names none."""
    label = words.label(line)
    if label is None:
        return kind.is_likely(line)
    if label.key != key:
        return kind.right_one(line) is not None
    return not isinstance(kind.read(line[label.rest :], listener), Refusal)
