"""A lead is handed over as it is, and becomes the customer's own; to all others it is nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.answers import UNLISTED, VERIFIED, Answer
from conversations.conversation import Consent, Conversation, Registration, Standing
from conversations.documents import draft_document, draft_of
from conversations.draft import Doubt, Draft, Handed, Known
from conversations.effects import HandOver, TakeHandoverBack
from conversations.entered import HandedLead, Reached
from conversations.entering import MOST_WAITING
from conversations.events import AskedHelp, Cancelled, Event, Restarted, Said, Skipped, Started
from conversations.handover_events import (
    HandedOver,
    OpenedHandover,
    RenewedLink,
    TookHandoverBack,
    TookUp,
)
from conversations.known_events import FoundKnown
from conversations.machine import Transition, advance
from tests.conversations.test_lead_list import draft_of as a_draft
from tests.conversations.test_leads import AGENTS, CUSTOMERS, NEW, OCCASION, after

TOKEN = "A" * 22
THEN = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
AGREED = Consent("made-up", "hash", "en", "2026-03-01T12:00:00+00:00")
OWN = Conversation("en", AGREED)
BY = Handed("h1", 17)
ENTERED = a_draft("Ada Lovelace")
LEAD = replace(ENTERED, handed=BY)
HANDED = HandedLead("h1", Reached.LINKED, THEN, THEN, ENTERED, ENTERED)


def heard(event: Event, talk: Conversation = OWN) -> Transition:
    """Return what an event of a customer leads to."""
    return advance(CUSTOMERS, talk, event, OCCASION)


def draft(transition: Transition) -> Draft:
    """Return the draft that is open then."""
    assert transition.conversation.draft is not None
    return transition.conversation.draft


def test_only_answers_become_the_customers() -> None:
    """Not how he agreed, what was left out, the agent's words, marks, doubts or reasons."""
    phone = Answer({"phone": "+447700900123"}, "my words", 7, frozenset({VERIFIED, UNLISTED}))
    entered = replace(
        LEAD.with_answer("phone", phone),
        doubt=Doubt("email", (), "x"),
        waiting=(Doubt("gender", (), "y"),),
        known=(Known("A.L.", "2026-11-03"),),
        reason="Two people",
        reminded=True,
    )
    own = draft(heard(TookUp(TOKEN, draft=entered)))
    assert own == Draft(
        {"name": Answer(dict(LEAD.answers["name"].values)), "phone": Answer(phone.values)},
        asking=("phone",),
        handed=BY,
    )


def test_where_no_number_is_known_the_first_missing_question_comes() -> None:
    """Nothing is asked again."""
    lead = replace(LEAD, answers={"name": LEAD.answers["name"]})
    assert draft(heard(TookUp(TOKEN, draft=lead))).asking == ()


def test_it_says_by_whom_it_was_begun_to_the_end() -> None:
    """An answer, a restart, and its document keep it; giving up does not."""
    talk = heard(TookUp(TOKEN, draft=LEAD)).conversation
    for event in (Said("+44 7700 900124"), Restarted()):
        talk = heard(event, talk).conversation
        assert talk.draft is not None
        assert talk.draft.handed == BY
    assert draft_of(draft_document(talk.draft or Draft())).handed == BY
    assert heard(Cancelled(), talk).conversation.draft is None


def test_the_campaign_by_which_he_came_first_is_kept() -> None:
    """Of the draft that gives way, else of the chat."""
    came = replace(OWN, campaign="spring")
    assert draft(heard(TookUp(TOKEN, draft=LEAD), came)).campaign == "spring"
    begun = replace(OWN, draft=Draft(campaign="summer"))
    assert draft(heard(TookUp(TOKEN, draft=LEAD), begun)).campaign == "summer"


@pytest.mark.parametrize(
    "mine",
    [
        Draft({"name": Answer({"first_name": "Joan", "last_name": "-"})}),
        Draft(doubt=Doubt("name", (), "x")),
    ],
)
def test_what_he_has_begun_himself_gives_way_only_if_he_says_so(mine: Draft) -> None:
    """Asked once, and nothing has moved before."""
    talk = replace(OWN, draft=mine)
    asked = heard(TookUp(TOKEN, draft=LEAD), talk)
    assert asked.conversation == talk
    assert [button.label for button in asked.reply.buttons] == ["Take it over", "Keep mine"]
    sure = asked.reply.buttons[0].event
    assert sure == TookUp(TOKEN, is_sure=True)
    assert draft(heard(replace(sure, draft=LEAD), talk)).handed == BY


@pytest.mark.parametrize(
    "talk",
    [
        NEW,
        OWN,
        replace(OWN, draft=LEAD),
        replace(OWN, registration=Registration(Standing.ACCEPTED)),
    ],
)
@pytest.mark.parametrize("is_sure", [True, False])
def test_a_link_that_is_not_good_is_a_start(talk: Conversation, is_sure: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """To the letter, wherever the talk stands."""
    assert heard(TookUp(TOKEN, is_sure), talk) == heard(Started(), talk)


def test_while_a_registration_is_under_way_and_to_an_agent_no_link_is_good() -> None:
    """It would be in the way of what waits for its end, and is no agent's to take."""
    waits = replace(OWN, registration=Registration(Standing.CHECKED))
    assert heard(TookUp(TOKEN, draft=LEAD), waits) == heard(Started(), waits)
    taken = advance(AGENTS, NEW, TookUp(TOKEN, draft=LEAD), OCCASION)
    assert taken == advance(AGENTS, NEW, Started(), OCCASION)


def test_an_agent_hands_over_what_is_known_at_any_question() -> None:
    """The next lead comes up; the draft goes as it is."""
    transition = after(Said("Ada Lovelace", 1), HandedOver())
    (effect,) = transition.effects
    assert isinstance(effect, HandOver)
    assert effect.draft.given == {"first_name": "Ada", "last_name": "Lovelace"}
    assert transition.conversation == NEW


@pytest.mark.parametrize("events", [(), (Restarted(),)])
def test_nothing_is_handed_over_where_nothing_is_known(events: tuple[Event, ...]) -> None:
    """That is said."""
    transition = after(*events, HandedOver())
    assert transition.reply.text.startswith("Nothing is known of a customer yet")
    assert transition.effects == ()


def test_who_may_be_known_already_is_decided_first() -> None:
    """Else somebody would be asked who is there already."""
    entered = after(Said("Ada Lovelace, +44 7700 900123", 1)).conversation
    found = FoundKnown(frozenset({"+447700900123"}), (Known("A.L.", "2026-11-03"),))
    transition = after(found, HandedOver(), talk=entered)
    assert transition.effects == ()
    assert transition.conversation.draft is not None


def test_one_taken_back_is_open_as_it_was() -> None:
    """The one that was open waits behind it; where too many wait it stays away."""
    open_one = after(Said("Grace Hopper", 1)).conversation
    transition = after(TookHandoverBack("h1", HANDED), talk=open_one)
    assert transition.conversation.draft == ENTERED
    assert transition.conversation.waiting == (open_one.draft,)
    assert transition.effects == (TakeHandoverBack("h1"),)
    full = replace(NEW, waiting=tuple(Draft() for _ in range(MOST_WAITING)))
    refused = after(TookHandoverBack("h1", HANDED), talk=full)
    assert (refused.conversation, refused.effects) == (full, ())


@pytest.mark.parametrize("reached", [r for r in Reached if r is not Reached.LINKED])
def test_what_was_opened_can_only_be_looked_at(reached: Reached) -> None:
    """No button is shown, and a press from before comes too late."""
    handed = replace(HANDED, reached=reached, draft=None)
    shown = after(OpenedHandover("h1", handed)).reply
    assert [button.label for button in shown.buttons] == ["All customers"]
    assert "+44 7700" not in shown.text
    for event in (RenewedLink("h1", handed), TookHandoverBack("h1", handed)):
        transition = after(event)
        assert transition.reply.text.startswith("It is too late for that")
        assert (transition.conversation, transition.effects) == (NEW, ())


def test_what_does_not_open_here_stays_as_it_is() -> None:
    """A new link would be one to nothing, and the keys may come back."""
    closed = replace(HANDED, draft=None)
    shown = after(OpenedHandover("h1", closed)).reply
    assert [button.label for button in shown.buttons] == ["All customers"]
    for event in (RenewedLink("h1", closed), TookHandoverBack("h1", closed)):
        assert after(event) == after(OpenedHandover("h1"))


@pytest.mark.parametrize(
    "event",
    [
        HandedOver(),
        OpenedHandover("h1", HANDED),
        RenewedLink("h1", HANDED),
        TookHandoverBack("h1", HANDED),
    ],
)
def test_to_customers_all_of_it_is_a_command_nobody_knows(event: Event) -> None:
    """Even if the shell were wrong and told something."""
    for talk in (NEW, OWN, replace(OWN, draft=LEAD)):
        assert heard(event, talk) == heard(AskedHelp(), talk)


def test_what_names_nothing_changes_nothing() -> None:
    """The reply says where the talk stands."""
    transition = after(OpenedHandover("h1"))
    assert (transition.conversation, transition.effects) == (NEW, ())
    assert "To enter a customer" in transition.reply.text


def test_it_can_be_skipped_through_as_any_other() -> None:
    """The number is asked again, and needed."""
    talk = heard(TookUp(TOKEN, draft=LEAD)).conversation
    assert "needed" in heard(Skipped(), talk).reply.text
