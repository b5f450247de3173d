"""Where the numbers are in a text: runs of digits and of the signs people put between them.

A run is either a whole number or none. Whatever could slip into a number unseen (letters, which
phonenumbers turns into keypad digits; extensions; dates; cards) is recognised here first.
"""

from __future__ import annotations

import re
from typing import Final

from conversations.kinds.digit_words import are_spelled_in
from conversations.normal import ascii_digits, normal

_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−‧・⁃ー~∼～"), "-") | {0x2044: "/", 0x2215: "/"}

# https://faq.whatsapp.com/5913398998672934 ; the number in these links is always international.
_LINK: Final = re.compile(
    r"(?:https?://)?(?:www\.)?"
    r"(?:wa\.me/|(?:api|web)\.whatsapp\.com/send/?\?phone=|t\.me/"
    r"|viber://(?:chat|add)\?number=)"
    r"(?:\+|%2b)?(\d{7,15})(?![\d])\S*",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"\btel:(?://)?(?=[+\d(])", re.IGNORECASE)
# RFC 3966 writes ";ext=", people write the rest; never a part of E.164.
_EXTENSION: Final = re.compile(
    r"(?<=\d)[ .,;)/-]{0,3}"
    r"(?:;ext=|;isub=|#|\bext(?:n|ension)?\b|\bx(?=[ .:]?\d)|\b(?:anexo|ramal|poste|interno)\b"
    r"|\b(?:durchwahl|dw|dahili)\b|доб(?:авочный)?|вн(?:утр)?\.|内線|分机|내선|تحويلة|داخلی)"
    r"[ .:#]{0,3}\d{1,7}\b",
    re.IGNORECASE,
)

# Most numbers come bare: every link, scheme, extension and hour has a letter or another sign.
_BARE: Final = re.compile(r"[-+0-9 ()/.]*")
_LETTER: Final = "A-Za-z\u00aa-\u02af\u0370-\u052f"
# A letter touching a digit, or alone between two, is a slip (O for 0) or a word on a keypad.
_LETTERED: Final = re.compile(
    rf"\d[-./]?[{_LETTER}]|[{_LETTER}]\d|\d ?[{_LETTER}](?:[{_LETTER}](?![{_LETTER}]))? ?\d"
    rf"|(?<![{_LETTER}])[OoIlSB][-./)]\d"
)
# Stars for digits that are not told.
_HIDDEN: Final = re.compile(r"\d[-. ]?\*+[-. ]?(?:\d|\*)")
_KEYCAP: Final = "\u20e3"  # around a digit, as emoji keyboards have them
_RUN: Final = re.compile(r"[+(\d][-+\d ().\[\]/]*")
_DATE: Final = re.compile(
    r"(?:\d{1,2}([-./ ])\d{1,2}\1(?:1[89]|20)\d\d|(?:1[89]|20)\d\d([-./])\d{1,2}\2\d{1,2})"
    r"(?![\d./-])"
)
# Digits in other places are no number: in a link, an address, a code for the exchange (*67).
_ELSEWHERE: Final = re.compile(
    r"(?<!\S)[^\s@]*+@\S++|(?:https?://|\bwww\.)\S++|(?<!\S)[*#]\d{2,3}(?:[*#]|(?!\S))",
    re.IGNORECASE,
)
_BETWEEN: Final = re.compile(r"(?<=\d)[_•·'’](?=\d)")
_SHORT_TAIL: Final = re.compile(r"(?:\d,|(?:\d[-. ]?){5}/)\d{1,3}(?![-. ]?\d)")
_HOUR: Final = re.compile(
    r"(?<=[a-z]{2} )\d{1,2}(?::\d\d)? ?(?:am|pm|h)\b|(?<![\d:])\d{1,2}:\d\d(?![\d:])",
    re.IGNORECASE,
)
_PLUS_AHEAD: Final = re.compile(r"(?=\+)")
_SLASH: Final = re.compile(r" ?/ ?")
_SLASH_OR_BLANK: Final = re.compile(r" ?[/ ] ?")
_DIGITS: Final = re.compile(r"\d+")
_FIGURE: Final = re.compile(r"\d{3}")
_FEWEST_DIGITS: Final = 4  # the shortest numbers are those of Niue, Tokelau and Tristan da Cunha
_FEWEST_DIGITS_OF_TWO: Final = 13
_LONGEST_RUN: Final = 40
_MOST_RUNS: Final = 6


def plain(text: str) -> str:
    """Return the text with ASCII digits and dashes, links as numbers, and no extensions."""
    text = ascii_digits(normal(text)).translate(_DASHES).replace(_KEYCAP, "")
    if _BARE.fullmatch(text):
        return text
    text = _ELSEWHERE.sub(" ", _SCHEME.sub("", _LINK.sub(r" +\1 ", text)))
    text = _BETWEEN.sub("-", text)
    return _HOUR.sub(" ", _EXTENSION.sub(" ", text))


def has_letters_in_number(text: str) -> bool:
    """Tell whether letters stand in or against digits or for them: no number can be trusted."""
    if _BARE.fullmatch(text):
        return False
    has_some = _LETTERED.search(text) is not None or _HIDDEN.search(text) is not None
    return has_some or are_spelled_in(text)


def is_all(run: str, text: str) -> bool:
    """Tell whether a run is all there is in digits of a text, single figures apart."""
    return _FIGURE.search(text.replace(run, "")) is None


def has_decimals(text: str) -> bool:
    """Tell whether digits go on behind a comma as in an amount or a dialled pause."""
    return ("," in text or "/" in text) and _SHORT_TAIL.search(text) is not None


def is_date(run: str) -> bool:
    """Tell whether a run of digits is written as a day is."""
    return _DATE.match(run) is not None


def runs(text: str) -> list[str]:
    """Return the runs of `plain` text that are long enough for a number, each once."""
    whole = (run.strip(" .-/[") for run in _RUN.findall(text))
    pieces = (piece for run in whole for piece in _split_at_plus(run))
    long = (piece for piece in pieces if len(digits(piece)) >= _FEWEST_DIGITS)
    return list(dict.fromkeys(long))[:_MOST_RUNS]


def halves(run: str) -> list[tuple[str, str]]:
    """Return the ways to see two numbers that begin alike in one run, cut at a slash or blank."""
    if len(run) > _LONGEST_RUN:
        return []
    sign = _SLASH_OR_BLANK if len(digits(run)) >= _FEWEST_DIGITS_OF_TWO else _SLASH
    cuts = [cut.span() for cut in sign.finditer(run)]
    pairs = [(run[:start], run[end:]) for start, end in cuts]
    return [(a, b) for a, b in pairs if a.lstrip("(")[:1] == b.lstrip("(")[:1]]


def digits(run: str) -> str:
    """Return the digits alone."""
    return "".join(_DIGITS.findall(run))


def is_card(run: str) -> bool:
    """Tell whether a run is a payment card's number (ISO/IEC 7812: prefix, length, Luhn)."""
    number = digits(run)
    is_long = len(number) in range(16, 20) or (len(number) in {14, 15} and number[0] == "3")
    return is_long and not run.startswith(("+", "00")) and _luhn(number) % 10 == 0


def _luhn(number: str) -> int:
    doubled = (sum(divmod(int(digit) * 2, 10)) for digit in number[-2::-2])
    return sum(doubled) + sum(map(int, number[-1::-2]))


def _split_at_plus(run: str) -> list[str]:
    """Return the run cut before every `+`, each of which begins a number."""
    return [piece.strip() for piece in _PLUS_AHEAD.split(run) if piece.strip()]
