"""How a talk goes on after a message with several answers, or with a correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conversations.answers import VERIFIED
from conversations.conversation import Conversation
from conversations.documents import conversation, conversation_document
from conversations.effects import DeleteMessage
from conversations.events import (
    Agreed,
    ChoseReading,
    Edited,
    HeardAgain,
    Reopened,
    Said,
    SharedContact,
    Skipped,
    Started,
    WentBack,
)
from conversations.machine import advance
from conversations.registration import registration
from tests.conversations.test_laws import OCCASION

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.events import Event
    from conversations.machine import Transition

FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
FURTHER = registration(
    company="Example Ltd",
    languages=("en",),
    region="TR",
    extra=("identity_number", "address"),
)
ALL = Said("Ada Lovelace, 07700 900123, ada@example.org, 10.12.1990, female", 1)
UNSURE = Said("Ada Lovelace, 03/04/1990, 07700 900123, 07700 900456, ada@gmial.com", 1)
OWN = SharedContact("447700900123", own=True, message_id=9)


def last(*events: Event, further: bool = False) -> Transition:
    """Return the transition that the last of these events leads to, after consent."""
    flow, talk = FURTHER if further else FLOW, Conversation("en")
    for event in (Started(), Agreed(), *events):
        transition = advance(flow, talk, event, OCCASION)
        talk = transition.conversation
    return transition


def draft(*events: Event, further: bool = False) -> Draft:
    """Return the open draft after these events."""
    found = last(*events, further=further).conversation.draft
    assert found is not None
    return found


def values(*events: Event, further: bool = False) -> dict[str, str]:
    """Return the answers of the open draft after these events, by field."""
    return draft(*events, further=further).given


def test_all_answers_of_one_message_are_taken() -> None:
    """Each keeps the words it came from, and the message."""
    answers = draft(ALL).answers

    assert [answer.said for answer in answers.values()] == ALL.text.split(", ")
    assert {answer.message_id for answer in answers.values()} == {1}
    assert "Please check:" in last(ALL).reply.text


def test_a_pasted_contact_card_is_taken() -> None:
    """As many answers in one message, where it gives at least two of them."""
    card = "BEGIN:VCARD\nN:Lovelace;Ada\nTEL:07700900123\nEMAIL:ada@example.org\nEND:VCARD"

    assert values(Said(card, 1)) == {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone": "+447700900123",
        "email": "ada@example.org",
    }


def test_what_is_unsure_is_asked_one_by_one() -> None:
    """The readings wait in the order of the questions; each choice brings the next."""
    after = draft(UNSURE)

    assert after.doubt is not None
    assert [after.doubt.key, *(doubt.key for doubt in after.waiting)] == [
        "phone",
        "email",
        "birth_date",
    ]
    chosen = [ChoseReading(key, 0) for key in ("phone", "email", "birth_date")]
    assert values(UNSURE, *chosen) == {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone": "+447700900123",
        "email": "ada@gmial.com",
        "birth_date": "1990-04-03",
    }


def test_a_doubt_left_by_going_back_brings_the_next() -> None:
    """The question that was left is asked again, after what else is in doubt."""
    after = draft(UNSURE, WentBack())

    assert after.doubt is not None
    assert after.doubt.key == "email"
    assert [doubt.key for doubt in after.waiting] == ["birth_date"]


def test_an_answer_typed_anew_settles_what_waits() -> None:
    """A later message may answer what was to be asked about."""
    after = draft(UNSURE, Said("born 10 December 1990, sex: female", 2))

    assert after.given["birth_date"] == "1990-12-10"
    assert after.doubt is not None
    assert [after.doubt.key, *(doubt.key for doubt in after.waiting)] == ["phone", "email"]


def test_a_second_doubt_about_the_same_replaces_the_first() -> None:
    """What was said last is what is asked about."""
    after = draft(UNSURE, Said("see below\nborn 05/06/1990\nsex: female", 2))

    (mail, birth) = after.waiting
    assert mail.key == "email"
    assert (birth.key, birth.said) == ("birth_date", "05/06/1990")


def test_a_skipped_question_is_no_longer_in_doubt() -> None:
    """Leaving a question out settles it."""
    after = draft(UNSURE, ChoseReading("phone", 0), Skipped("email"))

    assert after.doubt is not None
    assert (after.doubt.key, after.waiting) == ("birth_date", ())


def test_doubts_that_wait_survive_the_document() -> None:
    """What is stored is read back as it was."""
    talk = last(UNSURE).conversation

    assert conversation(conversation_document(talk)) == talk


def test_what_flextell_refuses_is_asked_before_anything_in_doubt() -> None:
    """Nothing of an earlier message waits behind it."""
    before = draft(UNSURE)

    assert before.refused(("phone",)).waiting == ()


def test_a_good_answer_stays() -> None:
    """An answer that stands gives way only to one that is named; the person is told."""
    transition = last(ALL, Said("07700 900456, ada@example.com", 2))

    assert transition.conversation.draft == draft(ALL)
    assert "I left this as it was" in transition.reply.text
    assert "+44 7700 900123" in transition.reply.text


def test_words_that_look_like_another_name_are_not_used() -> None:
    """They are told as not used, not as a name that was kept; the same name says nothing."""
    other = last(ALL, Said("Grace Hopper, 07700 900456", 2)).reply.text
    same = last(ALL, Said("Ada Lovelace, 07700 900456", 2)).reply.text

    assert "I did not use this: Grace Hopper" in other
    assert "I did not use" not in same


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("my email is wrong, it is ada@example.com", "email", "ada@example.com"),
        ("change my phone to 07700 900456", "phone", "+447700900456"),
        ("name: Augusta King", "first_name", "Augusta"),
        ("my birth date is 11 December 1990", "birth_date", "1990-12-11"),
        ("Gender: other", "gender", "other"),
    ],
)
def test_a_correction_in_words_is_taken(text: str, field: str, value: str) -> None:
    """At the summary, and at any question that it does not answer."""
    assert values(ALL, Said(text, 2))[field] == value
    assert values(ALL, Reopened("gender"), Said(text, 2))[field] == value


def test_a_correction_without_an_answer_opens_the_question() -> None:
    """What was asked stays to be asked behind it, and the old answer until there is a new one."""
    after = draft(ALL, Reopened("gender"), Said("my email is wrong", 2))

    assert after.asking == ("email", "gender")
    assert after.given["email"] == "ada@example.org"


def test_a_correction_that_is_unsure_is_asked_about() -> None:
    """The old answer stays until the choice."""
    correction = Said("my birth date is 03/04/1990", 2)

    assert values(ALL, correction)["birth_date"] == "1990-12-10"
    assert values(ALL, correction, ChoseReading("birth_date", 1))["birth_date"] == "1990-03-04"


def test_what_is_unsure_is_asked_before_what_is_named_as_wrong() -> None:
    """A message may do both; the note promises the one, and the other is asked after it."""
    both = Said("my email is wrong, my birth date is 03/04/1990", 2)
    asked = draft(ALL, both)

    assert asked.doubt is not None
    assert (asked.doubt.key, asked.asking) == ("birth_date", ("email",))
    assert draft(ALL, both, ChoseReading("birth_date", 1)).asking == ("email",)


def test_going_back_from_a_correction_leads_to_what_waits() -> None:
    """What was unsure in the message before is asked about, not forgotten."""
    corrected = (ALL, Said("my name is wrong, my birth date is 03/04/1990, email: a@gmial.com", 2))
    events = (*corrected, Reopened("gender"), WentBack())

    assert draft(*events[:3]).waiting != ()
    assert draft(*events).doubt is not None


def test_editing_a_message_that_waits_to_be_asked_about_is_heard() -> None:
    """It has given no answer yet, so there is nothing else to compare its words with."""
    events = (
        Said("Ada Lovelace", 1),
        Said("07700 900123\n07700 900456", 2),
        Said("email: ada@gmial.com", 3),
    )
    waiting = draft(*events)

    assert [doubt.key for doubt in waiting.waiting] == ["email"]
    assert draft(*events, Edited("email: ada@gmial.com", 3)) == waiting
    assert draft(*events, Edited("hello", 3)).waiting == waiting.waiting


def test_a_verified_number_gives_way_to_a_message_about_it_alone() -> None:
    """A form that is pasted does not overwrite what Telegram vouches for."""
    name = Said("Ada Lovelace", 1)
    form = Said("Phone: 07700 900456\nE-mail: ada@example.org", 2)
    alone = Said("change my phone to 07700 900456", 3)

    assert VERIFIED in draft(name, OWN, form).answers["phone"].marks
    assert values(name, OWN, alone)["phone"] == "+447700900456"


def test_what_flextell_refused_needs_no_label() -> None:
    """An answer that cannot stay is no good answer."""
    refused = draft(ALL).refused(("phone", "email"))
    talk = Conversation("en", consent=last(ALL).conversation.consent, draft=refused)

    told = Said("Ada Lovelace, ada@example.com, female, see you", 2)
    after = advance(FLOW, talk, told, OCCASION).conversation.draft

    assert after is not None
    assert after.given["email"] == "ada@example.com"


def test_the_open_question_comes_first() -> None:
    """What its reader takes answers it, and is searched for nothing else."""
    assert values(ALL, Reopened("email"), Said("phone: a.b@example.com", 2)) == {
        **values(ALL),
        "email": "a.b@example.com",
    }


def test_one_answer_without_its_name_is_no_answer() -> None:
    """At another question it is refused as ever."""
    transition = last(Said("ada@example.org", 1))

    assert draft(Said("ada@example.org", 1)).answers == {}
    assert "That looks like a link or an address." in transition.reply.text


def test_a_message_with_an_identity_number_is_deleted() -> None:
    """Wherever it is said; neither its words nor the number are said again."""
    text = "Ada Lovelace, 0532 123 45 67, ID: 10000000146, 5 High Street 12345"
    transition = last(Said(text, 1), further=True)
    answers = draft(Said(text, 1), further=True).answers

    assert transition.effects == (DeleteMessage(1),)
    assert answers["identity_number"].said == ""
    assert "10000000146" not in transition.reply.text
    assert "12345" not in transition.reply.text
    assert "••••••" in transition.reply.text


def test_a_message_with_an_unsure_identity_number_is_deleted_again() -> None:
    """The next try deletes it too, should it still be there."""
    said = Said("Ada Lovelace, 0532 123 45 67, 0533 123 45 67, ID: AB 123456", 1)
    waiting = draft(said, further=True).waiting

    assert [(doubt.key, doubt.said) for doubt in waiting] == [("identity_number", "")]
    assert last(said, HeardAgain(), further=True).effects == (DeleteMessage(1),)


def test_long_words_are_said_again_in_short() -> None:
    """An address is shown whole below; here its beginning will do."""
    address = "5 High Street, " * 15
    reply = last(Said(f"Ada Lovelace, 0532 123 45 67, address: {address}", 1), further=True).reply

    note = reply.text.split("\n\n")[0]
    assert all(len(line) <= 450 for line in note.split("\n"))
    assert "…" in note


def test_an_edited_message_changes_each_of_its_answers() -> None:
    """What it says otherwise now is changed, what it leaves out stays."""
    edit = Edited("Ada King, 07700 900123, ada@example.com, 10.12.1990", 1)
    transition = last(ALL, edit)

    assert values(ALL, edit) == {
        **values(ALL),
        "last_name": "King",
        "email": "ada@example.com",
    }
    assert "Name: Ada King\nE-mail: ada@example.com" in transition.reply.text


def test_an_edit_of_its_looks_alone_says_nothing() -> None:
    """As when Telegram shows a link, or a comma is added."""
    transition = last(ALL, Edited(f"{ALL.text}.", 1))

    assert transition.conversation.draft == draft(ALL)
    assert transition.reply.text.startswith("Please check:")


def test_an_edited_correction_is_read_as_one() -> None:
    """The words around the answer are no part of it."""
    correction = Said("my name is wrong, it is Ada King", 2)
    edit = Edited("my name is wrong, it is Augusta King", 2)

    assert values(ALL, correction, edit)["first_name"] == "Augusta"


def test_an_edit_settles_what_it_makes_clear() -> None:
    """A doubt about the message is over once it says one thing; another one stays."""
    edit = Edited("Ada Lovelace, 3 April 1990, 07700 900123, 07700 900456, a@example.org", 1)
    after = draft(UNSURE, edit)

    assert (after.given["email"], after.given["birth_date"]) == ("a@example.org", "1990-04-03")
    assert after.doubt is not None
    assert (after.doubt.key, after.waiting) == ("phone", ())
