"""What the operators' pages work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.rules import Rules
    from bot.operators.entrance import Entrance
    from bot.turns.batches import Batches
    from bot.turns.taking import Talk
    from storage import Database


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of the house that an operator reaches."""

    entrance: Entrance
    database: Database
    batches: Batches
    talk: Talk
    rules: Rules
    wake_delivery: Callable[[], None]
