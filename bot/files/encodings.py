"""Which letters the bytes of a text file mean: what Excel, Numbers and phones write.

A text says it by a mark, or is UTF-8, or is of one of the four code pages that Windows uses in
the bot's languages. Those are told apart by what is common in a name: in Latin ones a letter
beyond ASCII stands beside others of ASCII, in Arabic and Russian ones beside its like.
"""

from __future__ import annotations

import codecs
import re
from typing import Final

from conversations.lists.unfit import Unfit

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16's, which it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# What no text has: controls other than tab, line ends and form feed.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")

_WORD: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_FOREIGN: Final = re.compile(rb"[\x80-\xff]{2,}")
_ASCII: Final = bytes(range(128))
_MOSTLY: Final = 4  # parts
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
# The most frequent letters of Arabic; in the code page they lie where Russian has small letters.
_ARABIC_ALWAYS: Final = re.compile("[لمنهويى]")
_CYRILLIC_WORD: Final = re.compile("[\u0400-\u04ff]+")


def text_of(data: bytes) -> str | Unfit:
    """Return a file's text, without its mark; what is wrong where it is none."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\x00" in data:
        return _decoded(data, _wide(data))
    try:
        return _text(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _of_code_page(data)


def _wide(data: bytes) -> str:
    """Return which UTF-16 it is: digits and signs have their zero byte at one side."""
    return "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be"


def _decoded(data: bytes, encoding: str) -> str | Unfit:
    try:
        return _text(data.decode(encoding))
    except UnicodeDecodeError:
        return Unfit.NOT_A_LIST


def _text(text: str) -> str | Unfit:
    return Unfit.NOT_A_LIST if _CONTROL.search(text) else text


def _of_code_page(data: bytes) -> str | Unfit:
    """Return a text by the code page of Windows that it is in."""
    if _CONTROL.search(data.decode("latin-1")):
        return Unfit.NOT_A_LIST
    encoding = None if _is_almost_utf8(data) else _code_page(data)
    return Unfit.UNKNOWN_ENCODING if encoding is None else _decoded(data, encoding)


def _is_almost_utf8(data: bytes) -> bool:
    """Tell whether far most of what is beyond ASCII is UTF-8: then the rest is broken."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(text.encode("ascii", "ignore")) + broken * _MOSTLY < len(text)


def _code_page(data: bytes) -> str | None:
    """Return which of the four a text is in, None where it is none of them."""
    foreign = [word for word in _WORD.findall(data) if _FOREIGN.fullmatch(word)]
    beyond_ascii = len(data.translate(None, _ASCII))
    if sum(map(len, foreign)) * 2 < beyond_ascii:
        return _latin(data)
    if _is_arabic(b"".join(foreign).decode("cp1256")):
        return "cp1256"
    return "cp1251" if _is_russian(b" ".join(foreign)) else None


def _latin(data: bytes) -> str | None:
    """Return the Turkish page: it is the Western one but for six letters of Iceland."""
    for encoding in ("cp1254", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return None


def _is_arabic(letters: str) -> bool:
    arabic, always = len(_ARABIC.findall(letters)), len(_ARABIC_ALWAYS.findall(letters))
    return arabic * 10 >= len(letters) * 9 and always * 10 >= len(letters)


def _is_russian(words: bytes) -> bool:
    """Tell whether most words look as names do: a capital at the beginning, or all capitals."""
    said = _CYRILLIC_WORD.findall(words.decode("cp1251", "replace"))
    named = [word for word in said if word.istitle() or word.isupper()]
    return len(named) * 2 >= len(said) > 0
