from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.normal import ascii_digits, folded, narrow, normal, one_line


@pytest.mark.parametrize(
    ("typed", "read", "why"),
    [
        ("  Ada   Lovelace\t", "Ada Lovelace", "blanks"),
        ("Ada\u00a0\u2003Lovelace", "Ada Lovelace", "blanks of other widths"),
        ("one\r\n\r\n two \x85three", "one\ntwo\nthree", "ends of lines"),
        ("e\u0301", "é", "NFC"),
        ("\u202aAda\u202c\u200e\u2066!\u2069", "Ada!", "direction marks"),
        ("A\u200bd\u2060a\ufeff", "Ada", "no width"),
        ("e\u00admail", "email", "a hyphen nobody sees"),
        ("a\u3164b", "a b", "a filler"),
        ("می\u200cخواهم", "می\u200cخواهم", "Persian needs its joiner"),
        ("क\u094d\u200dष", "क\u094d\u200dष", "so does Hindi"),
        ("A\u200cd\u200da", "Ada", "Latin does not"),
        ("👩\u200d💻", "👩💻", "nor do pictures here"),
        ("\u202eabc", "\u202eabc", "an override stays, to be refused"),
        ("a\x00b", "a\x00b", "so does a control character"),
        ("\ud800", "\ud800", "and half a character"),
    ],
)
def test_what_looks_the_same_becomes_the_same(typed: str, read: str, why: str) -> None:
    """What cannot be seen goes away, what was meant stays."""
    assert normal(typed) == read, why


def test_piled_marks_are_left_alone() -> None:
    """Putting a pile of marks in order would cost the square of its height."""
    pile = "a" + "\u0301\u0323" * 16

    assert normal(pile) == pile


@given(st.text(alphabet=st.characters(), max_size=60))
def test_normal_text_is_normal(text: str) -> None:
    """A second pass changes nothing, and no text is too odd."""
    assert normal(normal(text)) == normal(text)
    assert "\n" not in one_line(text)


def test_digits_of_every_script_are_read() -> None:
    """Digits become ASCII, and so do the wide signs of East Asia."""
    assert ascii_digits("٠١٢ ۳۴۵ ६७ ๘๙ ＋１（2）") == "012 345 67 89 +1(2)"
    assert ascii_digits("²") == "²"
    assert narrow("ａ＠ｂ") == "a@b"


def test_words_are_compared_without_case_and_marks() -> None:
    """What people spell in several ways is one word."""
    assert folded("ÉTÉ.") == "ete"
    assert folded("KASIM") == folded("kasım") == folded("Kasım")
    assert folded("أنثى") == folded("انثي")
