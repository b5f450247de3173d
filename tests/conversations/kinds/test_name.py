from __future__ import annotations

import pytest

from conversations.kinds.name import Name
from conversations.wording import wording
from tests.conversations.kinds.reading import listener, read

# Flextell keeps at most so many.
LONG = "x" * 255


def test_a_part_has_up_to_255_letters_after_nfc() -> None:
    """That is Flextell's limit for either field; marks count as part of their letter."""
    assert read(Name(), f"{LONG} {LONG}") == [f"{LONG}|{LONG}"]
    assert read(Name(), "e\u0301" * 255 + " Li") == ["é" * 255 + "|Li"]


@pytest.mark.parametrize("text", ["x" * 256, "x" * 600, "x" * 2049, "a " * 26])
def test_what_is_longer_than_any_name_is_refused(text: str) -> None:
    """By its letters or by its words."""
    (answer,) = read(Name(), text)

    assert answer.startswith("no: That is too long for a name.")


@pytest.mark.parametrize(
    ("first", "last", "language", "shown"),
    [
        ("Ada", "Lovelace", "en", "Ada Lovelace"),
        ("Ada", "", "en", "Ada"),
        ("László", "Nagy", "hu", "Nagy László"),
        ("小明", "王", "en", "王小明"),
        ("철수", "김", "en", "김철수"),
        ("エイダ", "ラブレス", "en", "エイダ ラブレス"),
        ("ليلى", "حداد", "en", "\u2068ليلى حداد\u2069"),
    ],
)
def test_a_name_is_shown_in_its_own_order(
    first: str, last: str, language: str, shown: str
) -> None:
    """A person sees the name as it is written where it comes from."""
    values = {"first_name": first, "last_name": last}

    assert Name().show(values, listener(language).wording) == shown


def test_a_split_is_labelled_by_its_parts() -> None:
    """A button says which part is which, since that is what is asked."""
    both = {"first_name": "Ada King", "last_name": "Lovelace"}
    one = {"first_name": "Van Gogh", "last_name": ""}

    assert Name().label(both, wording("en")) == "First name: Ada King · Last name: Lovelace"
    assert Name().label(one, wording("en")) == "One name only: Van Gogh"


def test_a_name_is_typed() -> None:
    """Neither a button nor a contact answers it."""
    assert Name().offered({}) == ()
    assert not Name().asks_contact
