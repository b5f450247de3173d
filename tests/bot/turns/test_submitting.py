"""What the company adds to the answers of a confirmed draft."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.turns.submitting import Submitting
from conversations.answers import Answer
from conversations.draft import Draft
from conversations.registration import registration
from storage import Chat

if TYPE_CHECKING:
    from storage import Keyring

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FLOW = registration(
    company="Example Ltd",
    languages=("en",),
    region="GB",
    extra=("country", "identity_number", "job", "address"),
    countries=("TR", "DE"),
)
EXTRA = {
    "country": Answer({"country": "TR"}),
    "identity_number": Answer({"identity_number": "AB 123456"}),
    "job": Answer({"job": "Mathematician"}),
    "address": Answer({"address": "1 Example Street\nLondon"}),
}


def sent(keyring: Keyring, answers: dict[str, Answer], **defaults: int) -> dict[str, Any]:
    """Return the body of Ada's submission with these answers besides."""
    submitting = Submitting(FLOW, keyring, "-", "date", defaults, {"TR": 90, "DE": 49})
    name = Answer({"first_name": "Ada", "last_name": "Byron"})
    draft = Draft({"name": name, "phone": Answer({"phone": "+447700900101"}), **answers})
    body: dict[str, Any] = json.loads(
        submitting.submission(Chat(7, "token", 1, {}), draft, None, NOW).body
    )
    return {key: value for key, value in body.items() if key not in {"first_name", "last_name"}}


def test_further_answers_are_sent_as_flextell_spells_them(keyring: Keyring) -> None:
    """The country as its id there, the address on one line."""
    assert sent(keyring, EXTRA) == {
        "phone_number": "+447700900101",
        "country_id": 90,
        "identity_number": "AB 123456",
        "job": "Mathematician",
        "address": "1 Example Street, London",
    }


@pytest.mark.parametrize(
    ("answers", "country_id"),
    [(EXTRA, 90), ({}, 1), ({"country": Answer({"country": "FR"})}, 1)],
)
def test_the_companys_country_is_for_who_has_not_answered(
    keyring: Keyring, answers: dict[str, Answer], country_id: int
) -> None:
    """A country whose id was taken out of the settings meanwhile counts as not answered."""
    assert sent(keyring, answers, country_id=1)["country_id"] == country_id


def test_no_country_is_made_up(keyring: Keyring) -> None:
    """Where nobody answered and the company has none, none is sent."""
    assert "country_id" not in sent(keyring, {"country": Answer({"country": "FR"})})
