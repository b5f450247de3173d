"""What a column holds, by its cells, where no heading says it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.answers import DOUBTFUL, Refusal
from conversations.kinds.country import Country
from conversations.kinds.email import Email
from conversations.kinds.name import Name
from conversations.kinds.one_of import OneOf
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.many.names import is_capitalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.flow import Question
    from conversations.kinds.kind import Kind, Listener

# What cells look like, the most distinct first; every other kind has to be named.
LOOKS: Final = (Email, PastDate, Phone, OneOf, Country, Name)
# The share of its cells that a column has to have of a kind: some are always mistyped.
ENOUGH: Final = 0.6


def share(cells: Sequence[str], question: Question, listener: Listener) -> float:
    """Return which part of some cells surely answers a question, 0 where there are none."""
    if not isinstance(question.kind, LOOKS):
        return 0.0
    filled = [cell for cell in cells if cell]
    if isinstance(question.kind, OneOf) and _is_tick(filled):
        return 0.0
    return sum(_fits(cell, question.kind, listener) for cell in filled) / max(1, len(filled))


def _is_tick(cells: Sequence[str]) -> bool:
    """Tell whether all cells are one and the same letter: they tick something off, as `x` does."""
    return len(set(cells)) == 1 and len(cells[0]) == 1


def _fits(cell: str, kind: Kind, listener: Listener) -> bool:
    if isinstance(kind, Name) and not (is_capitalised(cell) and len(cell) > 1):
        return False
    readings = kind.read(cell, listener)
    if isinstance(readings, Refusal):
        return False
    return all(DOUBTFUL.isdisjoint(reading.marks) for reading in readings)
