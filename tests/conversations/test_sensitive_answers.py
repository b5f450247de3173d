"""What a sensitive answer leaves behind: its values, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from conversations.conversation import Conversation, Occasion
from conversations.documents import conversation_document
from conversations.effects import DeleteMessage
from conversations.events import (
    Agreed,
    ChoseReading,
    Edited,
    Event,
    HeardAgain,
    PressedOldButton,
    Reopened,
    Said,
    Skipped,
    Started,
)
from conversations.machine import Transition, advance
from conversations.registration import registration

OCCASION = Occasion(datetime(2026, 1, 15, 9, 30, tzinfo=UTC), date(2026, 1, 15))
FLOW = registration(
    company="Example Ltd", languages=("en", "ar"), region="TR", extra=("identity_number", "job")
)
UP_TO_THE_NUMBER: tuple[Event, ...] = (
    *(Started(), Agreed(), Said("Ada Lovelace", 11), Said("+44 7700 900123", 12)),
    *(Skipped("email"), Skipped("birth_date"), Skipped("gender")),
)
RIGHT, WRONG = "100 000 001 46", "10000000147"


def after(*events: Event) -> Transition:
    """Return the last transition of a talk in which the number is asked next."""
    talk = Conversation("en")
    for event in (*UP_TO_THE_NUMBER, *events):
        transition = advance(FLOW, talk, event, OCCASION)
        talk = transition.conversation
    return transition


@pytest.mark.parametrize("text", [RIGHT, WRONG, "1", "why do you ask?"])
def test_what_is_said_to_a_sensitive_question_is_deleted(text: str) -> None:
    """Taken, doubted or refused: whatever stands there may be the number."""
    assert after(Said(text, 15)).effects == (DeleteMessage(15),)


def test_other_messages_stay() -> None:
    """The chat is the person's own."""
    assert after().effects == ()
    assert after(Said(RIGHT, 15), Said("Mathematician", 16)).effects == ()


def test_a_message_that_has_no_id_is_not_deleted() -> None:
    """There is nothing to name it by."""
    assert after(Said(RIGHT)).effects == ()


@pytest.mark.parametrize(
    "events", [(Said(RIGHT, 15),), (Said(WRONG, 15), ChoseReading("identity_number", 0))]
)
def test_the_words_said_are_not_kept(events: tuple[Event, ...]) -> None:
    """The answer has the number, and the id of the message it came in."""
    draft = after(*events).conversation.draft
    assert draft is not None
    answer = draft.answers["identity_number"]
    assert (answer.said, answer.message_id) == ("", 15)


def test_a_doubt_keeps_no_words_either() -> None:
    """The number is there once, as a reading."""
    document = json.dumps(conversation_document(after(Said(WRONG, 15)).conversation))
    assert document.count(WRONG) == 1


@pytest.mark.parametrize(
    "events",
    [
        (Said(WRONG, 15),),
        (Said(WRONG, 15), ChoseReading("identity_number", 0)),
        (Said(WRONG, 15), ChoseReading("identity_number", 0), Skipped("job")),
        (Said(WRONG, 15), ChoseReading("identity_number", 0), Reopened("identity_number")),
    ],
)
def test_the_number_is_never_said(events: tuple[Event, ...]) -> None:
    """Not where it is doubted, noted, summed up or corrected."""
    reply = after(*events).reply
    said = " ".join((reply.text, *(button.label for button in reply.buttons)))
    assert "0147" in said
    assert WRONG not in said.replace(" ", "")


@pytest.mark.parametrize("text", [RIGHT, WRONG])
def test_a_message_heard_again_is_deleted_again(text: str) -> None:
    """Who heard it first may have ended before that was done."""
    assert after(Said(text, 15), HeardAgain()).effects == (DeleteMessage(15),)
    assert after(Said(text, 15), PressedOldButton()).effects == ()


@pytest.mark.parametrize("text", ["U 1234567", "100 000 001 46 ", "?"])
def test_an_edited_message_is_deleted_too(text: str) -> None:
    """It is there again where deleting failed before."""
    edited = after(Said(RIGHT, 15), Edited(text, 15))
    assert edited.effects == (DeleteMessage(15),)
    document = json.dumps(conversation_document(edited.conversation))
    assert document.count("1234567") == (text == "U 1234567")
