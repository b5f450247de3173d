"""Texts that are too long to be worth a closer look."""

from __future__ import annotations

from conversations.answers import Refusal
from conversations.kinds.name import Name
from conversations.kinds.phone_runs import halves
from tests.conversations.kinds.reading import listener


def test_a_line_longer_than_both_names_can_be_is_refused() -> None:
    """A short message may still be too long a name, and a very long one surely is."""
    for text in ("Ada " * 150, "a" * 3000):
        refusal = Name().read(text, listener())
        assert isinstance(refusal, Refusal)
        assert refusal.reason.text.startswith("That is too long for a name.")


def test_a_run_longer_than_two_numbers_is_not_cut() -> None:
    """It is no pair of numbers, however often it is parted."""
    pair = "0532 123 45 67/0542 123 45 67"
    assert halves(pair) == [("0532 123 45 67", "0542 123 45 67")]
    assert halves(f"{pair}/{pair}") == []
