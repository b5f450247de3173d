"""An identity number, kept as it is written on the card or passport, and never shown whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conversations.answers import FAILS_CHECK, Reading, Readings, Refusal, Values
from conversations.kinds.national_numbers import NATIONAL_NUMBERS
from conversations.kinds.text import FORMULA, is_printable
from conversations.normal import LONGEST_MESSAGE, ascii_digits, one_line
from conversations.sentences import Sentence, sentence

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording

MASK: Final = "••••••"

# Flextell states no limit; this is what it takes for any other line.
_LONGEST: Final = 255
_FEWEST_SIGNS: Final = 4
_MOST_SHOWN: Final = 4
# Words around a number, which are no part of it; letters that are touch digits, or are few.
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]{4,}(?!\w)")
# Of a passport or a card: https://www.icao.int/publications/Documents/9303_p4_cons_en.pdf
_DOCUMENT: Final = re.compile(
    r"[A-Z]{1,3} ?[0-9]{6,8}[A-Z]?|[A-Z](?=(?:[A-Z]{0,8}[0-9]){5})[A-Z0-9]{8}"
)
_EXAMPLE: Final = "AB 123456"


@dataclass(frozen=True, slots=True)
class IdentityNumber:
    """A number of letters and digits, kept under `key`.

    Where `region` (ISO 3166) gives its people numbers that can be checked, one that does not pass
    is asked about: it may be mistyped, or of another country.
    """

    key: str
    region: str = ""

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return none: it has to be typed."""
        return ()

    def read(self, text: str, listener: Listener) -> Readings:  # noqa: ARG002 - the contract's
        """Return the number, its digits in ASCII; marked where it fails the region's check."""
        if len(text) > LONGEST_MESSAGE:
            return Refusal(self._reason())
        line = one_line(ascii_digits(text))
        number = self.right_one(line) if len(line) <= _LONGEST else None
        if number is not None:
            return (Reading({self.key: number}),)
        if not _is_number(line):
            return Refusal(self._reason())
        is_checked = self.region in NATIONAL_NUMBERS
        marks = frozenset({FAILS_CHECK}) if is_checked else frozenset[str]()
        return (Reading({self.key: line}, marks),)

    def right_one(self, text: str) -> str | None:
        """Return what passes the check of the region's numbers, wherever it stands in a text."""
        national = NATIONAL_NUMBERS.get(self.region)
        if national is None:
            return None
        return next(national.right_ones(one_line(ascii_digits(text)).upper()), None)

    def is_likely(self, text: str) -> bool:
        """Tell whether a text has a number that passes its check, or is made like a document's."""
        looks = _DOCUMENT.fullmatch(one_line(ascii_digits(text)).upper())
        return looks is not None or self.right_one(text) is not None

    def write(self, values: Values) -> str:
        """Return the number."""
        return values[self.key]

    def show(self, values: Values, wording: Wording) -> str:
        """Return the end of the number behind a mask, isolated."""
        return wording.isolated(masked(values[self.key]))

    def label(self, values: Values, wording: Wording) -> str:
        """Return that the number is right as it is: it is offered only where that is in doubt."""
        number = masked(values[self.key])
        return wording.say(sentence("Use it anyway: {number}", number=number))

    def _reason(self) -> Sentence:
        national = NATIONAL_NUMBERS.get(self.region)
        return sentence(
            "I see no identity number in that. Please send the number alone, for example"
            " {example}.",
            example=_EXAMPLE if national is None else national.example,
        )


def masked(number: str) -> str:
    """Return the last four signs of a number, of a short one fewer, behind a mask.

    The mask is as long for every number: not even its length is told.
    """
    signs = [sign for sign in number if sign.isalnum()]
    shown = min(_MOST_SHOWN, len(signs) // 2)
    return MASK + "".join(signs[-shown:])


def _is_number(line: str) -> bool:
    """Tell whether a line can be somebody's number: it has a digit, and no words around it.

    No number begins as a spreadsheet's formula does.
    """
    if line[:1] in FORMULA:
        return False
    signs = sum(sign.isalnum() for sign in line)
    has_digit = any(sign.isdecimal() for sign in line)
    fits = len(line) <= _LONGEST and signs >= _FEWEST_SIGNS
    return fits and has_digit and is_printable(line) and not _WORD.search(line)
