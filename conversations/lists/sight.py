"""What a list looks like before it is read: shown to who sent it, who says whether it is so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.lists.entries import Entry
    from conversations.lists.plan import Plan


@dataclass(frozen=True, slots=True)
class Sight:
    """The plan of a list, its headings, and what its first rows come to; `rows` has them all."""

    plan: Plan
    rows: int
    headings: tuple[str, ...]
    first: tuple[Entry, ...]
