"""Answers, and the readings they come from.

An answer is one or more canonical strings, by the name of the field they fill: a name yields
`first_name` and `last_name`, a phone `phone`.
The same strings are kept in the draft, in the submission and in the record sent on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conversations.sentences import Sentence

Values = Mapping[str, str]

VERIFIED = "verified"  # the person showed that the number is his own
UNLISTED = "unlisted"  # possible, but in no numbering plan
FAILS_CHECK = "fails check"  # not made as such numbers are; the person says that it is right
GUESSED = "guessed"  # near to what was said, and offered; never taken by itself
DENIED = "denied"  # said beside words like "not" or "wrong", and offered; never taken by itself
REFUSED = "refused"  # Flextell did not take it, so it cannot be kept as it is

# Marks of readings that are asked about, even where there is only one.
DOUBTFUL = frozenset({UNLISTED, FAILS_CHECK, GUESSED, DENIED})


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was said."""

    values: Values
    marks: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a text cannot be the answer; one sentence that says what is wrong and shows how."""

    reason: Sentence


# What reading a text comes to: one reading is taken, several are asked about, none is a refusal.
Readings = tuple[Reading, ...] | Refusal


def are_doubtful(readings: tuple[Reading, ...]) -> bool:
    """Tell whether readings have to be asked about."""
    return len(readings) > 1 or not DOUBTFUL.isdisjoint(readings[0].marks)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one question, and where it came from."""

    values: Values
    said: str = ""
    message_id: int | None = None
    marks: frozenset[str] = field(default_factory=frozenset)
