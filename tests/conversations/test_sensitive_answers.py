"""What a sensitive answer leaves behind: its values, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from conversations.conversation import Conversation, Occasion
from conversations.documents import conversation_document
from conversations.effects import DeleteMessage
from conversations.events import (
    Agreed,
    ChoseReading,
    Confirmed,
    Declined,
    Edited,
    Event,
    HeardAgain,
    PressedOldButton,
    Reopened,
    Said,
    SentUnreadable,
    Skipped,
    Started,
)
from conversations.machine import Transition, advance
from conversations.registration import registration

if TYPE_CHECKING:
    from conversations.flow import Flow

OCCASION = Occasion(datetime(2026, 1, 15, 9, 30, tzinfo=UTC), date(2026, 1, 15))
FLOW = registration(
    company="Example Ltd", languages=("en", "ar"), region="TR", extra=("identity_number", "job")
)
UP_TO_THE_NUMBER: tuple[Event, ...] = (
    *(Started(), Agreed(), Said("Ada Lovelace", 11), Said("+44 7700 900123", 12)),
    *(Skipped("email"), Skipped("birth_date"), Skipped("gender")),
)
RIGHT, WRONG = "100 000 001 46", "10000000147"
UP_TO_JOB = (*UP_TO_THE_NUMBER[2:], Skipped("identity_number"))


def last(*events: Event, flow: Flow = FLOW) -> Transition:
    """Return the last transition of a talk."""
    talk = Conversation("en")
    for event in events:
        transition = advance(flow, talk, event, OCCASION)
        talk = transition.conversation
    return transition


def after(*events: Event) -> Transition:
    """Return the last transition of a talk in which the number is asked next."""
    return last(*UP_TO_THE_NUMBER, *events)


@pytest.mark.parametrize("text", [RIGHT, WRONG, "12", "why do you ask?"])
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


ELSEWHERE = (
    pytest.param((), Said(RIGHT, 15), id="at the name"),
    pytest.param(UP_TO_THE_NUMBER[2:3], Said("12345678950", 15), id="as a phone nobody knows"),
    pytest.param(UP_TO_THE_NUMBER[2:4], Said(f"it is {RIGHT}.", 15), id="at the e-mail"),
    pytest.param(UP_TO_JOB, Said(f"Cook {RIGHT}", 15), id="at the job"),
    pytest.param(UP_TO_JOB, Said("passport: AB 123456", 15), id="named at the job"),
    pytest.param((*UP_TO_JOB, Said("Cook", 14)), Said(RIGHT, 15), id="at the summary"),
    pytest.param(
        UP_TO_THE_NUMBER[2:3],
        Said(f"Ada Lovelace, ada@example.org, job: Cook {RIGHT}", 15),
        id="inside another answer of several",
    ),
    pytest.param((), Said("AB 10000146", 15), id="as on a card"),
    pytest.param((), Said("c01x10000", 15), id="as in a passport"),
    pytest.param(UP_TO_JOB, Said("U1000014", 15), id="as on a card, at the job"),
    pytest.param((Declined(),), Said(RIGHT, 15), id="before consent"),
    pytest.param((*UP_TO_JOB, Skipped("job"), Confirmed()), Said(RIGHT, 15), id="when confirmed"),
    pytest.param(UP_TO_THE_NUMBER[2:3], Edited(RIGHT, 11), id="in an edited name"),
    pytest.param((*UP_TO_JOB, Said("Cook", 14)), Edited(RIGHT, 14), id="in an edited job"),
    pytest.param((), Edited(RIGHT, 15), id="in a message edited that gave nothing"),
    pytest.param((), SentUnreadable(15, f"My card, {RIGHT}"), id="below a picture"),
    pytest.param((Declined(),), SentUnreadable(15, RIGHT), id="below a picture, unasked"),
)


@pytest.mark.parametrize(("before", "event"), ELSEWHERE)
def test_a_number_given_elsewhere_is_deleted(
    before: tuple[Event, ...], event: Said | Edited | SentUnreadable
) -> None:
    """Whatever is asked, and whether anything is; heard again, it is deleted once more."""
    talk = (Started(), Agreed(), *before)

    heard, again = (last(*talk, event, *then) for then in ((), (HeardAgain(event),)))

    for transition in (heard, again):
        assert DeleteMessage(event.message_id or 0) in transition.effects
    document = json.dumps(conversation_document(heard.conversation))
    shown = heard.reply.text.replace(" ", "")
    for number in (RIGHT, RIGHT.replace(" ", ""), "12345678950", "10000146", "U1000014"):
        assert number not in document
        assert number.replace(" ", "") not in shown


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (UP_TO_THE_NUMBER[2:3], "+44 7700 900123"),
        (UP_TO_THE_NUMBER[2:4], "10000000146@example.org"),
        (UP_TO_JOB, "I know about id cards and passports"),
        (UP_TO_JOB, "Cook since 1999"),
        (UP_TO_JOB, "Passport: officer"),
        (UP_TO_THE_NUMBER[2:4], "tel 07700900"),
        (UP_TO_THE_NUMBER[2:4], "123456789"),
        ((*UP_TO_THE_NUMBER[2:4], Skipped("email")), "31dec1990"),
    ],
)
def test_what_is_another_answer_for_certain_stays(before: tuple[Event, ...], text: str) -> None:
    """A phone with its country code, an address, words about numbers: none is such a number."""
    assert last(Started(), Agreed(), *before, Said(text, 15)).effects == ()


def test_a_number_without_a_message_is_told_of_by_its_question() -> None:
    """What has no id cannot be deleted, and is no job either."""
    transition = after(Skipped("identity_number"), Said(f"Cook {RIGHT}"))

    assert transition.effects == ()
    assert "belongs to another question: Identity number" in transition.reply.text


def test_a_long_text_is_not_searched_for_a_number() -> None:
    """Telegram sends none that is longer."""
    assert last(Started(), Agreed(), Said(f"{'word ' * 900}{RIGHT}", 15)).effects == ()


def test_without_the_question_no_number_is_deleted() -> None:
    """It means nothing to a company that does not ask for it."""
    flow = registration(company="Example Ltd", languages=("en",), region="TR", extra=("job",))
    assert last(Started(), Agreed(), Said(RIGHT, 15), flow=flow).effects == ()


def test_a_picture_of_the_card_is_deleted() -> None:
    """Where the number is asked for, a picture may well show it; elsewhere pictures stay."""
    assert after(SentUnreadable(15)).effects == (DeleteMessage(15),)
    for picture in (SentUnreadable(15), SentUnreadable(15, "My cat, 2 years")):
        assert last(Started(), Agreed(), picture).effects == ()
