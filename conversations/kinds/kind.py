"""What a question needs to know about its answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from conversations.answers import Readings, Values
    from conversations.profile import Profile
    from conversations.sentences import Sentence
    from conversations.wording import Wording


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer among few: how it is kept, how it is shown, and the phrases typed for it."""

    value: str
    label: Sentence
    typed: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """Who reads: in which language the person speaks, and what day it is where he is.

    `profile` is what the messenger says he is called, where it says so.
    """

    wording: Wording
    today: date
    profile: Profile | None = None


class Kind(Protocol):
    """How one kind of answer is read and shown.

    Law: `read(write(values))` is exactly one reading with these values, in every language.
    """

    @property
    def asks_contact(self) -> bool:
        """Tell whether sharing one's contact answers it."""

    def offered(self, given: Values) -> tuple[Choice, ...]:
        """Return what can be answered by a button, empty where anything has to be typed.

        `given` holds all answers so far by field: what was said before may make some likely.
        """

    def read(self, text: str, listener: Listener) -> Readings:
        """Return the ways to understand a text; never raises, whatever the text."""

    def write(self, values: Values) -> str:
        """Return the canonical text of an answer."""

    def show(self, values: Values, wording: Wording) -> str:
        """Return the answer as a person would write it, in one line, isolated where needed."""

    def label(self, values: Values, wording: Wording) -> str:
        """Return the words on a button that offers this reading among others."""
