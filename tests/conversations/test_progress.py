"""What is counted of a talk: each step once, and nothing that anybody said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.conversation import Conversation, Occasion
from conversations.draft import Draft
from conversations.events import (
    Agreed,
    AskedHelp,
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
    Reopened,
    Restarted,
    Said,
    SentUnreadable,
    SharedContact,
    Skipped,
    Started,
    WantedAnother,
    WentBack,
)
from conversations.machine import advance
from conversations.news import (
    CustomerCreated,
    Erased,
    FieldsRefused,
    HandedToStaff,
)
from conversations.progress import BY_FLEXTELL, Step, What, steps
from conversations.registration import registration
from tests.catalogues import sentences

OCCASION = Occasion(datetime(2026, 1, 15, 9, 30, tzinfo=UTC), date(2026, 1, 15))
FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")

BEGUN: tuple[Event, ...] = (Started(), Agreed())
NAMED = (*BEGUN, Said("Ada Lovelace", 11))
COMPLETE: tuple[Event, ...] = (
    *NAMED,
    Said("07700 900123", 12),
    Said("ada@example.org", 13),
    Skipped(),
    Chose("gender", "female"),
)
DONE = (*COMPLETE, Confirmed(), CustomerCreated("4711"))
OURS = {"", BY_FLEXTELL, *sentences(), *(question.key for question in FLOW.questions)}
A, K, S = What.ASKED, What.ANSWERED, What.SKIPPED


def counted(*events: Event) -> list[tuple[Step, ...]]:
    """Return what each event of a new talk came to."""
    talk: Conversation | None = None
    found = []
    for event in events:
        before = talk
        talk = advance(FLOW, before or Conversation("en"), event, OCCASION).conversation
        found.append(steps(FLOW, before, event, talk, OCCASION))
    return found


def last(*events: Event) -> tuple[Step, ...]:
    """Return what the last of these events came to."""
    return counted(*events)[-1]


def test_a_registration_is_counted_step_by_step() -> None:
    """Each question asked and answered once, and where it begins and ends."""
    assert counted(*DONE) == [
        (Step(What.STARTED),),
        (Step(What.AGREED), Step(A, "name")),
        (Step(K, "name"), Step(A, "phone")),
        (Step(K, "phone"), Step(A, "email")),
        (Step(K, "email"), Step(A, "birth_date")),
        (Step(S, "birth_date"), Step(A, "gender")),
        (Step(K, "gender"),),
        (Step(What.CONFIRMED),),
        (Step(What.REGISTERED),),
    ]


@pytest.mark.parametrize("has_arrived", [True, False])
def test_who_took_it_back_on_the_way_is_registered_all_the_same(*, has_arrived: bool) -> None:
    """Where it came to Flextell before it could be stopped: that is how far he came."""
    steps_of_end = last(*COMPLETE, Confirmed(), Forgot(is_under_way=True), Erased(has_arrived))
    assert steps_of_end == ((Step(What.REGISTERED),) if has_arrived else ())


def test_going_back_asks_nothing_anew() -> None:
    """It is counted where it was gone back from, and the way forward again is not."""
    assert last(*NAMED, WentBack()) == (Step(What.WENT_BACK, "phone"),)
    assert last(*NAMED, WentBack(), Kept("name")) == ()
    assert last(*NAMED, WentBack(), Said("Ada King")) == (Step(What.CHANGED, "name"),)
    assert last(*COMPLETE, WentBack()) == ()
    assert last(*COMPLETE, Reopened("email")) == ()
    assert last(*COMPLETE, Reopened("email"), Skipped()) == (Step(S, "email"),)


def test_the_same_answer_again_is_no_change() -> None:
    """Nor is a doubt that is not cleared up yet, nor a step back from one."""
    assert last(*COMPLETE, Reopened("name"), Said("Ada Lovelace")) == ()
    doubtful = (*BEGUN, Said("Anna Maria Lopez"))
    assert last(*doubtful) == ()
    assert last(*doubtful, WentBack()) == ()
    assert last(*doubtful, ChoseReading("name", 0)) == (Step(K, "name"), Step(A, "phone"))


def test_a_rewritten_message_is_a_change() -> None:
    """Wherever the talk stands by then; a doubt it raises asks nothing for the first time."""
    assert last(*COMPLETE, Edited("Ada King", 11)) == (Step(What.CHANGED, "name"),)
    assert last(*NAMED, Edited("Anna Maria Lopez", 11)) == ()


def test_from_the_first_question_it_goes_back_to_consent() -> None:
    """Who agrees again with answers given has agreed once."""
    back = (*NAMED, WentBack(), WentBack())
    assert last(*back) == ()
    assert last(*back, Agreed()) == ()


def test_beginning_anew_is_another_registration() -> None:
    """It starts, is agreed to and asks as the first one did."""
    again = (Step(What.STARTED), Step(What.AGREED), Step(A, "name"))
    assert last(*NAMED, Restarted()) == again
    assert last(*DONE, WantedAnother()) == again


def test_who_took_the_consent_back_starts_before_agreeing() -> None:
    """The second registration asks for consent first."""
    taken_back = (*DONE, WantedAnother(), WentBack(), Declined())
    assert counted(*taken_back)[-1] == (Step(What.DECLINED), Step(What.LEFT, "name"))
    assert last(*taken_back, WantedAnother()) == (Step(What.STARTED),)
    assert last(*taken_back, WantedAnother(), Agreed()) == (Step(What.AGREED), Step(A, "name"))


def test_leaving_is_counted_where_it_happened() -> None:
    """At a question, at the summary, or before any."""
    assert last(*NAMED, Cancelled()) == (Step(What.LEFT, "phone"),)
    assert last(*COMPLETE, Cancelled()) == (Step(What.LEFT),)
    assert last(Started(), Declined()) == (Step(What.DECLINED),)


REFUSALS: dict[str, tuple[tuple[Event, ...], str, str]] = {
    "an answer that is none": ((*NAMED, Said("soon")), "phone", "a phone number"),
    "an answer that is needed": ((*BEGUN, Skipped()), "name", "is needed"),
    "a sticker": ((*BEGUN, SentUnreadable()), "name", "only read text"),
    "somebody else's card": ((*NAMED, SharedContact("12", own=False)), "phone", "else"),
}


@pytest.mark.parametrize(("events", "question", "why"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_counted_by_its_reason(
    events: tuple[Event, ...], question: str, why: str
) -> None:
    """By the sentence as it stands in the code, without what was filled into it."""
    (step,) = last(*events)
    assert (step.what, step.question) == (What.REFUSED, question)
    assert why in step.detail
    assert "soon" not in step.detail


def test_a_word_that_is_a_button_counts_as_the_button() -> None:
    """Declined, confirmed, skipped, gone back and begun anew by writing, as by pressing."""
    asks_email = (*NAMED, Said("07700 900123"))
    assert last(Started(), Said("Not now")) == (Step(What.DECLINED),)
    assert last(Started(), Said("Agree")) == last(*BEGUN)
    assert last(*COMPLETE, Said("Confirm")) == (Step(What.CONFIRMED),)
    assert last(*asks_email, Said("Skip")) == (Step(S, "email"), Step(A, "birth_date"))
    assert last(*asks_email, Said("Back")) == (Step(What.WENT_BACK, "email"),)
    assert last(*NAMED, Said("English")) == ()


def test_what_flextell_refused_is_counted_with_its_question() -> None:
    """The question is not asked for the first time."""
    confirmed = (*COMPLETE, Confirmed())
    refused = FieldsRefused(("email", "phone"), Draft())
    assert last(*confirmed, refused) == (
        Step(What.REFUSED, "email", BY_FLEXTELL),
        Step(What.REFUSED, "phone", BY_FLEXTELL),
    )


def test_what_means_nothing_for_the_way_is_not_counted() -> None:
    """Questions about help, another language, an update that came twice, a text at the end."""
    for event in (AskedHelp(), HeardAgain(), ChoseLanguage("ar"), Kept("name"), Said("Ada King")):
        assert last(*COMPLETE, event) == ()
    assert last(Started(), AskedHelp()) == ()
    assert last(*COMPLETE, Confirmed(), HandedToStaff()) == ()
    assert last(*NAMED, Chose("gender", "x")) == ()


@given(st.text(min_size=1, max_size=40))
def test_nothing_anybody_writes_is_counted(text: str) -> None:
    """A step is made of words of the code alone, whatever is said at whatever question."""
    told = counted(*BEGUN, Said(text), Said(text), Skipped(), Said(text), Skipped(), Said(text))
    found = {word for each in told for step in each for word in (step.question, step.detail)}
    assert found <= OURS
