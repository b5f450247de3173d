"""What a conversation is told of a confirmed registration: events that the delivery brings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.draft import Draft


@dataclass(frozen=True, slots=True)
class CustomerCreated:
    """Flextell has the customer, under this number."""

    number: str


@dataclass(frozen=True, slots=True)
class FieldsRefused:
    """Flextell did not take the answers to these questions of the draft that was confirmed."""

    keys: tuple[str, ...]
    draft: Draft


@dataclass(frozen=True, slots=True)
class HandedToStaff:
    """Nobody but a member of staff can tell how the registration ended."""


@dataclass(frozen=True, slots=True)
class SentAgain:
    """A member of staff has looked into it: the registration is delivered once more."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A member of staff has looked into it: nobody is registered by it."""


@dataclass(frozen=True, slots=True)
class SeenTo:
    """A member of staff has looked into it, and what came of it may not be told.

    The number may be somebody else's, and that it was registered before is his to know.
    """


@dataclass(frozen=True, slots=True)
class Erased:
    """What was to be erased at its end has come to it; `has_arrived` tells that it is in Flextell.

    No news by itself: whoever took it back is told by a message of its own.
    """

    has_arrived: bool = False


News = CustomerCreated | FieldsRefused | HandedToStaff | SentAgain | GivenUp | SeenTo
