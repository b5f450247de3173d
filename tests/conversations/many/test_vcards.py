from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.many.vcards import cards
from tests.conversations.many.hearing import found, heard

ADA = {"name": "Ada Lovelace", "phone": "+447700900123"}


def card(*lines: str, end: str = "\n") -> str:
    """Return a contact card with these properties."""
    return end.join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD"])


@pytest.mark.parametrize(
    ("lines", "answers", "why"),
    [
        (["N:Lovelace;Ada;;;", "FN:Ada Lovelace", "TEL:07700900123"], ADA, "both names"),
        (["FN:Ada Lovelace", "TEL;TYPE=CELL:+447700900123"], ADA, "the name as it is shown"),
        (["N:;Ada Lovelace", "TEL:07700 900123"], ADA, "all in the given name"),
        (["N:Lovelace;Ada", "item1.TEL;VALUE=uri:tel:+447700900123"], ADA, "an iPhone's group"),
        (["n:Lovelace;Ada", "tel;cell:07700900123"], ADA, "small letters, version 2.1"),
        (["N:Love", " lace;Ada", "TEL:07700900123"], ADA, "a folded line"),
        (["N:Lovelace;Ada", "TEL:1", "TEL:07700900123"], ADA, "one that is no number"),
        (
            ["N:King;Ada;Lovelace", "TEL:07700900123", "TEL:07700900456"],
            {"name": "Ada Lovelace King", "phone": "+447700900123 / +447700900456"},
            "two numbers are asked about",
        ),
        (
            ["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C3=89clair;Ren=", "=C3=A9"],
            {"name": "René Éclair"},
            "Android's quoted-printable, with a soft break",
        ),
        (["N;QUOTED-PRINTABLE;CHARSET=ISO-8859-1:=C9clair;Ada"], {"name": "Ada Éclair"}, "Latin"),
        (["N;CHARSET=X-NONE;QUOTED-PRINTABLE:King;Ada"], {"name": "Ada King"}, "no such charset"),
        (["FN:O\\'Neill\\, Ada"], {}, "a sign that no name has"),
        (["BDAY:19901210"], {"birth_date": "1990-12-10"}, "a day without signs"),
        (["BDAY:1990-12-10T00:00:00Z"], {"birth_date": "1990-12-10"}, "a moment"),
        (["BDAY:--1210"], {}, "a day without its year"),
        (["GENDER:F"], {"gender": "female"}, "a letter"),
        (["GENDER:N"], {}, "not told"),
        (["EMAIL;TYPE=INTERNET:ada@example.org"], {"email": "ada@example.org"}, "an address"),
        (["NOTE:07700900123", "no property"], {}, "what is no answer"),
    ],
)
def test_a_card_is_heard(lines: list[str], answers: dict[str, str], why: str) -> None:
    """Its properties answer the questions of their kind, whoever wrote it."""
    assert heard(card(*lines)) == answers, why
    assert heard(card(*lines, end="\r\n")) == answers, why


def test_a_card_answers_further_questions() -> None:
    """Where they are asked: what somebody does, and where somebody lives."""
    text = card("TITLE:Painter", "ADR;TYPE=HOME:;;5 High\\nStreet;London;;12345;UK")

    assert heard(text, further=True) == {
        "job": "Painter",
        "address": "5 High Street, London, 12345, UK",
    }


def test_a_card_corrects_nothing() -> None:
    """It names no answer as the right one: it may be an old card."""
    assert not any(each.is_named for each in found(card("N:Lovelace;Ada")).found)


def test_two_cards_are_of_two_people() -> None:
    """Which of them is meant cannot be told; nor is a card longer than a message heard."""
    one = card("N:Lovelace;Ada")

    assert heard(f"{one}\n{one}") == {}
    assert heard(card("N:Lovelace;Ada", "PHOTO:" + "A" * 5000)) == {}


@given(st.text(max_size=300))
def test_any_card_is_heard(text: str) -> None:
    """Whatever stands in it, nothing is raised."""
    found(card(text))
    found(card(f"N;ENCODING=QUOTED-PRINTABLE;CHARSET={text}:{text}"))


def test_cards_of_a_file_come_one_by_one() -> None:
    """Each card is by itself, without what answers no question, however large that is."""
    picture = [
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ",
        *(" " + "A" * 74 for _ in range(2000)),
        " AA==",
    ]
    ada, grace = card("N:Lovelace;Ada", *picture, "TEL:07700900123"), card("FN:Grace Hopper")

    first, second = cards(f"{ada}\r\n\r\n{grace}\n")

    assert first == "BEGIN:VCARD\nN:Lovelace;Ada\nTEL:07700900123\nEND:VCARD"
    assert heard(first) == ADA
    assert heard(second) == {"name": "Grace Hopper"}


def test_the_end_of_a_picture_takes_nothing_of_the_next_line() -> None:
    """A sign that breaks a line in quoted-printable ends a picture's letters as well."""
    assert heard(card("N:Lovelace;Ada", "PHOTO;BASE64:AA==", "TEL:07700900123")) == ADA


def test_a_text_without_a_card_has_none() -> None:
    """What is no card is passed over, and so is what stands before the first."""
    assert cards("Ada Lovelace") == ()
    assert cards("Hello\n" + card("TEL:1")) == ("BEGIN:VCARD\nTEL:1\nEND:VCARD",)
