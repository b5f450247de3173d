"""An agent enters one customer after another; what is his alone means nothing to others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.audience import IN_AN_AGENTS_WORDS, Audience
from conversations.conversation import Conversation, Occasion
from conversations.documents import (
    agents_conversation,
    conversation,
    conversation_document,
    with_agents_conversation,
    with_conversation,
)
from conversations.draft import Draft
from conversations.effects import SubmitCustomer
from conversations.entering import MOST_WAITING
from conversations.events import (
    Cancelled,
    Confirmed,
    Edited,
    Event,
    HeardAgain,
    Restarted,
    Said,
    SharedContact,
    Skipped,
    Started,
    WantedLead,
)
from conversations.leads import AGREEMENT, agreement, lead_flow
from conversations.machine import Transition, advance
from conversations.news import CustomerCreated, FieldsRefused
from conversations.record import record
from conversations.registration import ALWAYS_REQUIRED, registration
from conversations.wording import wording
from tests.catalogues import sentences
from tests.conversations.test_laws import EVENTS

OCCASION = Occasion(datetime(2026, 11, 24, 12, tzinfo=UTC), date(2026, 11, 24))
CUSTOMERS = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
AGENTS = lead_flow(CUSTOMERS)
NEW = Conversation("en")


def after(*events: Event, talk: Conversation = NEW) -> Transition:
    """Return the transition of the last of these events."""
    transition = Transition(talk, None)  # type: ignore[arg-type] # nothing was said yet
    for event in events:
        transition = advance(AGENTS, transition.conversation, event, OCCASION)
    return transition


def begun(name: str = "Ada Lovelace") -> tuple[Event, ...]:
    """Return what begins a lead."""
    return (WantedLead(), Said(name, 1))


def complete(name: str = "Ada Lovelace") -> tuple[Event, ...]:
    """Return what answers all but how the customer agreed."""
    return (*begun(name), Said("+44 7700 900123", 2), Skipped(), Skipped(), Skipped())


def submitted(transition: Transition) -> Draft:
    """Return the draft that is submitted."""
    (effect,) = transition.effects
    assert isinstance(effect, SubmitCustomer)
    return effect.draft


def test_there_is_one_flow_for_agents_of_each_flow() -> None:
    """A flow equals itself alone, and what is said by it is kept by it."""
    assert lead_flow(CUSTOMERS) is lead_flow(CUSTOMERS)
    assert [q.key for q in AGENTS.questions] == [
        *(q.key for q in CUSTOMERS.questions),
        "agreement",
    ]
    assert [q.required for q in AGENTS.questions[:-1]] == [q.required for q in CUSTOMERS.questions]


def test_one_press_says_how_the_customer_agreed_and_confirms() -> None:
    """That is kept with the draft, and is no part of the customer's record."""
    transition = after(*complete(), Confirmed("by_phone"))
    draft = submitted(transition)
    assert agreement(draft) == "by_phone"
    assert set(record(AGENTS, draft)) == {"first_name", "last_name", "phone"}
    assert transition.conversation == NEW
    assert transition.reply.text == "Ada Lovelace: accepted, on the way to Example Ltd."


@pytest.mark.parametrize("how", [None, "made up", ""])
def test_nothing_is_sent_before_it_is_known_how_the_customer_agreed(how: str | None) -> None:
    """A press that says something else confirms nothing."""
    transition = after(*complete(), Confirmed(how))
    assert transition.effects == ()
    assert "How did the customer agree" in transition.reply.text


def test_an_answer_that_is_missing_is_asked_for_before_all_is_confirmed() -> None:
    """A press from elsewhere does not pass it by."""
    transition = after(*begun(), Confirmed("by_phone"))
    assert transition.effects == ()
    assert "phone number" in transition.reply.text


def test_the_contact_of_a_customer_is_taken_and_vouched_for_by_nobody() -> None:
    """Whoever's it is, the agent's own as well."""
    for own in (True, False):
        talk = after(*begun(), SharedContact("447700900123", own=own)).conversation
        assert talk.draft is not None
        assert talk.draft.answers["phone"].marks == frozenset()
        assert talk.draft.answers["phone"].values == {"phone": "+447700900123"}


def test_a_lead_that_is_begun_waits_behind_the_next() -> None:
    """It comes up by itself, with all its answers, once that one is confirmed or given up."""
    two = after(*begun("Grace Hopper"), *complete())
    confirmed = advance(AGENTS, two.conversation, Confirmed("in_person"), OCCASION)
    assert submitted(confirmed).answers["name"].values["first_name"] == "Ada"
    assert confirmed.reply.above is not None
    assert confirmed.reply.above.text.startswith("Ada Lovelace: accepted")
    assert confirmed.reply.text.startswith("We go on with: Grace Hopper\n")
    given_up = advance(AGENTS, two.conversation, Cancelled(), OCCASION)
    assert given_up.conversation == confirmed.conversation
    assert given_up.conversation.draft is not None
    assert given_up.conversation.draft.answers["name"].said == "Grace Hopper"


def test_what_holds_no_answer_does_not_wait() -> None:
    """There is nothing to be lost."""
    assert after(WantedLead(), WantedLead()).conversation.waiting == ()


def test_only_so_many_may_wait() -> None:
    """Then the next one has to wait until one is finished, and no answer is lost."""
    events = [
        event for number in range(MOST_WAITING + 1) for event in begun(f"Ada {'B' * number}x")
    ]
    full = after(*events)
    more = advance(AGENTS, full.conversation, WantedLead(), OCCASION)
    assert len(more.conversation.waiting) == MOST_WAITING
    assert more.conversation == full.conversation
    assert "not finished: 21" in more.reply.text


def test_what_was_refused_is_asked_at_once_where_nothing_is_open() -> None:
    """The rest of it is kept."""
    confirmed = submitted(after(*complete(), Confirmed("by_phone")))
    back = after(FieldsRefused(("phone",), confirmed))
    assert back.conversation.draft == confirmed.refused(("phone",))
    assert "Not accepted: +44 7700 900123" in back.reply.text


def test_what_was_refused_waits_behind_what_is_open() -> None:
    """In front of the others, and no answer of either is lost."""
    confirmed = submitted(after(*complete(), Confirmed("by_phone")))
    open_ones = after(*begun("Grace Hopper"), *begun("Alan Turing")).conversation
    back = after(FieldsRefused(("phone",), confirmed), talk=open_ones).conversation
    assert back.draft == open_ones.draft
    assert back.waiting == (confirmed.refused(("phone",)), *open_ones.waiting)


def test_other_news_moves_nothing() -> None:
    """The lead's own card tells it, for the next one is open already."""
    talk = after(*begun()).conversation
    assert after(CustomerCreated("4711"), talk=talk).conversation == talk


def test_a_lead_is_begun_anew() -> None:
    """With nothing of what was said of it, whether one was open or not."""
    assert after(*begun(), Restarted()).conversation == replace(NEW, draft=Draft())
    assert after(Restarted()).conversation == replace(NEW, draft=Draft())


def test_an_edit_where_nothing_is_open_changes_nothing() -> None:
    """That is said."""
    transition = after(Edited("Ada", 1))
    assert transition.conversation == NEW
    assert "nothing has changed" in transition.reply.text


def test_to_customers_a_lead_is_a_command_nobody_knows() -> None:
    """They hear what the help says."""
    known = advance(CUSTOMERS, NEW, WantedLead(), OCCASION)
    assert "/new" not in known.reply.text
    assert known.conversation == NEW


@given(
    st.lists(st.one_of(EVENTS, st.builds(WantedLead), st.builds(Confirmed, st.just("by_phone"))))
)
def test_whatever_happens_an_agent_hears_something_and_nothing_incomplete_is_sent(
    events: list[Event],
) -> None:
    """No consent is asked, kept or taken back, whatever is pressed."""
    talk = after(*complete()).conversation
    for event in events:
        transition = advance(AGENTS, talk, event, OCCASION)
        assert transition.reply.text.strip()
        for effect in transition.effects:
            assert isinstance(effect, SubmitCustomer)
            assert set(effect.draft.answers) >= {*ALWAYS_REQUIRED, AGREEMENT.key}
        talk = transition.conversation
        assert talk.consent is None
        assert talk.registration is None


def test_leads_that_wait_are_kept() -> None:
    """What waits is in the document, and both conversations of a chat live side by side."""
    agents = after(*begun("Grace Hopper"), *begun()).conversation
    own = advance(CUSTOMERS, Conversation("ar"), Started("fair"), OCCASION).conversation
    assert conversation(conversation_document(agents)) == agents
    both = with_agents_conversation(conversation_document(own), agents)
    assert (conversation(both), agents_conversation(both)) == (own, agents)
    later = with_conversation(both, Conversation("en"))
    assert (conversation(later), agents_conversation(later)) == (Conversation("en"), agents)
    assert agents_conversation(conversation_document(own)) == Conversation("ar")


def test_every_other_word_for_agents_stands_for_one_that_is_said() -> None:
    """A sentence that was rewritten would silently be said to agents as to customers."""
    assert set(IN_AN_AGENTS_WORDS) <= set(sentences())


def test_no_question_says_you_to_an_agent_of_the_customer() -> None:
    """A question that is added needs its words for agents, in `audience.py`."""
    everything = registration(
        company="Example Ltd",
        languages=("en",),
        region="GB",
        extra=("country", "identity_number", "job", "address"),
        countries=("GB",),
    )
    words = wording("en", Audience.AGENT)
    prompts = [words.say(question.prompt) for question in lead_flow(everything).questions]
    without_own_message = [each.replace("I delete your message", "") for each in prompts]
    assert [each for each in without_own_message if " you" in each.lower()] == []


def test_an_agent_is_heard_again_where_he_stands() -> None:
    """An update that comes twice says the same."""
    once = after(*begun())
    again = advance(AGENTS, once.conversation, HeardAgain(), OCCASION)
    assert again.reply.text in once.reply.text
