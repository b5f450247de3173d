"""Free words, on one line or on several, for questions whose answer has no form of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conversations.answers import Reading, Readings, Refusal, Values
from conversations.normal import LONGEST_MESSAGE, narrow, normal, one_line
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.kinds.kind import Choice, Listener
    from conversations.wording import Wording

# Control characters, halves of surrogate pairs, private and unassigned characters.
_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
# What a cell of a spreadsheet begins with that is worked out, instead of shown.
FORMULA = frozenset("=+-@")
_BULLET = re.compile(r"^[-+*•‣–—] +")
_ARABIC = re.compile("[\u0620-\u06d3]")
_COMMAS = " ,،，、"
_BACKWARDS = "\u202e"  # RIGHT-TO-LEFT OVERRIDE shows letters in another order than they are kept


def is_printable(text: str) -> bool:
    """Tell whether a text can be kept and shown as it is: no control or override is in it."""
    if text.isascii():
        return text.isprintable()
    return not any(unicodedata.category(c) in _UNPRINTABLE or c == _BACKWARDS for c in text)


def on_one_line(words: str) -> str:
    """Return words with a comma of their script where a line ended, unless one stood there."""
    if "\n" not in words:
        return words
    lines = (line.rstrip(_COMMAS) for line in words.split("\n"))
    comma = "، " if _ARABIC.search(words) else ", "
    return comma.join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Text:
    """Words of at most `max_length` characters once on one line, kept under `key`.

    Where the answer `has_lines`, they are kept as they were typed.
    """

    key: str
    max_length: int
    has_lines: bool = False

    def offered(self, given: Values) -> tuple[Choice, ...]:  # noqa: ARG002 - the contract's
        """Return none: anything may be typed."""
        return ()

    @property
    def asks_contact(self) -> bool:
        """Tell that a contact does not answer it."""
        return False

    def read(self, text: str, listener: Listener) -> Readings:  # noqa: ARG002 - the contract's
        """Return the words as they were typed, without a bullet ahead.

        What is read as a formula where Flextell's customers are opened in a spreadsheet is
        refused: https://owasp.org/www-community/attacks/CSV_Injection
        """
        if len(text) > LONGEST_MESSAGE:
            return self._too_long()
        words = _BULLET.sub("", normal(text) if self.has_lines else one_line(text))
        line = on_one_line(words)
        if len(line) > self.max_length:
            return self._too_long()
        if not any(map(str.isalpha, line)):
            return Refusal(sentence("Please answer in words."))
        if narrow(line[0]) in FORMULA:
            return Refusal(sentence("Please begin with a letter or a digit, not with a sign."))
        if not is_printable(line):
            return Refusal(
                sentence("There are signs in that text that cannot be shown. Please type it anew.")
            )
        return (Reading({self.key: words}),)

    def write(self, values: Values) -> str:
        """Return the words."""
        return values[self.key]

    def show(self, values: Values, wording: Wording) -> str:
        """Return the words on one line, isolated."""
        return wording.isolated(on_one_line(values[self.key]))

    def label(self, values: Values, wording: Wording) -> str:
        """Return the words on one line, isolated."""
        return self.show(values, wording)

    def _too_long(self) -> Refusal:
        return Refusal(
            sentence(
                "That is too long. Please say it in fewer words; the limit in characters is"
                " {limit}.",
                limit=self.max_length,
            )
        )
