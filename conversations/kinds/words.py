"""Lists of words, written as people read them: side by side, with blanks between."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """Return the set of the words of a text."""
    return frozenset(text.split())
