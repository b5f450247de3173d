"""Letters that look like others: what stands in an address must be what the eye reads there."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Small Cyrillic and Greek letters that are drawn like Latin ones.
# https://www.unicode.org/Public/security/latest/confusables.txt
_LIKE_LATIN: Final = frozenset("асеорхуіјѕһԁԛԝѵӏкмαικνορυϲϳ")
# Latin letters of phonetics, nearly all of which are drawn like a plain one.
_PHONETIC: Final = frozenset(map(chr, range(0x250, 0x2B0)))
_PARTS: Final = re.compile(r"[^@.\-_+]+")
# Scripts that are written side by side.
_TOGETHER: Final = frozenset({"HIRAGANA", "KATAKANA", "CJK", "KATAKANA-HIRAGANA", "BOPOMOFO"})


def is_deceptive(address: str) -> bool:
    """Tell whether a letter of the address may pass for another one.

    A part all of whose letters look Latin is clear beside one of its script that does not: the
    ending of a Cyrillic domain that is written in three such letters.
    """
    if address.isascii():
        return False
    parts = [part for part in _PARTS.findall(address.lower()) if not part.isascii()]
    clear = {_script(c) for part in parts for c in part if c.isalpha() and c not in _LIKE_LATIN}
    return any(_is_mixed(part) or _looks_latin(part, clear) for part in parts)


def _is_mixed(part: str) -> bool:
    """Tell whether a part has letters of several scripts, or such as nobody writes."""
    letters = [c for c in part if not c.isascii()]
    is_odd = unicodedata.normalize("NFKC", part) != part or any(map(_is_odd, letters))
    return is_odd or len({_script(c) for c in part if c.isalpha()}) > 1


def _looks_latin(part: str, clear: set[str]) -> bool:
    letters = [c for c in part if not c.isascii()]
    return _LIKE_LATIN.issuperset(letters) and clear.isdisjoint(map(_script, letters))


def _is_odd(character: str) -> bool:
    """Tell whether a character is a digit of another script, or a letter of phonetics."""
    return unicodedata.decimal(character, None) is not None or character in _PHONETIC


def _script(letter: str) -> str:
    """Return the first word of a letter's name, which is its script for all that write names."""
    script = unicodedata.name(letter, "NONE").partition(" ")[0]
    return "CJK" if script in _TOGETHER else script
