"""What a list looks like before it is read: shown to who sent it, who says whether it is so."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.lists.entries import Entry
    from conversations.lists.plan import Plan


@dataclass(frozen=True, slots=True)
class Met:
    """How many rows are of somebody who is known here already, and the first of them.

    Those have the row's number, and by whom it may be known as an agent may read it.
    """

    count: int = 0
    first: tuple[tuple[int, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Sight:
    """The plan of a list, its headings, and what its first rows come to; `rows` has them all."""

    plan: Plan
    rows: int
    headings: tuple[str, ...]
    first: tuple[Entry, ...]
