"""What becomes of those on a list who are known already, as its agent decides for all of them."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.sentences import Sentence


class OnKnown(StrEnum):
    """What an agent decides; a button carries the value."""

    LEAVE_OUT = "leave_out"
    STAFF = "staff"
    OTHERS = "others"
    ANEW = "anew"


# Why somebody is created although he is known: kept with each of those.
REASONS: Final[Mapping[OnKnown, Sentence]] = MappingProxyType(
    {
        OnKnown.OTHERS: sentence("they are other people"),
        OnKnown.ANEW: sentence("what is there is out of date"),
    }
)

LABELS: Final[Mapping[OnKnown, Sentence]] = MappingProxyType(
    {
        OnKnown.LEAVE_OUT: sentence("Leave them out"),
        OnKnown.STAFF: sentence("Leave them to staff"),
        **{
            choice: sentence("Create anyway: {reason}", reason=reason)
            for choice, reason in REASONS.items()
        },
    }
)
