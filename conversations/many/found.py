"""What many answers in one message come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conversations.answers import DOUBTFUL, GUESSED
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.answers import Reading

NONE_FOUND: Final = sentence(
    "I found no answer in that. Several may be in one message: your name, phone, e-mail."
)
MOST_READINGS: Final = 6


@dataclass(frozen=True, slots=True)
class Found:
    """One or more ways to understand part of a message as the answer to a question.

    `is_named`: the message says by name that this is the answer to that question.
    """

    key: str
    words: str
    readings: tuple[Reading, ...]
    is_named: bool = False

    @property
    def is_sure(self) -> bool:
        """Tell whether none of the readings has to be asked about by itself."""
        return all(DOUBTFUL.isdisjoint(reading.marks) for reading in self.readings)

    def guessed(self) -> Found:
        """Return the same, to be asked about."""
        return replace(self, readings=tuple(map(guessed, self.readings)))

    def joined(self, other: Found) -> Found:
        """Return both parts as one, to be asked about where they do not say the same.

        What is doubtful does not stand against what is sure, unless it is named.
        """
        if not (self.is_named or other.is_named) and self.is_sure != other.is_sure:
            return self if self.is_sure else other
        new = tuple(each for each in other.readings if each not in self.readings)
        readings = (*self.readings, *new)[:MOST_READINGS]
        is_said = len(readings) == 1 or other.words in self.words
        words = self.words if is_said else f"{self.words}, {other.words}"
        return Found(self.key, words, readings, self.is_named or other.is_named)


@dataclass(frozen=True, slots=True)
class Many:
    """What was found, one for each question; what was not used; what is to be asked again.

    `reopened` are questions whose answers are said to be wrong, without a better one.
    """

    found: tuple[Found, ...] = ()
    unused: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Tell whether the message speaks of more than the open question.

        A single answer counts where its question is named.
        """
        has_two = len(self.found) > 1
        return has_two or any(found.is_named for found in self.found) or bool(self.reopened)


def guessed(reading: Reading) -> Reading:
    """Return a reading that is asked about before it is taken."""
    return replace(reading, marks=reading.marks | {GUESSED})
