"""An agent looks through the leads he has entered, and takes one of them up again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from conversations.answers import REFUSED, Answer
from conversations.draft import Draft
from conversations.effects import TakeBackLead
from conversations.entered import Entered, Entries, State
from conversations.entering import MOST_WAITING
from conversations.events import Event, Said, WantedLead
from conversations.kinds.kind import Listener
from conversations.lead_events import (
    AskedLeads,
    MendedLead,
    OpenedLead,
    ResumedLead,
    WithdrewLead,
)
from conversations.lead_list import ON_A_PAGE
from conversations.machine import Transition, advance
from conversations.seeking import Sought, is_sought, sought
from conversations.wording import wording
from tests.conversations.test_leads import AGENTS, CUSTOMERS, NEW, OCCASION

if TYPE_CHECKING:
    from conversations.conversation import Conversation

LISTENER = Listener(wording("en"), OCCASION.today)
THEN = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def draft_of(name: str, phone: str = "+447700900123", email: str | None = None) -> Draft:
    """Return a draft that is complete."""
    first, last = name.split()
    answers = {
        "name": Answer({"first_name": first, "last_name": last}),
        "phone": Answer({"phone": phone}),
        "agreement": Answer({"agreement": "by_phone"}),
    }
    if email is not None:
        answers["email"] = Answer({"email": email})
    return Draft(answers, frozenset({"email", "birth_date", "gender"}) - set(answers))


ADA = Entered("a1", State.WAITS, THEN, draft_of("Ada Lovelace"))


def heard(event: Event, talk: Conversation = NEW) -> Transition:
    """Return what an event of an agent leads to."""
    return advance(AGENTS, talk, event, OCCASION)


def labels(transition: Transition) -> list[str]:
    """Return what the buttons say."""
    return [button.label for button in transition.reply.buttons]


def many(count: int, first: int = 0) -> Entries:
    """Return the newest of many leads, from a place on."""
    leads = tuple(replace(ADA, id=f"n{i}") for i in range(first, first + count))
    return Entries(leads[: ON_A_PAGE + 1], first)


def test_a_page_has_so_many_and_the_ways_to_the_others() -> None:
    """The first has no newer one, the last no older one."""
    first = heard(AskedLeads(held=many(17)))
    assert labels(first)[ON_A_PAGE:] == ["Older", "New customer"]
    second = heard(AskedLeads(start=8, held=many(9, 8)))
    assert labels(second)[0].startswith("9. ")
    assert labels(second)[ON_A_PAGE:] == ["Newer", "Older", "New customer"]
    last = heard(AskedLeads(start=16, held=many(1, 16)))
    assert labels(last) == ["17. Ada Lovelace – waits to be sent", "Newer", "New customer"]


def test_unfinished_leads_stand_before_the_confirmed_ones_on_every_page() -> None:
    """Together they are numbered as one list, none twice and none left out."""
    waiting = tuple(draft_of(f"Ada N{chr(97 + i)}") for i in range(10))
    talk = replace(NEW, draft=draft_of("Grace Hopper"), waiting=waiting)
    first = heard(AskedLeads(held=many(3)), talk)
    assert labels(first)[:2] == ["1. Grace Hopper – open now", "2. Ada Na – not finished"]
    assert labels(first)[ON_A_PAGE:] == ["Older", "New customer"]
    second = heard(AskedLeads(start=8, held=many(3)), talk)
    assert [label.split(" – ")[1] for label in labels(second)[:6]] == [
        *["not finished"] * 3,
        *["waits to be sent"] * 3,
    ]


def test_an_unfinished_lead_that_was_refused_says_so() -> None:
    """An answer of it has to be corrected."""
    draft = draft_of("Ada Lovelace").refused(("phone",))
    assert REFUSED in draft.answers["phone"].marks
    shown = heard(AskedLeads(held=Entries()), replace(NEW, waiting=(draft,)))
    assert labels(shown)[0] == "1. Ada Lovelace – not accepted"


def test_of_too_many_found_the_first_ones_are_shown() -> None:
    """And how to find fewer."""
    found = heard(AskedLeads("ada", held=many(9)))
    assert "write more of the name" in found.reply.text
    assert len(labels(found)) == ON_A_PAGE + 1


def test_unfinished_leads_are_found_as_well() -> None:
    """By their number, whether they are open or wait; what is erased is found by nothing."""
    talk = replace(
        NEW,
        draft=draft_of("Grace Hopper"),
        waiting=(draft_of("Alan Turing", "+447700900456"),),
    )
    found = heard(AskedLeads("07700 900456", held=Entries((replace(ADA, draft=None),))), talk)
    assert labels(found) == ["1. Alan Turing – not finished", "All customers"]


def test_what_was_refused_is_opened_with_its_question() -> None:
    """It says which answer, and that is asked first once it is taken up again."""
    refused = replace(ADA, state=State.REFUSED, refused=("phone",))
    opened = heard(OpenedLead("a1", refused))
    assert "Not accepted: Phone" in opened.reply.text
    assert labels(opened) == ["Correct and send again", "Withdraw and erase", "All customers"]
    mended = heard(MendedLead("a1", refused))
    assert "What is the customer's phone number?" in mended.reply.text
    assert mended.effects == (TakeBackLead("a1"),)
    assert mended.conversation.draft == draft_of("Ada Lovelace").refused(("phone",))


def test_what_is_erased_has_no_name_any_more() -> None:
    """Flextell's number stands for it where there is one."""
    registered = Entered("a1", State.REGISTERED, THEN, None, "4711")
    given_up = Entered("a2", State.GIVEN_UP, THEN)
    shown = heard(AskedLeads(held=Entries((registered, given_up))))
    assert labels(shown)[:2] == [
        "1. No. 4711 – registered",
        "2. A customer without a name – given up by staff",
    ]


@pytest.mark.parametrize("state", sorted(set(State) - {State.WAITS, State.REFUSED}))
@pytest.mark.parametrize("event", [MendedLead, WithdrewLead])
def test_what_is_not_in_hand_stays_as_it_is(
    state: State, event: type[MendedLead | WithdrewLead]
) -> None:
    """It may be in Flextell; its card offers nothing, and a press on an older one is too late."""
    lead = replace(ADA, state=state)
    assert labels(heard(OpenedLead("a1", lead))) == ["All customers"]
    transition = heard(event("a1", lead))
    assert transition.reply.text.startswith("It is too late for that")
    assert (transition.conversation, transition.effects) == (NEW, ())


def test_what_is_taken_up_goes_before_what_was_open() -> None:
    """That one waits with its answers; one without any is let go."""
    open_one = heard(Said("Grace Hopper"), heard(WantedLead()).conversation).conversation
    mended = heard(MendedLead("a1", ADA), open_one).conversation
    assert mended.draft == ADA.draft
    assert mended.waiting == (open_one.draft,)
    resumed = heard(ResumedLead(0), mended).conversation
    assert (resumed.draft, resumed.waiting) == (open_one.draft, (ADA.draft,))
    empty = heard(WantedLead()).conversation
    assert heard(MendedLead("a1", ADA), empty).conversation.waiting == ()


def test_nothing_is_taken_up_where_too_many_wait() -> None:
    """It stays confirmed, and no answer is lost."""
    full = replace(NEW, waiting=tuple(Draft() for _ in range(MOST_WAITING)))
    transition = heard(MendedLead("a1", ADA), full)
    assert "not finished" in transition.reply.text
    assert (transition.conversation, transition.effects) == (full, ())


@pytest.mark.parametrize("event", [ResumedLead(7), AskedLeads(), OpenedLead("a1")])
def test_what_names_nothing_changes_nothing(event: Event) -> None:
    """The reply says where the talk stands."""
    transition = heard(event)
    assert (transition.conversation, transition.effects) == (NEW, ())
    assert "To enter a customer" in transition.reply.text


@pytest.mark.parametrize(
    "event",
    [
        AskedLeads("Ada", held=Entries((ADA,))),
        OpenedLead("a1", ADA),
        MendedLead("a1", ADA),
        WithdrewLead("a1", ADA),
        ResumedLead(0),
    ],
)
def test_to_customers_all_of_it_is_a_command_nobody_knows(event: Event) -> None:
    """Even if the shell were wrong and told something."""
    transition = advance(CUSTOMERS, NEW, event, OCCASION)
    assert "Ada" not in transition.reply.text
    assert "/leads" not in transition.reply.text
    assert (transition.conversation, transition.effects) == (NEW, ())


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("+44 7700 900123", Sought(phones=("+447700900123",))),
        ("07700 900123", Sought(phones=("+447700900123",))),
        ("ada@EXAMPLE.org", Sought(emails=("ada@example.org",))),
        ("Ada  Lövelace,", Sought(beginnings=("ada", "lovelace"))),
        ("ada@", Sought(beginnings=("ada@",))),
        ("...", Sought()),
    ],
)
def test_a_text_says_whom_it_looks_for(text: str, wanted: Sought) -> None:
    """A number and an address are read as they would be for an answer, all else is a name."""
    assert sought(AGENTS, text, LISTENER) == wanted


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("lov", True),
        ("marie ada", True),
        ("ADA-marie", True),
        ("ace", False),
        ("ada x", False),
        ("...", False),
        ("ada@example.org", True),
        ("other@example.org", False),
        ("+44 7700 900999", False),
    ],
)
def test_a_name_is_found_by_the_beginnings_of_its_parts(text: str, *, is_found: bool) -> None:
    """In any order; nothing is found by nothing."""
    draft = draft_of("Ada-Marie Lovelace", email="ada@example.org")
    assert is_sought(AGENTS, draft, sought(AGENTS, text, LISTENER)) is is_found


def test_a_draft_without_a_name_is_found_by_none() -> None:
    """Only its phone is known."""
    draft = Draft({"phone": Answer({"phone": "+447700900123"})})
    assert not is_sought(AGENTS, draft, Sought(beginnings=("ada",)))
