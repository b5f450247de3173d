from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conversations.conversation import Conversation
from conversations.events import Agreed, Said, SharedContact, Started
from conversations.machine import advance
from tests.conversations.many.hearing import FLOW
from tests.conversations.test_laws import OCCASION

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.events import Event

PHONE = "447700900123"


def card(*lines: str) -> str:
    """Return a vCard with these properties."""
    return "\n".join(("BEGIN:VCARD", *lines, "END:VCARD"))


def draft(*events: Event) -> Draft:
    """Return the draft of a customer who agreed, and then did all this."""
    talk = Conversation("en")
    for event in (Started(), Agreed(), *events):
        talk = advance(FLOW, talk, event, OCCASION).conversation
    assert talk.draft is not None
    return talk.draft


@pytest.mark.parametrize(
    ("lines", "kept", "why"),
    [
        (["N:Lovelace;Ada"], {"first_name": "Ada", "last_name": "Lovelace"}, "two names"),
        (["N:;Ada"], {"first_name": "Ada", "last_name": ""}, "one name"),
        (
            ["N:García Márquez;Gabriel José"],
            {"first_name": "Gabriel José", "last_name": "García Márquez"},
            "a card says which name is which, so that no blank has to be asked about",
        ),
        (["N:Paris;Jordan"], {"first_name": "Jordan", "last_name": "Paris"}, "names of places"),
        (["FN:Ada Lovelace"], {"first_name": "Ada", "last_name": "Lovelace"}, "as it is shown"),
    ],
)
def test_the_name_of_a_forwarded_contact_is_taken(
    lines: list[str], kept: dict[str, str], why: str
) -> None:
    """With the number, which nobody vouches for."""
    answers = draft(SharedContact(PHONE, own=False, card=card(*lines))).answers

    assert answers["name"].values == kept, why
    assert answers["phone"].values == {"phone": f"+{PHONE}"}
    assert answers["phone"].marks == frozenset()


def test_all_that_a_contact_says_is_taken() -> None:
    """The messenger passes on the whole card, however it was made."""
    lines = (
        "N:Lovelace;Ada",
        f"TEL:+{PHONE}",
        "EMAIL:ada@example.org",
        "BDAY:1990-12-10",
        "GENDER:F",
    )

    answers = draft(SharedContact(PHONE, own=False, card=card(*lines))).answers

    assert answers.keys() == {"name", "phone", "email", "birth_date", "gender"}


def test_two_numbers_of_a_contact_are_asked_about() -> None:
    """The one that was shared comes first."""
    lines = ("N:Lovelace;Ada", "TEL:+447700900456", f"TEL:+{PHONE}")

    doubt = draft(SharedContact(PHONE, own=False, card=card(*lines))).doubt

    assert doubt is not None
    assert [reading.values["phone"] for reading in doubt.readings] == [
        f"+{PHONE}",
        "+447700900456",
    ]


@pytest.mark.parametrize("names", [["N:Hopper;Grace"], []])
def test_the_number_of_somebody_else_is_asked_about(names: list[str]) -> None:
    """A contact with another name than the person gave, or with none, is not taken unseen."""
    events = (Said("Ada Lovelace"), SharedContact(PHONE, own=False, card=card(*names)))

    after = draft(*events)

    assert "phone" not in after.answers
    assert after.doubt is not None
    assert after.answers["name"].values["first_name"] == "Ada"


def test_the_number_of_a_namesake_is_taken() -> None:
    """Who forwards the contact of himself has said his name already."""
    events = (Said("Ada Lovelace"), SharedContact(PHONE, own=False, card=card("N:Lovelace;Ada")))

    assert draft(*events).answers["phone"].values == {"phone": f"+{PHONE}"}


def test_a_contact_that_says_nothing_is_refused() -> None:
    """Neither its number nor anything else can be read."""
    after = draft(Said("Ada Lovelace"), SharedContact("12", own=False))

    assert after.answers.keys() == {"name"}
    assert after.doubt is None
