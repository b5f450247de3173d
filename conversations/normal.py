"""The normaliser in front of every reader: one form for texts that look the same.

It takes away what cannot be seen and what keyboards differ in, never what a person meant:
case, marks and letters stay. What it leaves alone on purpose, the kinds refuse.
"""

from __future__ import annotations

import re
import unicodedata

# Telegram's limit for a message, https://core.telegram.org/bots/api#sendmessage
LONGEST_MESSAGE = 4096

# Invisible and without meaning in an answer: marks and isolates of direction (U+202E stays: a text
# shown backwards is not what its reader sees), joiners of words, fillers, hyphens not shown.
_INVISIBLE = dict.fromkeys(
    [
        *(0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180E),
        *(0x200B, 0x200E, 0x200F, *range(0x202A, 0x202E), *range(0x2060, 0x2065)),
        *(*range(0x2066, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF, *range(0xE0000, 0xE01F0)),
    ]
)
# Blank to the eye, though Unicode calls them letters and a symbol.
_BLANK = dict.fromkeys((0x3164, 0xFFA0, 0x2800), " ")
_UNSEEN = {**_INVISIBLE, **_BLANK}

# A joiner means something only between letters of the scripts that use it, from Arabic on.
_IDLE_JOINER = re.compile(r"(?<![\u0600-\u1fff])[\u200c\u200d]|[\u200c\u200d](?![\u0600-\u1fff])")
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r"(?: ?\n)+ ?")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# More marks than any word has: to put them in order would cost the square of their number.
# https://unicode.org/reports/tr15/#Stream_Safe_Text_Format
_PILE = re.compile(r"[^\w\s!-~]{31}")

# The wide forms of ASCII that keyboards of East Asia type.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}

# Apostrophes that a keyboard curls; where a reader compares words, not where it keeps them.
STRAIGHT = str.maketrans("’‘", "''")

_ENDS = " .,!;:()\"'«»،؟"
# Letters people write in more than one way: Arabic's, and the Turkish i without its dot.
_SAME_LETTERS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": None, "ı": "i"}
)


def normal(text: str) -> str:
    """Return the text in NFC, without what cannot be seen, blanks and line ends single."""
    if not text.isascii():
        text = _IDLE_JOINER.sub("", text.translate(_UNSEEN))
        text = text if _PILE.search(text) else unicodedata.normalize("NFC", text)
    text = _LINE_ENDS.sub("\n", text)
    return _BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip()


def one_line(text: str) -> str:
    """Return the normal text with its lines joined."""
    return normal(text).replace("\n", " ")


def ascii_digits(text: str) -> str:
    """Return the text with the decimal digits of every script, and wide signs, in ASCII."""
    if text.isascii():
        return text
    return "".join(_digit(character) for character in text.translate(_NARROW))


def folded(words: str) -> str:
    """Return words as they are compared: no case, no marks, no signs around."""
    if words.isascii():
        return words.lower().strip(_ENDS)
    plain = unicodedata.normalize("NFKD", words.casefold().translate(_SAME_LETTERS))
    if not (plain.isascii() or plain.isalpha()):
        plain = "".join([c for c in plain if not unicodedata.combining(c)])
    return plain.strip(_ENDS)


def narrow(text: str) -> str:
    """Return the text with the wide forms of ASCII in their usual width."""
    return text if text.isascii() else text.translate(_NARROW)


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)
