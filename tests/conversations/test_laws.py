"""Laws of the conversation: whatever happens, these hold."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.conversation import Conversation, Occasion, Registration, Standing
from conversations.documents import conversation, conversation_document
from conversations.draft import Draft
from conversations.effects import SubmitCustomer
from conversations.events import (
    Agreed,
    AskedData,
    AskedHelp,
    AskedLanguages,
    AskedPrivacy,
    AskedStatus,
    AskedToForget,
    CameBack,
    Cancelled,
    Chose,
    ChoseLanguage,
    ChoseReading,
    Confirmed,
    Declined,
    Edited,
    Event,
    Forgot,
    HeardAgain,
    Kept,
    Picked,
    PressedOldButton,
    Reopened,
    Restarted,
    Said,
    SentUnreadable,
    SharedContact,
    Silent,
    Skipped,
    Started,
    UsedProfile,
    WantedAnother,
    WentBack,
    WentOn,
    WithdrewConsent,
)
from conversations.holdings import Holdings
from conversations.kinds.kind import Listener
from conversations.machine import Transition, advance
from conversations.news import (
    CustomerCreated,
    Erased,
    FieldsRefused,
    GivenUp,
    HandedToStaff,
    SeenTo,
    SentAgain,
)
from conversations.profile import Profile
from conversations.registration import ALWAYS_REQUIRED, registration
from conversations.reminding import is_worth_a_reminder
from conversations.wording import wording

if TYPE_CHECKING:
    from conversations.flow import Flow

TODAY = date(2026, 1, 15)
PROFILE = Profile("Grace", "Hopper")
OCCASION = Occasion(datetime(2026, 1, 15, 9, 30, tzinfo=UTC), TODAY, PROFILE)
FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
LISTENER = Listener(wording("en"), TODAY)
KEYS = [question.key for question in FLOW.questions]

ANSWERS = st.sampled_from(
    [
        "Ada Lovelace",
        "Anna Maria Lopez",
        "07700 900123",
        "+44 7700 900456",
        "ada@example.org",
        "ada@gmial.com",
        "1990-12-10",
        "03/04/1990",
        "female",
        "Back",
    ]
)
PARTS = st.sampled_from(["", "199", "1990", "1990-12", "1990-12-10", "203", "1990-13"])
KEY = st.sampled_from([*KEYS, "nothing"])
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Said, ANSWERS, st.integers(1, 5)),
    st.builds(Said, st.text(max_size=40)),
    st.builds(Edited, ANSWERS, st.integers(1, 6)),
    st.builds(Edited, st.text(max_size=40), st.integers(1, 5)),
    st.builds(Started, st.sampled_from([None, "fair"])),
    st.builds(SharedContact, st.sampled_from(["447700900123", "12", ""]), st.booleans()),
    st.builds(Chose, KEY, st.sampled_from(["female", "male", "x"])),
    st.builds(ChoseReading, KEY, st.integers(-1, 3)),
    st.builds(UsedProfile, KEY),
    st.builds(Picked, st.just("birth_date"), PARTS),
    st.builds(Picked, KEY, st.text("0129-", max_size=10)),
    st.builds(Skipped, st.one_of(st.none(), KEY)),
    st.builds(Kept, KEY),
    st.builds(Reopened, KEY),
    st.builds(ChoseLanguage, st.sampled_from(["en", "ar", "xx"])),
    st.builds(Erased, st.booleans()),
    st.builds(CustomerCreated, st.just("4711")),
    st.builds(WithdrewConsent, st.booleans()),
    st.builds(Forgot, st.booleans(), st.sampled_from([(), ("4711",)])),
    st.builds(AskedData, st.just(Holdings(1001))),
    st.builds(FieldsRefused, st.lists(KEY, max_size=2).map(tuple), st.just(Draft())),
    *(
        st.just(event())
        for event in (
            Agreed,
            Declined,
            WentBack,
            WentOn,
            AskedData,
            AskedToForget,
            CameBack,
            Silent,
            Confirmed,
            WantedAnother,
            Restarted,
            Cancelled,
            AskedHelp,
            AskedLanguages,
            AskedPrivacy,
            AskedStatus,
            SentUnreadable,
            PressedOldButton,
            HeardAgain,
            HandedToStaff,
            SentAgain,
            GivenUp,
            SeenTo,
        )
    ),
)
CONSENTING: list[Event] = [Started(), Agreed()]
COMPLETE: list[Event] = [
    *CONSENTING,
    Said("Ada Lovelace", 1),
    Said("07700 900123", 2),
    Said("ada@example.org", 3),
    Skipped(),
    Chose("gender", "female"),
]
BEGINNINGS = st.sampled_from([CONSENTING, COMPLETE, [*COMPLETE, Confirmed()]])
# Most talks get somewhere: they begin at some place, and then anything happens.
TALKS = st.builds(list.__add__, BEGINNINGS, st.lists(EVENTS, max_size=30))


def steps(events: list[Event], flow: Flow = FLOW) -> list[tuple[Conversation, Event, Transition]]:
    """Return each event with the conversation before it and the transition it led to."""
    talk, taken = Conversation("en"), []
    for event in events:
        transition = advance(flow, talk, event, OCCASION)
        taken.append((talk, event, transition))
        talk = transition.conversation
    return taken


@given(TALKS)
def test_whatever_happens_something_is_said(events: list[Event]) -> None:
    """No event leaves a person in silence, and no message is empty."""
    for _, _, transition in steps(events):
        assert transition.reply.text.strip()


@given(TALKS)
def test_only_a_complete_and_confirmed_draft_is_submitted(events: list[Event]) -> None:
    """A submission holds every required answer, and comes of Confirmed alone."""
    for before, event, transition in steps(events):
        for effect in transition.effects:
            if isinstance(effect, SubmitCustomer):
                assert event == Confirmed()
                assert set(effect.draft.answers) >= ALWAYS_REQUIRED
                assert FLOW.open_question(effect.draft) is None
                assert before.consent is not None


@given(TALKS)
def test_nothing_is_asked_before_consent(events: list[Event]) -> None:
    """Without consent no answer is taken."""
    for before, _, transition in steps(events[2:]):
        after = transition.conversation
        if before.consent is None and before.draft is None and after.draft is not None:
            assert after.consent is not None
            assert after.draft.answers == {}


@given(TALKS)
def test_a_contact_keyboard_and_buttons_never_share_a_message(events: list[Event]) -> None:
    """Telegram shows one kind of keyboard on a message."""
    for _, _, transition in steps(events):
        reply = transition.reply
        assert not (reply.keyboard and reply.rows)
        assert not (reply.takes_keyboard_away and (reply.rows or reply.farewell))


@given(TALKS)
def test_the_name_of_a_profile_is_kept_only_after_the_tap(events: list[Event]) -> None:
    """It comes in with every event, and is in no document before the person chose it."""
    for _, event, transition in steps(events):
        if isinstance(event, UsedProfile):
            break
        assert "Hopper" not in json.dumps(conversation_document(transition.conversation))


@given(TALKS)
@settings(max_examples=50)
def test_every_button_can_be_written(events: list[Event]) -> None:
    """Its words do what it does, unless they are an answer."""
    talk = steps(events)[-1][2].conversation
    card = advance(FLOW, talk, HeardAgain(), OCCASION).reply
    question = FLOW.open_question(talk.draft) if talk.consent and talk.draft else None
    for button in card.buttons:
        assert any(map(str.isalnum, button.label))
        pressed = advance(FLOW, talk, button.event, OCCASION)
        is_answer = question and isinstance(question.kind.read(button.label, LISTENER), tuple)
        if not is_answer:
            assert advance(FLOW, talk, Said(button.label), OCCASION) == pressed


@given(TALKS)
def test_an_edit_moves_nobody(events: list[Event]) -> None:
    """It opens no draft and confirms none; where it is not in doubt, the open question stays."""
    for before, event, transition in steps(events):
        if not isinstance(event, Edited):
            continue
        after = transition.conversation
        assert transition.effects == ()
        if before.draft is None or after.draft is None or before.consent is None:
            assert after == before
        elif before.draft.doubt is after.draft.doubt is None:
            asked = [FLOW.open_question(draft) for draft in (before.draft, after.draft)]
            assert asked[0] is asked[1] or (asked[0] and asked[0].key in before.draft.asking)


@given(TALKS)
def test_hearing_something_again_changes_nothing(events: list[Event]) -> None:
    """A repeated update says where the talk stands, and does nothing a second time."""
    talk = steps(events)[-1][2].conversation

    again = advance(FLOW, talk, HeardAgain(), OCCASION)

    assert again.conversation == talk
    assert again.effects == ()


@given(TALKS)
def test_a_conversation_survives_its_document(events: list[Event]) -> None:
    """What is stored as JSON is read back as it was."""
    talk = steps(events)[-1][2].conversation

    document = json.loads(json.dumps(conversation_document(talk)))

    assert conversation(document) == talk


@given(TALKS)
@settings(max_examples=50)
def test_the_conversation_is_a_function(events: list[Event]) -> None:
    """The same events on the same occasion lead to the same replies."""
    assert steps(events) == steps(events)


@given(TALKS)
def test_nothing_personal_outlives_leaving(events: list[Event]) -> None:
    """After consent was taken back, or all erased, the talk holds no answer and no consent."""
    for before, event, transition in steps(events):
        if isinstance(event, Forgot | WithdrewConsent) and before.consent is not None:
            after = transition.conversation
            assert (after.consent, after.draft, after.campaign) == (None, None, None)
            if isinstance(event, Forgot):
                assert after.registration in (None, Registration(Standing.ERASING))


@given(TALKS)
def test_a_draft_is_mentioned_once(events: list[Event]) -> None:
    """However often a person is silent, the same draft is spoken of once, and nothing moves."""
    for before, event, transition in steps([*events, Silent(), Silent()]):
        if isinstance(event, Silent):
            has_moved = transition.conversation != before
            assert has_moved == is_worth_a_reminder(before)
            assert not is_worth_a_reminder(transition.conversation)
