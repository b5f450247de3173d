"""Which of the words in a message are somebody's name, where nothing says so.

A name is the one answer without looks of its own: what may be another thing is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conversations.answers import Refusal
from conversations.kinds.name_phrases import introduced, not_names
from conversations.kinds.name_words import CONJUNCTIONS, PARTICLES, SMALL_PARTICLES
from conversations.many.found import MOST_READINGS, Found, guessed
from conversations.normal import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.answers import Reading
    from conversations.flow import Question
    from conversations.kinds.kind import Listener
    from conversations.many.vocabulary import Vocabulary

_MOST_WORDS: Final = 6
_MOST_SMALL_WORDS: Final = 3  # in small letters it may as well be a sentence
_FEWEST_SURE: Final = 2
_SMALL: Final = PARTICLES | SMALL_PARTICLES | CONJUNCTIONS


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a name, and their place among all that may.

    `is_introduced`: "I am" or the like was ahead of them, and may be so ahead of a trade, too.
    """

    words: str
    place: int
    readings: tuple[Reading, ...]
    is_introduced: bool = False

    @property
    def is_sure(self) -> bool:
        """Tell whether the words look as a name does: several, each with its capital."""
        is_long = len(self.words.split()) >= _FEWEST_SURE
        if self.is_introduced:
            return is_long and is_capitalised(self.words) and self.words.lower() != self.words
        return is_capitalised(self.words) and (is_long or self.place == 0)


def candidate(
    text: str, place: int, question: Question, words: Vocabulary, listener: Listener
) -> Candidate | None:
    """Return the text as what may be a name, None where it is not."""
    name = introduced(text, listener.wording)
    is_introduced = name != ""
    text = name or text
    may_be = is_capitalised(text) or _may_be_small(text, place, words)
    if is_introduced and not is_capitalised(text):
        may_be = may_be and text.islower()  # "I am Ada's husband" is as likely
    is_greeting = folded(text.split(maxsplit=1)[0]) in not_names(listener.wording)
    if not may_be or is_greeting or len(text.split()) > _MOST_WORDS:
        return None
    if any(map(str.isdigit, text)) or words.changes(text):
        return None
    readings = question.kind.read(text, listener)
    return (
        None if isinstance(readings, Refusal) else Candidate(text, place, readings, is_introduced)
    )


def chosen(found: Sequence[Candidate], question: Question, listener: Listener) -> Found | None:
    """Return the name among its candidates; where there are several, all of them to be asked."""
    if not found:
        return None
    if len(found) == 1:
        (only,) = found
        readings = only.readings if only.is_sure else tuple(map(guessed, only.readings))
        return Found(question.key, only.words, readings)
    every = [*_with_comma(found, question, listener), *(r for c in found for r in c.readings)]
    unique = [reading for place, reading in enumerate(every) if reading not in every[:place]]
    words = ", ".join(each.words for each in found)
    return Found(question.key, words, tuple(unique[:MOST_READINGS]))


def is_capitalised(words: str) -> bool:
    """Tell whether every word begins as a name's does: with no small letter, but for particles."""
    return not any(word[0].islower() and word not in _SMALL for word in words.split())


def _may_be_small(text: str, place: int, words: Vocabulary) -> bool:
    """Tell whether words in small letters may be a name typed in haste, not part of a sentence."""
    said = text.split()
    fewest = 1 if place == 0 else _FEWEST_SURE
    return fewest <= len(said) <= _MOST_SMALL_WORDS and not any(map(words.is_light, said))


def _with_comma(
    found: Sequence[Candidate], question: Question, listener: Listener
) -> tuple[Reading, ...]:
    """Return the reading of "Lovelace, Ada", where two words stand side by side."""
    first, second, *more = found
    are_words = not any(" " in each.words for each in (first, second))
    if more or not are_words or second.place != first.place + 1:
        return ()
    readings = question.kind.read(f"{first.words}, {second.words}", listener)
    return () if isinstance(readings, Refusal) else readings
