"""Facts of the conversation that no transcript shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from conversations import notices
from conversations.answers import REFUSED, VERIFIED
from conversations.cards import refused_card
from conversations.conversation import (
    Conversation,
    Occasion,
    Registration,
    Standing,
    best_language,
)
from conversations.documents import conversation, conversation_document, draft_document, draft_of
from conversations.effects import SubmitCustomer
from conversations.events import (
    Agreed,
    AskedLanguages,
    Cancelled,
    Chose,
    ChoseReading,
    Confirmed,
    Declined,
    Edited,
    Event,
    HeardAgain,
    Kept,
    Picked,
    Reopened,
    Said,
    SentUnreadable,
    SharedContact,
    Skipped,
    Started,
    UsedProfile,
    WantedAnother,
    WentBack,
)
from conversations.flow import Question
from conversations.kinds.past_date import PastDate
from conversations.kinds.text import Text
from conversations.machine import Transition, advance
from conversations.news import (
    CustomerCreated,
    FieldsRefused,
    GivenUp,
    HandedToStaff,
    SeenTo,
    SentAgain,
)
from conversations.profile import Profile
from conversations.record import record
from conversations.registration import registration
from conversations.sentences import sentence
from conversations.wording import wording

if TYPE_CHECKING:
    from conversations.draft import Draft

OCCASION = Occasion(datetime(2026, 1, 15, 9, 30, tzinfo=UTC), date(2026, 1, 15))
FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
ANSWERS: tuple[Event, ...] = (
    Said("Ada Lovelace", 11),
    Said("07700 900123", 12),
    Said("ada@example.org", 13),
    Said("10 December 1990", 14),
    Chose("gender", "female"),
)


def after(*events: Event, talk: Conversation | None = None) -> Transition:
    """Return the last transition of these events."""
    transition = Transition(talk or Conversation("en"), FLOW_REPLY)
    for event in events:
        transition = advance(FLOW, transition.conversation, event, OCCASION)
    return transition


FLOW_REPLY = advance(FLOW, Conversation("en"), Started(), OCCASION).reply


def draft(*events: Event) -> Draft:
    """Return the open draft after consent and these events."""
    found = after(Started(), Agreed(), *events).conversation.draft
    assert found is not None
    return found


def test_a_confirmed_draft_is_submitted_as_canonical_answers() -> None:
    """The record holds the strings that are stored, and nothing of how they were said."""
    transition = after(Started("fair"), Agreed(), *ANSWERS, Confirmed())

    (effect,) = transition.effects
    assert isinstance(effect, SubmitCustomer)
    assert effect.draft.campaign == "fair"
    assert record(FLOW, effect.draft) == {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "phone": "+447700900123",
        "email": "ada@example.org",
        "birth_date": "1990-12-10",
        "gender": "female",
    }


def test_an_answer_remembers_its_words_and_its_message() -> None:
    """Where an answer came from is kept, so that it can be shown and corrected."""
    answer = draft(ANSWERS[0]).answers["name"]

    assert (answer.said, answer.message_id) == ("Ada Lovelace", 11)


def test_confirming_too_early_asks_again() -> None:
    """An unfinished draft cannot be submitted."""
    transition = after(Started(), Agreed(), ANSWERS[0], Confirmed())

    assert transition.effects == ()
    assert transition.reply.keyboard is not None


def test_a_second_confirmation_submits_nothing() -> None:
    """Once confirmed, a draft is on its way."""
    transition = after(Started(), Agreed(), *ANSWERS, Confirmed(), Confirmed())

    assert transition.effects == ()
    assert "being delivered" in transition.reply.text


def test_an_own_contact_is_verified_whatever_the_number() -> None:
    """Telegram vouches for the number, so nobody is asked whether it exists."""
    answer = draft(ANSWERS[0], SharedContact("447700900123", own=True)).answers["phone"]

    assert answer.marks >= {VERIFIED}
    assert answer.values == {"phone": "+447700900123"}


def test_a_possible_number_that_nobody_has_is_asked_about() -> None:
    """A number outside of every plan may be used anyway, and is marked."""
    doubtful = draft(ANSWERS[0], Said("+49 1511 000000"))
    assert doubtful.doubt is not None
    assert "phone" not in doubtful.answers

    taken = draft(ANSWERS[0], Said("+49 1511 000000"), ChoseReading("phone", 0))
    assert taken.answers["phone"].marks == {"unlisted"}


@pytest.mark.parametrize("index", [-1, 5])
def test_a_reading_that_was_not_offered_is_not_taken(index: int) -> None:
    """A made-up button changes nothing."""
    doubtful = draft(Said("Anna Maria Lopez"))

    assert draft(Said("Anna Maria Lopez"), ChoseReading("name", index)) == doubtful


@pytest.mark.parametrize(
    "event",
    [
        Chose("gender", "dragon"),
        Chose("phone", "female"),
        Skipped("gender"),
        Kept("name"),
        Kept("phone"),
        Reopened("nothing"),
        ChoseReading("name", 0),
    ],
)
def test_a_button_of_another_place_changes_nothing(event: Event) -> None:
    """What does not fit the open question is passed over, and the question is asked again."""
    assert draft(ANSWERS[0], event) == draft(ANSWERS[0])


def test_an_edit_keeps_the_message_and_drops_what_was_known() -> None:
    """The answer can be edited once more; that Flextell refused the old one is over."""
    refused = after(Started(), Agreed(), *ANSWERS, Confirmed())
    (effect,) = refused.effects
    assert isinstance(effect, SubmitCustomer)
    news = FieldsRefused(("email",), effect.draft)

    corrected = after(news, Edited("ada.king@example.org", 13), talk=refused.conversation)

    assert corrected.conversation.draft is not None
    answer = corrected.conversation.draft.answers["email"]
    assert (answer.values, answer.message_id) == ({"email": "ada.king@example.org"}, 13)
    assert answer.marks == frozenset()
    assert corrected.conversation.draft.asking == ()


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ((), "on their way to Example Ltd"),
        ((HandedToStaff(),), "on their way to Example Ltd"),
        ((CustomerCreated("4711"),), "has your answers already"),
        ((HandedToStaff(), SeenTo()), "has your answers already"),
        ((HandedToStaff(), GivenUp()), "has ended and cannot be changed"),
        ((CustomerCreated("4711"), WantedAnother()), "that Example Ltd has already, please ask"),
        ((HandedToStaff(), GivenUp(), WantedAnother()), "please send as a new message"),
    ],
)
def test_an_edit_of_what_was_confirmed_is_told_what_can_be_done(
    then: tuple[Event, ...], words: str
) -> None:
    """Nothing changes, and nobody is told that somebody has what nobody took."""
    before = after(Started(), Agreed(), *ANSWERS, Confirmed(), *then).conversation
    edited = after(Edited("ada.king@example.org", 13), talk=before)
    assert edited.conversation == before
    assert words in edited.reply.text.split("\n\n")[0]


def test_an_edit_that_says_the_same_changes_nothing() -> None:
    """Telegram tells of an edit also where only a link's preview was added."""
    talk = after(Started(), Agreed(), ANSWERS[0])

    again = after(Edited("Ada Lovelace", 11), talk=talk.conversation)

    assert again.conversation == talk.conversation
    assert again.reply.text.startswith("What is your phone number?")


def test_an_edit_before_consent_is_not_read() -> None:
    """Who went back to the consent is asked for it first."""
    back = after(Started(), Agreed(), ANSWERS[0], WentBack(), WentBack())
    assert back.conversation.consent is None

    edited = after(Edited("Ada King", 11), talk=back.conversation)

    assert edited.conversation == back.conversation
    assert "nothing has changed" in edited.reply.text


def test_a_doubt_about_what_is_no_longer_asked_is_forgotten() -> None:
    """A deploy took the question away while its readings waited."""
    doubtful = after(Started(), Agreed(), Said("Anna Maria Lopez", 11))
    shorter = replace(FLOW, questions=FLOW.questions[1:])

    reply = advance(shorter, doubtful.conversation, HeardAgain(), OCCASION).reply

    assert reply.text.startswith("What is your phone number?")


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        ("Ada", "Lovelace", "Use: Ada Lovelace"),
        ("Ada", "", "Use: Ada"),
        ("🌸 Ada 🌸", "Lovelace", "Use: Ada Lovelace"),
        ("Anna Maria", "Lopez", "Use: Anna Maria Lopez"),
        ("Lovelace, Ada", "", "Use: Ada Lovelace"),
        ("🌸", "", None),
        ("🌸", "Lovelace", None),
        ("t.me/example", "", None),
        ("Ada", "www.example.org", None),
        ("Ada", "+44 7700 900123", None),
        ("yes", "", None),
        ("", "", None),
        ("A\n" * 3000, "B", None),
    ],
)
def test_a_profile_that_holds_a_name_is_offered(first: str, last: str, label: str | None) -> None:
    """What the reader of names refuses, such as emoji or a link, gets no button."""
    occasion = replace(OCCASION, profile=Profile(first, last))

    reply = advance(FLOW, after(Started()).conversation, Agreed(), occasion).reply

    assert [b.label for b in reply.buttons] == [*([label] if label else []), "Back"]


def test_what_is_taken_is_the_profile_at_the_tap() -> None:
    """A name that is none by then is refused, and one tap elsewhere answers nothing."""
    asked = after(Started(), Agreed()).conversation
    bare, linked = OCCASION, replace(OCCASION, profile=Profile("t.me/example"))
    ada = replace(OCCASION, profile=Profile("Ada", "Lovelace"))

    assert advance(FLOW, asked, UsedProfile("name"), bare).conversation == asked
    assert advance(FLOW, asked, UsedProfile("phone"), ada).conversation == asked
    refused = advance(FLOW, asked, UsedProfile("name"), linked)
    assert refused.conversation == asked
    assert "looks like a link" in refused.reply.text
    taken = advance(FLOW, asked, UsedProfile("name"), ada).conversation.draft
    assert taken is not None
    assert taken.answers["name"].values == {"first_name": "Ada", "last_name": "Lovelace"}


PICKING: tuple[Event, ...] = (*ANSWERS[:3], Picked("birth_date", ""), Picked("birth_date", "199"))


@pytest.mark.parametrize(
    "event",
    [Picked("birth_date", "203"), Picked("birth_date", "x"), Picked("name", "199")],
)
def test_a_part_that_is_not_offered_is_not_picked(event: Event) -> None:
    """The picker stays where it is."""
    assert draft(*PICKING, event) == draft(*PICKING)


def test_a_picker_that_is_open_survives_its_document() -> None:
    """It is as little lost in a restart as any answer."""
    picking = draft(*PICKING)

    assert picking.picked("birth_date") == "199"
    assert draft_of(draft_document(picking)) == picking


def test_a_picker_closes_with_its_question() -> None:
    """Whatever closes it: an answer, Skip, or going elsewhere; another answer leaves it open."""
    for event in (Said("10 December 1990"), Skipped("birth_date"), Reopened("name")):
        assert draft(*PICKING, event).picking is None
    edited = draft(*PICKING, Edited("Ada King", 11))
    assert edited.picked("birth_date") == "199"


def test_a_picker_of_a_question_that_is_gone_picks_nothing() -> None:
    """A deploy may take a question away, or have another kind of answer in its place."""
    picking = after(Started(), Agreed(), *PICKING).conversation
    without = replace(FLOW, questions=tuple(q for q in FLOW.questions if q.key != "birth_date"))
    in_words = replace(
        FLOW,
        questions=tuple(
            replace(q, kind=Text("birth_date", 99)) if isinstance(q.kind, PastDate) else q
            for q in FLOW.questions
        ),
    )

    elsewhere = advance(without, picking, HeardAgain(), OCCASION).reply
    typed = advance(in_words, picking, HeardAgain(), OCCASION).reply

    assert elsewhere.text == "What is your gender?"
    assert [b.label for b in typed.buttons] == ["Skip", "Back"]
    assert (
        advance(in_words, picking, Picked("birth_date", "199"), OCCASION).conversation == picking
    )


@pytest.mark.parametrize(
    "text", ["1", "١", "۱", " 1. ", "FIRST NAME: Anna Maria · Last name: Lopez"]
)
def test_a_reading_is_chosen_by_its_number_or_its_words(text: str) -> None:
    """In the digits of any script."""
    chosen = draft(Said("Anna Maria Lopez"), Said(text))

    assert chosen.answers["name"].values == {"first_name": "Anna Maria", "last_name": "Lopez"}


@pytest.mark.parametrize("name", ["John Back", "Skip Example", "Ada English"])
def test_a_word_at_the_name_is_a_name(name: str) -> None:
    """Nobody is sent back, or elsewhere, for being called what a button says among else."""
    assert draft(ANSWERS[0], Reopened("name"), Said(name)).answers["name"].said == name


@pytest.mark.parametrize("text", ["Skip", "x" * 5000, "", "...", "7"])
def test_what_is_neither_a_name_nor_a_number_is_refused(text: str) -> None:
    """Nor is the word of a button that is not on the card."""
    asked = after(Started(), Agreed()).conversation

    assert after(Said(text), talk=asked).conversation == asked


@pytest.mark.parametrize(
    ("wanted", "language"),
    [("ar", "ar"), ("AR", "ar"), ("arabic", "ar"), ("العربية", "ar"), ("English", "en")],
)
def test_a_language_is_named_with_the_command(wanted: str, language: str) -> None:
    """By its code, its own name, or its name in the language spoken here."""
    assert after(AskedLanguages(wanted)).conversation.language == language


def test_a_language_that_is_not_offered_asks_which() -> None:
    """With the buttons there are."""
    assert [b.label for b in after(AskedLanguages("xx")).reply.buttons] == ["English", "العربية"]


@pytest.mark.parametrize(("extra", "example"), [((), "07400 123456"), (("job",), "07400 123456")])
def test_an_example_is_shown_where_one_helps(extra: tuple[str, ...], example: str) -> None:
    """Beside what could not be read; free words have none."""
    flow = registration(company="X", languages=("en",), region="GB", extra=extra)
    talk = after(Started(), Agreed(), ANSWERS[0]).conversation

    asked = advance(flow, talk, SentUnreadable(), OCCASION).reply

    assert f"For example: {example}" in asked.text
    if extra:
        job = after(*ANSWERS[1:], talk=talk).conversation
        assert "For example" not in advance(flow, job, SentUnreadable(), OCCASION).reply.text


def test_somebody_elses_card_before_the_number_is_asked_speaks_of_no_button() -> None:
    """There is none to share with yet."""
    early = after(Started(), Agreed(), SharedContact("447700900456", own=False))

    assert "button" not in early.reply.text


def test_a_contact_after_the_phone_is_known_is_not_taken() -> None:
    """A card sent out of the blue does not replace a good answer."""
    transition = after(Started(), Agreed(), *ANSWERS[:2], SharedContact("447700900456", own=True))

    assert transition.conversation.draft is not None
    assert transition.conversation.draft.answers["phone"].values == {"phone": "+447700900123"}
    assert "already" in transition.reply.text


def test_a_flow_without_a_phone_takes_no_contact() -> None:
    """Where no question asks for a contact, a card is something that cannot be read."""
    job = Question("job", sentence("Name"), sentence("Name"), Text("job", max_length=255))
    flow = replace(FLOW, questions=(job,))
    talk = after(Started(), Agreed()).conversation

    transition = advance(flow, talk, SharedContact("447700900123", own=True), OCCASION)

    assert transition.conversation == talk
    assert "only read text" in transition.reply.text


def test_refused_answers_are_asked_again_and_cannot_be_kept() -> None:
    """The refused question is open, its old answer is shown, and keeping it is no answer."""
    submitted = draft(*ANSWERS)
    talk = after(Started(), Agreed(), *ANSWERS, Confirmed()).conversation

    refused = advance(FLOW, talk, FieldsRefused(("email",), submitted), OCCASION)

    assert refused.conversation.registration is None
    assert "Not accepted: ada@example.org" in refused.reply.text
    assert [b.event for b in refused.reply.buttons] == [Skipped("email"), WentBack()]
    for event in (Kept("email"), Confirmed()):
        again = advance(FLOW, refused.conversation, event, OCCASION)
        assert again.conversation == refused.conversation
        assert again.effects == ()


def test_a_refused_question_that_was_skipped_is_asked() -> None:
    """Flextell may want what we thought could be left out."""
    submitted = draft(*ANSWERS[:2], Skipped(), Skipped(), Skipped())

    refused = submitted.refused(("email",))

    assert FLOW.open_question(refused) == FLOW.question("email")
    assert not any(REFUSED in answer.marks for answer in refused.answers.values())


LATE_NEWS = (HandedToStaff(), SentAgain(), GivenUp(), SeenTo())


def test_news_of_a_delivery_that_is_over_is_old() -> None:
    """A late outcome does not take a registered person back."""
    talk = after(Started(), Agreed(), *ANSWERS, Confirmed(), CustomerCreated("4711")).conversation

    late = [advance(FLOW, talk, news, OCCASION).conversation for news in LATE_NEWS]

    assert late == [talk] * len(LATE_NEWS)
    assert talk.registration is not None
    assert talk.registration.standing is Standing.REGISTERED


def test_a_question_added_by_a_deploy_is_asked_of_open_drafts() -> None:
    """The next question is computed, so an old draft meets the new flow."""
    job = Question("job", sentence("Name"), sentence("Name"), Text("job", max_length=255))
    flow = replace(FLOW, questions=(*FLOW.questions, job))

    assert flow.open_question(draft(*ANSWERS)) == job


def test_a_question_taken_away_by_a_deploy_is_no_longer_asked() -> None:
    """What was being asked again is passed over where nobody asks it any more."""
    flow = replace(FLOW, questions=FLOW.questions[:2])
    asked = draft(*ANSWERS, Reopened("email"))

    assert flow.open_question(asked) is None
    assert record(flow, asked).keys() == {"first_name", "last_name", "phone"}


def test_a_draft_in_doubt_survives_its_document() -> None:
    """Readings that wait for a choice are kept over a restart."""
    doubtful = draft(Said("Anna Maria Lopez", 21), Reopened("name"), Said("Anna Maria Lopez"))

    assert draft_of(draft_document(doubtful)) == doubtful


def test_a_whole_conversation_survives_its_document() -> None:
    """Everything a conversation can hold is read back as it was."""
    talk = after(Started(), Agreed(), *ANSWERS, Confirmed(), CustomerCreated("4711")).conversation
    verified = draft(ANSWERS[0], SharedContact("447700900123", own=True), Reopened("name"))
    full = replace(talk, draft=replace(verified, campaign="fair"), campaign="spring")

    overtaken = after(Started(), Agreed(), *ANSWERS, Confirmed()).conversation.overtaken()

    assert conversation(conversation_document(full)) == full
    assert conversation(conversation_document(overtaken)) == overtaken
    assert overtaken.registration == Registration(Standing.ACCEPTED, is_overtaken=True)


def test_only_a_card_that_will_be_edited_is_overtaken() -> None:
    """Nothing is noted where nothing is under way, nor where the end is said anew in any case."""
    talks = [
        Conversation("en"),
        Conversation("en", registration=Registration(Standing.REGISTERED, "17")),
        Conversation("en", registration=Registration(Standing.ERASING)),
    ]
    assert [talk.overtaken() for talk in talks] == talks


def test_what_a_newer_release_added_is_passed_over() -> None:
    """A rollback reads what the newer release wrote."""
    document = {**conversation_document(Conversation("ar")), "invented_later": True}

    assert conversation(document) == Conversation("ar")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("ar", "ar"),
        ("ar-EG", "ar"),
        ("AR_eg", "ar"),
        ("es-419", "es"),
        ("de-AT", "de"),
        ("tr", "tr"),
        ("ru", "ru"),
        ("pt-BR", "en"),
        ("kk", "en"),
        ("uk", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_telegram_language_chooses_the_nearest_offered(
    wanted: str | None, language: str
) -> None:
    """An IETF tag counts by its first part; what is not offered is answered in the default."""
    assert best_language(wanted, ("en", "ar", "de", "es", "ru", "tr"), "en") == language


def test_a_language_that_is_not_shipped_is_refused() -> None:
    """There is no half-translated bot."""
    with pytest.raises(KeyError):
        wording("xx")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_said_outside_of_a_conversation_is_translated(language: str) -> None:
    """Groups, floods and defects are answered in the person's language."""
    words = wording(language)
    said = {notices.private_only(words), notices.too_fast(words), notices.put_aside(words)}

    assert len(said) == 3
    assert all(("I " in text or "Something" in text) == (language == "en") for text in said)


def test_words_from_right_to_left_are_isolated_in_an_english_text() -> None:
    """An Arabic name does not turn the line around it."""
    assert wording("en").isolated("ليلى") == "\u2068ليلى\u2069"
    assert wording("en").isolated("Ada") == "Ada"


def test_a_refusal_is_told_by_the_names_of_the_questions() -> None:
    """The status card says what was not accepted, in the person's words for it."""
    assert "E-mail and Gender" in refused_card(FLOW, ("gender", "email"), wording("en")).text


def test_registering_once_more_leaves_the_card_with_the_number() -> None:
    """The new question comes below, and giving up shows the registration again."""
    talk = after(Started(), Agreed(), *ANSWERS, Confirmed(), CustomerCreated("4711")).conversation

    another = advance(FLOW, talk, WantedAnother(), OCCASION)
    given_up = advance(FLOW, another.conversation, Cancelled(), OCCASION)

    assert another.reply.below
    assert "full name" in another.reply.text
    assert "no. 4711" in given_up.reply.text


def test_registering_once_more_after_taking_consent_back_asks_for_it() -> None:
    """Consent comes before the first answer of every registration."""
    talk = after(
        Started(), Agreed(), *ANSWERS, Confirmed(), CustomerCreated("4711"), WantedAnother(),
        WentBack(), Declined(),
    ).conversation  # fmt: skip

    another = advance(FLOW, talk, WantedAnother(), OCCASION)

    assert talk.consent is None
    assert "Do you agree" in another.reply.text


def test_what_is_said_again_after_the_phone_takes_the_keyboard_away_again() -> None:
    """A crash between the two messages leaves no keys under the text field."""
    talk = after(Started(), Agreed(), *ANSWERS[:2]).conversation
    later = after(*ANSWERS[2:3], talk=talk).conversation

    assert advance(FLOW, talk, HeardAgain(), OCCASION).reply.farewell
    assert advance(FLOW, later, HeardAgain(), OCCASION).reply.farewell is None


@pytest.mark.parametrize(("word", "event"), [("skip", Skipped("job")), ("BACK", WentBack())])
def test_the_ways_around_free_words_are_no_answer(word: str, event: Event) -> None:
    """Any text answers there, so "Skip" would be the job that stands in Flextell."""
    asked = registration(company="Example Ltd", languages=("en",), region="GB", extra=("job",))
    talk = Conversation("en")
    for each in ANSWERS:
        talk = advance(asked, talk, each, OCCASION).conversation
    assert advance(asked, talk, Said(word, 9), OCCASION) == advance(asked, talk, event, OCCASION)


@pytest.mark.parametrize(
    ("language", "agreeing", "month", "confirming"),
    [
        ("en", "I agree!", "Feb.", "all correct"),
        ("ar", "موافق", "شباط", "كل شيء صحيح"),
        ("tr", "kabul", "Şub", "TAMAM"),
        ("ru", "Согласна", "февр", "всё верно"),
        ("de", "Ich stimme zu", "feb.", "stimmt"),
        ("es", "de acuerdo", "Feb", "todo bien"),
    ],
)
def test_buttons_go_by_what_people_say(
    language: str, agreeing: str, month: str, confirming: str
) -> None:
    """Whoever writes does not copy labels: consent, a month of the picker, and the last yes."""
    asked = registration(company="Example Ltd", languages=(language,), region="GB")
    said = (*ANSWERS[:3], Picked("birth_date", "1984"), Said(month, 14), Said("29", 15))
    talk = Conversation(language, consent=None)
    for each in (Said(agreeing, 1), *said, ANSWERS[4], Said(confirming, 16)):
        transition = advance(asked, talk, each, OCCASION)
        talk = transition.conversation
    assert [
        record(asked, e.draft)["birth_date"]
        for e in transition.effects
        if isinstance(e, SubmitCustomer)
    ] == ["1984-02-29"]
