"""What happens about a lead whose customer may be known already, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.draft import Known


@dataclass(frozen=True, slots=True)
class CreatedAnyway:
    """An agent wants to create somebody who may be known already."""


@dataclass(frozen=True, slots=True)
class OpenedWaiting:
    """An agent wants the lead at this place behind the one that is open."""

    place: int


@dataclass(frozen=True, slots=True)
class FoundKnown:
    """It was looked who is known already of the phone and the e-mail of an agent's lead."""

    reached_at: frozenset[str]
    known: tuple[Known, ...] = ()


KnownEvent = CreatedAnyway | OpenedWaiting | FoundKnown
