"""What became of a row of a list, in the words of the file that goes back to who sent it."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.lists.entries import State
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.sentences import Sentence


class Outcome(StrEnum):
    """What became of a row."""

    TAKEN = "taken"  # it is a lead since, by this list
    KNOWN = "known"  # the same row was a lead of this agent's before
    MET = "met"  # somebody with this phone or e-mail is known, and the agent wants none of those
    OPEN = State.OPEN.value
    REFUSED = State.REFUSED.value


WORDS: Final[Mapping[Outcome, Sentence]] = MappingProxyType(
    {
        Outcome.TAKEN: sentence("taken"),
        Outcome.KNOWN: sentence("taken before"),
        Outcome.MET: sentence("left out"),
        Outcome.OPEN: sentence("needs an answer"),
        Outcome.REFUSED: sentence("not taken"),
    }
)

# The headings of the two columns that are added.
OUTCOME: Final = sentence("Status")
REASON: Final = sentence("Reason")
