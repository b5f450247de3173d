"""What the heading of a column names, by the words that people write before an answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conversations.many.vocabulary import vocabulary
from conversations.normal import one_line

if TYPE_CHECKING:
    from conversations.flow import Question
    from conversations.kinds.kind import Listener

# How programs write headings: `FirstName`, `first_name`, `Phone 1 - Value`, `E-mail (work) *`.
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|_")
_BEHIND: Final = re.compile(r"\s[-–]\s.*|\(.*|(?<![*:])[*:]++\s*+$")
_NUMBER: Final = re.compile(r"(?<!\s)\s*+(?<!\d)\d++\s*+$")


def key_of(heading: str, questions: tuple[Question, ...], listener: Listener) -> str | None:
    """Return the key of the question, or of the half of a name, that a heading names."""
    words = vocabulary(questions, listener.wording)
    for text in _ways_to_read(one_line(heading)):
        label = words.label(text)
        if label is not None and label.rest == len(text):
            return label.key
    return None


def _ways_to_read(heading: str) -> tuple[str, ...]:
    """Return a heading as it is, and as a person would have written it."""
    plain = _HUMP.sub(" ", _BEHIND.sub("", heading))
    return heading, _NUMBER.sub("", plain).strip()
