from __future__ import annotations

from datetime import date

import pytest

from conversations.sentences import sentence
from conversations.wording import wording, wording_near


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("Example Inc.", "Welcome to Example Inc. We ask little."),
        ("Example", "Welcome to Example. We ask little."),
        ("And so on...", "Welcome to And so on... We ask little."),
    ],
)
def test_an_abbreviation_ends_a_sentence_with_its_own_full_stop(said: str, text: str) -> None:
    """`Inc.`, `S.A.`, and the Russian year are not followed by a second full stop."""
    assert wording("en").say(sentence("Welcome to {name}. We ask little.", name=said)) == text


def test_a_day_is_said_within_a_sentence() -> None:
    """A date in a place is a day of the language, its full stop the sentence's."""
    assert (
        wording("en").say(sentence("Since {day}.", day=date(1990, 4, 3))) == "Since 3 April 1990."
    )


@pytest.mark.parametrize(
    ("tag", "language", "answered_in"),
    [
        ("en", "en", "en"),
        ("ar-EG", "ar", "ar"),
        ("pt_BR", "pt", "en"),
        ("hu", "hu", "en"),
        ("xx", "en", "en"),
        ("", "en", "en"),
    ],
)
def test_who_speaks_another_language_is_answered_in_english(
    tag: str, language: str, answered_in: str
) -> None:
    """The months and the order of names are his own, the sentences those that there are."""
    near = wording_near(tag)
    assert (near.language, near.locale.language) == (language, language)
    assert near.say(sentence("Name")) == wording(answered_in).say(sentence("Name"))
