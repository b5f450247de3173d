from __future__ import annotations

from conversations.answers import Answer
from tests.conversations.lists.listed import cards, listing, read

HEADED = "Name;Phone;E-mail;Birth date"


def test_a_row_with_all_that_has_to_be_is_ready() -> None:
    """What is required is there, what is not may be missing, and words are kept beside answers."""
    found = read(
        listing(HEADED, "Ada Lovelace;07700 900123;;10.12.1990", "Ada King;07700900456;;")
    )

    assert found.told == [
        "Ada Lovelace, +447700900123, 1990-12-10 | ready",
        "Ada King, +447700900456 | ready",
    ]
    assert found.entries[0].answers["phone"].said == "07700 900123"
    assert [entry.number for entry in found.entries] == [2, 3]


def test_a_row_that_lacks_something_needs_an_answer() -> None:
    """What is missing is named, and what was found is kept."""
    found = read(listing(HEADED, ";07700 900123;;", ";;ada@example.org;"))

    assert found.told == [
        "+447700900123 | open | Name: This is missing.",
        "ada@example.org | open | Name: This is missing. | Phone: This is missing.",
    ]


def test_a_cell_that_cannot_be_the_answer_refuses_its_row() -> None:
    """The reason is the reader's own, and one for each cell."""
    (told,) = read(listing(HEADED, "Ada Lovelace;12;ada@;10.12.1990")).told
    answers, state, phone, email = told.split(" | ")

    assert (answers, state) == ("Ada Lovelace, 1990-12-10", "refused")
    assert phone.startswith("Phone: I could not find a phone number in that.")
    assert email.startswith("E-mail: That address is not complete or not possible.")


def test_a_cell_with_several_readings_needs_an_answer() -> None:
    """All readings are told in words; nothing is taken that may be wrong."""
    (told,) = read(listing(HEADED, "Ada Lovelace;07700 900123;;03/04/1990")).told

    assert told == (
        "Ada Lovelace, +447700900123 | open"
        " | Birth date: “03/04/1990” – is it this: 3 April 1990 and 4 March 1990?"
    )


def test_the_list_itself_says_how_its_days_are_meant() -> None:
    """Where another row shows the order, there is one reading left."""
    day_first = read(listing(HEADED, "Ada King;07700900456;;03/04/1990", "x;y;;13/04/1990"))
    month_first = read(listing(HEADED, "Ada King;07700900456;;03/04/1990", "x;y;;04/13/1990"))
    in_words = read(listing(HEADED, "Ada King;07700900456;;3 April 1990", "x;y;;13/04/1990"))

    assert day_first.told[0] == "Ada King, +447700900456, 1990-04-03 | ready"
    assert month_first.told[0] == "Ada King, +447700900456, 1990-03-04 | ready"
    assert in_words.told[0] == "Ada King, +447700900456, 1990-04-03 | ready"


def test_a_doubtful_reading_needs_an_answer() -> None:
    """A number in no numbering plan is not taken by itself."""
    (told,) = read(listing(HEADED, "Ada Lovelace;+441111111111;;")).told

    assert " | open | Phone: “+441111111111” – is it this" in told


def test_halves_of_a_name_are_joined() -> None:
    """One half alone is the whole name; a list has no column for it where it has none."""
    found = read(
        listing(
            "Last name;First name;Phone",
            "de la Cruz;Ada;07700900456",
            ";Ada;07700900456",
            "King;;07700900456",
            "García Márquez;Gabriel;07700900456",
            "King;Paris;07700900456",
        )
    )

    assert found.told == [
        "Ada de la Cruz, +447700900456 | ready",
        "Ada, +447700900456 | ready",
        "King, +447700900456 | ready",
        "Gabriel García Márquez, +447700900456 | ready",
        "Paris King, +447700900456 | ready",
    ]
    assert read(listing("First name;Phone", "Ada;07700900456")).told == [
        "Ada, +447700900456 | ready"
    ]


def test_what_holds_for_every_row_is_given_once() -> None:
    """An answer of the whole list fills what no column has; a cell of its own goes before it."""
    given = {"job": Answer({"job": "Writer"}), "gender": Answer({"gender": "other"})}
    found = read(listing("Name;Phone;Sex", "Ada King;07700900456;f"), answers=given)

    assert found.told == ["Writer, female, Ada King, +447700900456 | ready"]


def test_a_card_is_read_by_the_reader_of_many_answers() -> None:
    """A card with two numbers is asked about, and what it lacks is missing."""
    two = "BEGIN:VCARD\nFN:Ada Lovelace\nTEL:07700900123\nTEL:07700900456\nEND:VCARD"
    found = read(cards(two, "BEGIN:VCARD\nTEL:07700900123\nEND:VCARD"))

    assert found.told[0].startswith("Ada Lovelace | open | Phone: “07700900123, 07700900456”")
    assert found.told[1] == "+447700900123 | open | Name: This is missing."


def test_reasons_are_told_in_the_language_of_who_sent_the_list() -> None:
    """An agent who speaks German reads his rows in German."""
    (told,) = read(listing(HEADED, ";07700 900123;;"), language="de").told

    assert told.startswith("+447700900123 | open | Name: ")
    assert "missing" not in told
