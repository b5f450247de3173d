"""Who may be known already is told at the phone, and nothing is sent before it is decided."""

from __future__ import annotations

from dataclasses import replace

from conversations.documents import draft_document, draft_of
from conversations.draft import Draft, Known
from conversations.events import (
    Cancelled,
    Confirmed,
    Event,
    Said,
    SharedContact,
    WantedLead,
    WentBack,
)
from conversations.known import LONGEST_REASON, reached_at
from conversations.known_events import CreatedAnyway, FoundKnown, OpenedWaiting
from conversations.lead_events import OpenedLead
from conversations.machine import advance
from tests.conversations.test_leads import AGENTS, CUSTOMERS, NEW, OCCASION, after, submitted

ADA = Said("Ada Byron, +44 7700 900123, ada@example.org", 1)
HERE = frozenset({"+447700900123", "ada@example.org"})
GRACE = Known("G. H., ••• 123", "2026-11-03", "Hedy")
FOUND = FoundKnown(HERE, (GRACE, replace(GRACE, day="", owner="", is_customer=True)))


def test_it_is_told_masked_with_day_and_owner() -> None:
    """What is not known of it stays open."""
    reply = after(ADA, FOUND).reply
    assert "1. G. H., ••• 123, confirmed on 3 November 2026: Hedy" in reply.text
    assert "2. G. H., ••• 123, in Flextell since –: –" in reply.text
    assert [button.event for button in reply.buttons] == [Cancelled(), CreatedAnyway()]


def test_who_else_is_to_be_asked_is_told_once() -> None:
    """What is another's cannot be opened; of nobody's the company's staff knows."""
    twice = FoundKnown(HERE, (*FOUND.known, GRACE))
    last = after(ADA, twice).reply.text.splitlines()[-1]
    assert last == (
        "What is not yours cannot be opened here. Please ask: Hedy and the staff of Example Ltd"
    )


def test_what_the_agent_has_confirmed_himself_is_opened() -> None:
    """By its own button, and nobody is to be asked; it is kept as long as it is asked about."""
    mine = replace(GRACE, lead="lead-1")
    told = after(ADA, FoundKnown(HERE, (mine,)))
    assert told.reply.buttons[0].event == OpenedLead("lead-1")
    assert told.reply.buttons[0].label == "Open: G. H., ••• 123"
    assert "not yours" not in told.reply.text
    draft = told.conversation.draft
    assert draft is not None
    assert draft_of(draft_document(draft)).known == (mine,)


def test_a_draft_is_reached_at_what_it_holds() -> None:
    """Phone and e-mail; nothing before one of them is answered."""
    assert reached_at(Draft()) == frozenset()
    draft = after(ADA).conversation.draft
    assert draft is not None
    assert reached_at(draft) == HERE


def test_what_was_found_of_other_answers_is_no_news() -> None:
    """The lead has moved on meanwhile."""
    talk = after(ADA).conversation
    late = FoundKnown(frozenset({"+447700900123"}), (GRACE,))
    assert after(late, talk=talk).conversation == talk
    assert after(FOUND).conversation == NEW


def test_nothing_is_sent_before_it_is_decided() -> None:
    """Whatever is pressed."""
    asked = after(ADA, FOUND, Confirmed("by_phone"))
    assert asked.effects == ()
    assert "known already" in asked.reply.text


def test_what_is_answered_meanwhile_is_kept() -> None:
    """No answer is lost by the question that came between."""
    known = FoundKnown(frozenset({"+447700900123"}), (GRACE,))
    events: tuple[Event, ...] = (WantedLead(), Said("Ada", 1), Said("07700 900123", 2), known)
    talk = after(*events, Said("ada@example.org", 3)).conversation
    assert talk.draft is not None
    assert talk.draft.answers["email"].values == {"email": "ada@example.org"}


def test_with_a_reason_it_is_created_anyway() -> None:
    """The reason is kept with the draft, cut where it is a story, and not asked again."""
    told = after(ADA, FOUND, CreatedAnyway(), Said("Two\npeople " + "x" * 400, 2), FOUND)
    confirmed = advance(AGENTS, told.conversation, Confirmed("by_phone"), OCCASION)
    reason = submitted(confirmed).reason
    assert reason is not None
    assert reason.startswith("Two people xxx")
    assert len(reason) == LONGEST_REASON


def test_without_a_reason_it_is_not() -> None:
    """Blanks are none, and the way back leads to the choice."""
    asked = after(ADA, FOUND, CreatedAnyway(), Said(" \n ", 2))
    assert "The reason is kept" in asked.reply.text
    back = advance(AGENTS, asked.conversation, WentBack(), OCCASION)
    assert "known already" in back.reply.text
    assert after(ADA, CreatedAnyway()).conversation == after(ADA).conversation


def test_a_lead_of_ones_own_is_opened_instead() -> None:
    """It takes the answers that only the new one holds, and is asked about no more."""
    first = SharedContact("447700900123", own=False, card="BEGIN:VCARD\nN:B;Ada\nEND:VCARD")
    other = SharedContact("447700900124", own=False, card="BEGIN:VCARD\nN:T;Al\nEND:VCARD")
    talk = after(first, WantedLead(), other, WantedLead(), ADA).conversation
    phone = "+44 7700 900123"
    again = after(Said("Ada Byron", 5), Said(phone, 6), talk=talk)
    assert "begun by you and waiting" in again.reply.text
    assert OpenedWaiting(1) in [button.event for button in again.reply.buttons]
    email = advance(AGENTS, again.conversation, Said("ada@example.org", 7), OCCASION)
    opened = advance(AGENTS, email.conversation, OpenedWaiting(1), OCCASION).conversation
    assert opened.draft is not None
    assert opened.draft.answers["name"].values["last_name"] == "B"
    assert opened.draft.answers["email"].values == {"email": "ada@example.org"}
    assert [draft.answers["phone"].values["phone"][-1] for draft in opened.waiting] == ["4"]
    forged = advance(AGENTS, email.conversation, OpenedWaiting(0), OCCASION)
    assert forged.conversation == email.conversation


def test_it_is_kept_with_the_draft() -> None:
    """What was found, and the reason, empty while it is asked."""
    for events in ((ADA, FOUND), (ADA, FOUND, CreatedAnyway())):
        draft = after(*events).conversation.draft
        assert draft is not None
        assert draft_of(draft_document(draft)) == draft


def test_to_customers_none_of_it_means_anything() -> None:
    """They hear what the help says."""
    for event in (FOUND, CreatedAnyway(), OpenedWaiting(0)):
        assert advance(CUSTOMERS, NEW, event, OCCASION).conversation == NEW
