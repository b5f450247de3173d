"""The list of given names is written as it is compared."""

from __future__ import annotations

from conversations.kinds.given_names import GIVEN_NAMES
from conversations.normal import folded


def test_given_names_are_folded() -> None:
    """Whoever adds one in its usual letters would never find it."""
    assert {name for name in GIVEN_NAMES if folded(name) != name} == set()
