"""What is true of every kind, whatever is typed."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.answers import Refusal
from conversations.kinds.countries import countries
from conversations.kinds.country import Country
from conversations.kinds.email import Email
from conversations.kinds.gender import GENDER
from conversations.kinds.identity_number import IdentityNumber
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.kinds.text import Text
from conversations.wording import shipped_languages, wording
from tests.conversations.kinds.reading import listener
from tests.conversations.stopwatch import fastest

if TYPE_CHECKING:
    from conversations.kinds.kind import Kind

KINDS: dict[str, Kind] = {
    "name": Name(),
    "phone": Phone("TR"),
    "phone of a loose plan": Phone("DE"),
    "email": Email(),
    "birth_date": PastDate("birth_date", minimum_age=18),
    "gender": GENDER,
    "country": Country("country", "GB", countries()),
    "country among few": Country("country", "TR", ("TR", "DE", "CG", "KR")),
    "identity number": IdentityNumber("identity_number"),
    "identity number of TR": IdentityNumber("identity_number", "TR"),
    "identity number of ES": IdentityNumber("identity_number", "ES"),
    "text": Text("job", 255),
    "lines": Text("address", 1000, has_lines=True),
}
EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
LANGUAGES = ["en", "ar", "hu", "vi", "zh", "ja", "ko", "es", "fa", "th", "tr"]

# Any text at all, half characters and NUL among it, and texts made of what answers are made of.
PIECES = re.split(
    r"\|",
    "Ada|Lovelace|van|de|la|bin|y|Jr.|Dr.|Nguyễn|Kim|Nagy|László|王|小明|김|철수|さくら|عبد|محمد"
    "|بن|'|-|.|,|،|(|)|/|+|@|example.org|gmial.com|ada@|<|>|:|;|\n| |  |0532|123|45 67|(0)|ext|x5"
    "|+44 7700 900123|wa.me/447700900123|10|12|1990|90|2533|May|mayıs|мая|年|月|日|tháng|T10:30"
    "|'90|١٥|female|ذكر|😀|\u200c|\u200d|\u202e|\u202a|\u0301|\u00a0|\x00|\ud800|O|l|my name is "
    "|st|º|1e|10000000146|00000000T|U123|٤٥٦|Türkiye|Congo|Guinea|TR|no|🇹🇷|🇩|from|Phillipines|كوريا|из",
)
TEXTS = st.one_of(
    st.text(alphabet=st.characters(), max_size=80),
    st.lists(st.sampled_from([*PIECES, "|"]), max_size=10).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join),
)


@EVERY_KIND
@given(text=TEXTS, language=st.sampled_from(LANGUAGES))
def test_no_text_is_too_odd_to_read(kind: Kind, text: str, language: str) -> None:
    """Reading ends in readings that can be shown, or in one sentence that can be said."""
    readings = kind.read(text, listener(language))

    if isinstance(readings, Refusal):
        assert all(wording(code).say(readings.reason) for code in shipped_languages())
    else:
        assert readings
        for reading in readings:
            assert kind.show(reading.values, wording("ar"))
            assert kind.label(reading.values, wording("en"))


@EVERY_KIND
@given(text=TEXTS, language=st.sampled_from(LANGUAGES), later=st.sampled_from(LANGUAGES))
def test_what_was_read_is_read_back(kind: Kind, text: str, language: str, later: str) -> None:
    """`read(write(values))` is exactly one reading with these values, in every language."""
    readings = kind.read(text, listener(language))

    for reading in () if isinstance(readings, Refusal) else readings:
        again = kind.read(kind.write(reading.values), listener(later))
        assert not isinstance(again, Refusal), again
        assert [r.values for r in again] == [reading.values]


CANONICAL = [
    ("name", {"first_name": "Ada", "last_name": "Lovelace"}),
    ("name", {"first_name": "Gabriel José", "last_name": "García Márquez"}),
    ("name", {"first_name": "Ada", "last_name": ""}),
    ("name", {"first_name": "Abu Bakr", "last_name": ""}),
    ("name", {"first_name": "小明", "last_name": "王"}),
    ("name", {"first_name": "An", "last_name": "Nguyễn"}),
    ("phone", {"phone": "+447700900123"}),
    ("phone", {"phone": "+11234567890"}),
    ("email", {"email": "ada@example.org"}),
    ("email", {"email": "ada@gmial.com"}),
    ("birth_date", {"birth_date": "1990-05-06"}),
    ("gender", {"gender": "other"}),
    ("identity number", {"identity_number": "AB 123456"}),
    ("identity number of TR", {"identity_number": "10000000146"}),
    ("identity number of TR", {"identity_number": "10000000147"}),
    ("identity number of ES", {"identity_number": "X0000000T"}),
    ("country", {"country": "AO"}),
    ("country among few", {"country": "KR"}),
    ("text", {"job": "Engineer, retired"}),
    ("lines", {"address": "1 Example Street\nLondon"}),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "values"), CANONICAL)
def test_a_canonical_answer_is_read_back(kind: str, values: dict[str, str], language: str) -> None:
    """Whatever was kept is written so that it is read as itself by a speaker of any language."""
    readings = KINDS[kind].read(KINDS[kind].write(values), listener(language))

    assert not isinstance(readings, Refusal)
    assert [reading.values for reading in readings] == [values]


@EVERY_KIND
@given(text=TEXTS)
def test_readings_differ(kind: Kind, text: str) -> None:
    """Nobody is asked to choose between the same things, nor among more than eight."""
    readings = kind.read(text, listener())

    if not isinstance(readings, Refusal):
        labels = [kind.label(reading.values, wording("en")) for reading in readings]
        assert len(set(labels)) == len(labels) <= 8


HOSTILE = [
    *"a1 +@.,:-/(王é😀ا'<=\n\x00\u0301\u200d\ud800",
    *(
        "a ",
        "1 ",
        "1.",
        "1/",
        "+1",
        "1 (",
        "12345 ",
        "0532 ",
        "(1",
        "1-",
        "٣",
        "a@",
        "@a",
        "a@a.a ",
    ),
    *(
        "x@a.co ",
        "a:",
        "谢a",
        "a@谢",
        ".a@",
        "e\u0301",
        "\u0301\u0323",
        "van ",
        "y ",
        ", ",
        "abd ",
    ),
    *(
        "May ",
        "T1:11",
        "12:30 ",
        "1年",
        "1st ",
        "a1",
        "1a",
        "ext 1 ",
        "wa.me/1234567 ",
        "my name is ",
    ),
    *("Congo ", "guinea bissau ", "🇹🇷", "🇹", "from ", "ال", "Türkiye'de ", "(TR) "),
    *("1000 ", "10000000146 ", "00000000T", "Zz9."),
    *("王", "ok ", "thanks ", "<", "1*", "1:", "12:30 ", "O-1", "my name is a "),
    *("1,1", "#1", "tel:1", "www.", "a.com ", "a/l ", "ا\u200c", "10.12.1990 ", "ü@ü."),
]


@EVERY_KIND
def test_no_text_takes_long_to_read(kind: Kind) -> None:
    """A message as long as Telegram has them, and the longest of each kind, take under 5 ms."""
    for text in ("10 blah 1990", "x"):
        kind.read(text, listener())  # the tables are read once
    for piece in HOSTILE:
        for length in (200, 510, 1000, 2048, 4096):
            text = (piece * length)[:length]
            assert fastest(partial(kind.read, text, listener()), 0.005) < 0.005, (piece, length)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("name", "Ada Lovelace"),
        ("name", "Gabriel José García Márquez"),
        ("phone", "+44 7700 900123"),
        ("phone", "0532 123 45 67"),
        ("email", "ada@example.org"),
        ("email", "ada@gmial.com"),
        ("birth_date", "10.12.1990"),
        ("birth_date", "15 мая 1990"),
        ("gender", "أنثى"),
        ("country", "Türkiye"),
        ("country", "I live in the Netherlands"),
        ("country", "Phillipines"),
    ],
)
def test_an_answer_is_read_in_no_time(kind: str, text: str) -> None:
    """What people mostly type takes some 50 µs; the bound is for coverage on a busy machine."""
    assert fastest(partial(KINDS[kind].read, text, listener()), 0.001) < 0.001
