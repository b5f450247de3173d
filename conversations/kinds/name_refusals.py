"""What keeps a text from being a name, and what is said about it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from conversations.kinds.text import is_printable
from conversations.sentences import Sentence, sentence

MOST_WORDS: Final = 25
SIGNS: Final = frozenset(" .'’‘ʼ`´-‐‑–·・゠()\"“”„«»־׳״")
"""That stand in names."""

_EXAMPLE: Final = sentence("Ada Lovelace")
_MOST_DIGITS: Final = 2
_COMMAS: Final = re.compile("[,،，、]")
_LINK: Final = re.compile(
    r"@|://|\bwww\.|\w\.(?:com|net|org|info|me|io|ru|de|app|link|site|xyz|online|ir|tr|ae|co)\b|^/",
    re.IGNORECASE,
)
_RELATION: Final = re.compile(r"\b[asd]/[lpo]\b", re.IGNORECASE)  # son or daughter of, in Malaysia
_BEGINNINGS: Final = frozenset("'’‘ʼ(\"“„«,،，、")
_JOINERS: Final = frozenset("\u200c\u200d")
_LATIN: Final = re.compile("[A-Za-z\u00c0-\u024f]")
_LIKE_LATIN: Final = re.compile("[\u0370-\u052f]")  # Greek and Cyrillic
# Signs piled up or drawn across, and letters of mathematics, which only look like others.
_PILED: Final = re.compile(
    r"[\u0334-\u0338\U0001d400-\U0001d7ff]|[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]{3}"
)


def doubt(line: str) -> Sentence | None:
    """Return why a line is nobody's name, None where it may be one."""
    if _LINK.search(line):
        return sentence(
            "That looks like a link or an address. Please send your name, for example {example}.",
            example=_EXAMPLE,
        )
    if not any(map(str.isalpha, line)) and sum(map(str.isdigit, line)) <= _MOST_DIGITS:
        return whole_name()
    if sum(map(str.isdigit, line)) > _MOST_DIGITS or _is_numbered(line):
        return sentence(
            "There is a number in that. Please send only your name, for example {example}.",
            example=_EXAMPLE,
        )
    is_odd = _PILED.search(line) or any(map(_is_mixed, line.split()))
    if is_odd or not is_printable(line) or not _has_only_signs_of_names(line):
        return sentence(
            "There are signs in that which a name does not have. Please send it in letters, for"
            " example {example}.",
            example=_EXAMPLE,
        )
    return too_long() if len(line.split()) > MOST_WORDS else None


def too_long() -> Sentence:
    """Return that a text is too long."""
    return sentence(
        "That is too long for a name. Please send only your name, for example {example}.",
        example=_EXAMPLE,
    )


def whole_name() -> Sentence:
    """Return how a name is written."""
    return sentence(
        "Please send your first and last name in letters, for example {example}.",
        example=_EXAMPLE,
    )


def _is_numbered(line: str) -> bool:
    """Tell whether a number stands in a line, or at its beginning, or is all of it in Chinese."""
    is_written_out = len(line) > _MOST_DIGITS and line.isnumeric()
    return line[0].isdigit() or is_written_out or any(map(str.isdigit, line.split()))


def _is_mixed(word: str) -> bool:
    """Tell whether a word has Latin letters and such as only look like them."""
    return not word.isascii() and bool(_LATIN.search(word) and _LIKE_LATIN.search(word))


def _has_only_signs_of_names(line: str) -> bool:
    plain = _COMMAS.sub("", _RELATION.sub("", line))
    are_begun = all(word[0].isalnum() or word[0] in _BEGINNINGS for word in line.split())
    return are_begun and all(c in SIGNS or _is_of_words(c) for c in plain)


def _is_of_words(character: str) -> bool:
    """Tell whether a character is a letter, a mark, a digit or a joiner of letters."""
    return character in _JOINERS or unicodedata.category(character)[0] in "LMN"
