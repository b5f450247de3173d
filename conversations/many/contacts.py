"""What a contact says: one shared in the messenger, or a card as a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import Refusal
from conversations.kinds.phone import Phone
from conversations.many.found import Found
from conversations.many.gathering import Gathering
from conversations.many.vcards import properties
from conversations.many.vocabulary import Label, vocabulary
from conversations.normal import LONGEST_MESSAGE

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.kinds.kind import Listener
    from conversations.many.found import Many


def contact(phone: str, card: str, questions: tuple[Question, ...], listener: Listener) -> Many:
    """Return what a contact of the messenger says: its number, and what else is on its card."""
    gathering = Gathering(questions, listener, vocabulary(questions, listener.wording))
    for question in questions:
        readings = question.kind.read_contact(phone) if isinstance(question.kind, Phone) else ()
        if readings and not isinstance(readings, Refusal):
            gathering.adds(Found(question.key, phone, readings))
    return _with_card(gathering, card)


def of_card(text: str, questions: tuple[Question, ...], listener: Listener) -> Many:
    """Return what a contact card says; it may be older than what the person said."""
    gathering = Gathering(questions, listener, vocabulary(questions, listener.wording))
    return _with_card(gathering, text)


def _with_card(gathering: Gathering, text: str) -> Many:
    for key, words, written in properties(text) if len(text) <= LONGEST_MESSAGE else ():
        gathering.takes(Label(key), words, is_named=False, written=written)
    return gathering.all()
