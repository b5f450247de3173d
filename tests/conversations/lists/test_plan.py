from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.lists.entries import State
from conversations.lists.plan import CARD, Plan
from tests.conversations.lists.listed import FLOW, cards, listing, plan, read

ADA = "Ada Lovelace;07700 900123;ada@example.org;13.12.1990;female"
GRACE = "Grace Hopper;07700 900456;grace@example.org;9.12.1986;f"
ALL = ("name", "phone", "email", "birth_date", "gender")


@pytest.mark.parametrize(
    ("headings", "language"),
    [
        ("Name;Phone;E-mail;Birth date;Gender", "en"),
        ("full name;MOBILE;email;dob;sex", "en"),
        ("FullName;phone_number;e_mail;BirthDate;Gender", "en"),
        ("Name *;Phone (mobile);E-mail:;Date of birth;Gender", "en"),
        ("Name;Phone 1 - Value;E-mail 1 - Value;Birthday;Gender", "en"),
        ("Ad soyad;Telefon;E-posta;Doğum tarihi;Cinsiyet", "en"),
        ("Name;Telefonnummer;E-Mail-Adresse;Geburtsdatum;Geschlecht", "de"),
        ("Имя;Телефон;Почта;Дата рождения;Пол", "ru"),
        ("Nombre;Teléfono;Correo;Fecha de nacimiento;Sexo", "es"),
        ("الاسم;الهاتف;البريد الإلكتروني;تاريخ الميلاد;الجنس", "ar"),
    ],
)
def test_headings_are_understood_as_people_and_programs_write_them(
    headings: str, language: str
) -> None:
    """A heading names a question in any of the languages, whoever's list it is."""
    assert plan(headings, ADA, GRACE, language=language) == Plan(
        ALL, has_headings=True, day_first=True
    )
    assert plan(headings, ADA, GRACE).columns == ALL


def test_without_headings_the_content_says_what_a_column_is() -> None:
    """A list may begin with its first customer."""
    assert plan(ADA, GRACE) == Plan(ALL, day_first=True)
    assert plan("female;ada@example.org;Ada Lovelace").columns == ("gender", "email", "name")


def test_headings_in_other_words_head_the_list_all_the_same() -> None:
    """Where the first row has nothing of what those below it have, it is none of a customer."""
    found = plan("Kunde;Ruf;Adr;Tag;Art", ADA, GRACE)

    assert found == Plan(ALL, has_headings=True, day_first=True)


def test_the_halves_of_a_name_may_have_a_column_each() -> None:
    """First and last name are told apart by heading, and by their place where there is none."""
    headed = plan("Surname;Given name;Phone", "Lovelace;Ada;07700 900123")
    bare = plan("Ada;Lovelace;07700 900123", "Grace;Hopper;07700 900456")

    assert headed.columns == ("last_name", "first_name", "phone")
    assert bare.columns == ("first_name", "last_name", "phone")


def test_of_two_columns_that_say_the_same_the_fuller_is_taken() -> None:
    """What a program writes beside a number, such as its sort, is not taken for the number."""
    found = plan("Phone 1 - Type;Phone 1 - Value;Name", "Mobile;07700 900123;Ada Lovelace")
    halves = plan("First name;Given name;Last name", "Ada;Ada;Lovelace")

    assert found.columns == (None, "phone", "name")
    assert halves.columns == ("first_name", None, "last_name")


def test_what_answers_nothing_is_not_used() -> None:
    """A column of notes stays out, and so does a second name where one is named."""
    found = plan("Name;Notes;City", "Ada Lovelace;called twice;London")

    assert found.columns == ("name", None, None)


def test_a_name_of_several_words_is_found_beside_other_words() -> None:
    """A column of towns in front is not taken for the names."""
    assert plan("London;Ada Lovelace", "Paris;Grace Hopper").columns == (None, "name")


def test_a_column_of_ticks_is_no_answer() -> None:
    """One and the same letter in all rows ticks something off, whatever else it might mean."""
    assert plan("x;07700 900123", "x;07700 900456").columns == (None, "phone")
    assert plan("f;07700 900123", "m;07700 900456").columns == ("gender", "phone")


def test_what_has_no_looks_has_to_be_named() -> None:
    """A job is known by its heading alone."""
    assert plan("Job;Phone", "Writer;07700 900123").columns == ("job", "phone")
    assert "job" not in plan("writer at sea;07700 900123").columns


def test_a_single_row_is_a_customer_or_a_heading() -> None:
    """One row alone is read as what it looks like."""
    assert plan(ADA).has_headings is False
    assert plan("Name;Phone").has_headings is True
    assert plan("qq;77") == Plan((None, None))


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["13/04/1990", "03/04/1990"], True),
        (["04/13/1990", "03/04/1990"], False),
        (["03/04/1990", "05/06/1990"], None),
        (["13/04/1990", "04/13/1990"], None),
        (["33/44/1990", "١٣/٠٤/١٩٩٠"], True),
    ],
)
def test_a_list_shows_the_order_of_its_days(days: list[str], order: bool | None) -> None:  # noqa: FBT001 - a value of the table
    """One day that can be read in one way only says how all the others are meant."""
    assert plan("Birth date", *days).day_first is order


def test_a_list_of_cards_needs_no_plan() -> None:
    """A card says itself what is what, and lacks nothing."""
    found = read(cards("BEGIN:VCARD\nN:Lovelace;Ada\nTEL:07700900123\nEND:VCARD"))

    assert [entry.state for entry in found.entries] == [State.READY]
    assert not any(Plan((CARD,)).lacks(question) for question in FLOW.questions)


CELLS = st.text(st.characters(exclude_characters="\x00"), max_size=20)


@settings(deadline=None)  # the first text in a language reads its words
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_planning_and_reading_never_fail(rows: list[list[str]]) -> None:
    """Whatever the cells, there is a plan, and every row comes to something."""
    found = read(listing(*("\x00".join(row) for row in rows), sign="\x00"))

    assert len(found.entries) in {len(rows), len(rows) - 1}
