from __future__ import annotations

import pytest

from conversations.kinds.gender import GENDER
from conversations.kinds.kind import Choice
from conversations.kinds.one_of import OneOf
from conversations.kinds.text import Text
from conversations.sentences import phrases, sentence
from conversations.wording import means_abroad, shipped_languages, wording
from tests.conversations.kinds.reading import read


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        ("female", "female", "the value, as the button sends it"),
        ("Female.", "female", "the label with a full stop"),
        ("FEMALE", "female", "capitals"),
        ("f", "female", "a letter"),
        ("Woman", "female", "a word"),
        ("♀", "female", "a sign"),
        ("m", "male", "a letter"),
        ("Man", "male", "a word"),
        ("👨", "male", "a picture"),
        ("other", "other", "the value"),
        ("nonbinary", "other", "a word"),
        ("أنثى", "female", "Arabic with its marks"),
        ("انثي", "female", "Arabic as typed in haste"),
        ("امرأة", "female", "an Arabic word"),
        ("ذَكَر", "male", "Arabic with its vowels"),
        ("رجل", "male", "an Arabic word"),
        ("آخر", "other", "Arabic"),
    ],
)
def test_a_gender_may_be_typed(text: str, value: str, why: str) -> None:
    """The words people use for it in the bot's languages are understood."""
    assert read(GENDER, text) == [value], why


@pytest.mark.parametrize("text", ["", "maybe", "male or female", "not male", "\ud800", "x" * 5000])
def test_what_is_no_choice_is_refused(text: str) -> None:
    """Anything else is refused, and the buttons are pointed to."""
    (answer,) = read(GENDER, text)

    assert answer.startswith("no: I did not understand")


def test_a_label_is_understood_in_every_language() -> None:
    """A button's words may be typed instead, in any language the bot speaks."""
    for language in shipped_languages():
        for choice in GENDER.choices:
            assert read(GENDER, wording(language).say(choice.label), "en") == [choice.value]
            assert GENDER.show({"gender": choice.value}, wording(language))


def test_a_word_for_two_choices_is_asked_about() -> None:
    """Where a language has one short form for two choices, both are offered."""
    kind = OneOf(
        "size",
        (
            Choice("s", sentence("Small"), phrases("little, medium")),
            Choice("l", sentence("Large"), phrases("big, medium")),
        ),
    )

    assert read(kind, "Little") == ["s"]
    assert read(kind, "medium") == ["s", "l"]


def test_a_letter_of_another_language_means_nothing() -> None:
    """One or two Latin letters stand for too much to be heard in any language but one's own."""
    assert read(GENDER, "ذ") == ["male"]
    assert not means_abroad("k")
    assert not means_abroad("er")
    assert means_abroad("kız")
    assert means_abroad("ж")


def test_labels_are_heard_where_no_words_are_given() -> None:
    """A kind of few choices needs nothing but the choices."""
    kind = OneOf("size", (Choice("s", sentence("Small")), Choice("l", sentence("Large"))))

    assert read(kind, "large") == ["l"]
    assert read(kind, "small", "fr") == ["s"]
    assert not kind.asks_contact
    assert kind.label({"size": "l"}, wording("en")) == "Large"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Engineer", "Engineer"),
        ("  12\tDowning\n Street ", "12 Downing Street"),
        ("مهندس", "مهندس"),
        ("C++ & Rust", "C++ & Rust"),
        ("x" * 40, "x" * 40),
        ("- Cook", "Cook"),
        ("• Cook + waiter", "Cook + waiter"),
        ("2nd engineer", "2nd engineer"),
    ],
)
def test_a_line_is_kept_as_typed(text: str, kept: str) -> None:
    """Free words stay what they are, on one line; a bullet ahead is none of them."""
    assert read(Text("job", 40), text) == [kept]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "in words"),
        ("?!", "in words"),
        ("12", "in words"),
        ("x" * 41, "too long"),
        ("x" * 5000, "too long"),
        ("a\x00b", "cannot be shown"),
        ("ab\ud800", "cannot be shown"),
        ("ab\u202edc", "cannot be shown"),
    ],
)
def test_no_line_is_refused_with_a_reason(text: str, reason: str) -> None:
    """What holds no letter, or more than fits, or cannot be shown, is refused."""
    assert reason in read(Text("job", 40), text)[0]


@pytest.mark.parametrize("kind", [Text("job", 99), Text("address", 99, has_lines=True)])
@pytest.mark.parametrize(
    "text",
    [
        *('=HYPERLINK("http://example.org";"A")', "+A1", "-A1+cmd|' /C calc'!A0", "@SUM(A1)"),
        *("\t=A1", "\r\n=A1", "＝A1", "＠SUM(A1)", "- =A1", "\u200b=A1"),
    ],
)
def test_a_spreadsheets_formula_is_refused(kind: Text, text: str) -> None:
    """What is typed here is opened in Excel by somebody else some day."""
    assert read(kind, text) == ["no: Please begin with a letter or a digit, not with a sign."]


def test_lines_are_kept_and_shown_on_one() -> None:
    """An address stays as it was typed; where it is shown, a comma stands for a line's end."""
    kind = Text("address", 40, has_lines=True)

    assert read(kind, " 1  Example Street,\r\n\nLondon \n,\n") == ["1 Example Street,\nLondon\n,"]
    assert kind.show({"address": "1 Example Street,\nLondon\n,"}, wording("en")) == (
        "1 Example Street, London"
    )
    assert kind.label({"address": "شارع المثال\nالقاهرة"}, wording("en")) == (
        "\u2068شارع المثال، القاهرة\u2069"
    )


@pytest.mark.parametrize(("text", "fits"), [("x\n" * 13 + "x", True), ("x\n" * 13 + "xx", False)])
def test_lines_are_counted_as_they_are_sent(text: str, fits: bool) -> None:  # noqa: FBT001 - a table
    """What is too long once on one line is refused."""
    assert read(Text("address", 40, has_lines=True), text)[0].startswith("no:") is not fits


def test_a_line_is_shown_isolated() -> None:
    """Words of another direction do not turn the text around them."""
    kind = Text("job", 40)

    assert kind.show({"job": "مهندس"}, wording("en")) == "\u2068مهندس\u2069"
    assert kind.label({"job": "Engineer"}, wording("en")) == "Engineer"
    assert kind.offered({}) == ()
    assert not kind.asks_contact
