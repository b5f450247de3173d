from __future__ import annotations

import io
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.files.recognising import listing_of
from conversations.lists.limits import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from conversations.lists.listing import Form, Listing
from conversations.lists.unfit import REASONS, Unfit
from conversations.wording import wording
from tests.bot.files.workbook import SHEET, locked, repacked, saved, sheet, workbook

MEGABYTE = 1024 * 1024


def cells(data: bytes) -> list[tuple[str, ...]]:
    """Return the cells of a file that can be taken."""
    listing = listing_of(data)
    assert isinstance(listing, Listing), listing
    return [row.cells for row in listing.rows]


ADA = ("Ada Lovelace", "+44 7700 900123")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Ada Lovelace,+44 7700 900123\n", "a comma"),
        ("Ada Lovelace;+44 7700 900123\r\n", "a semicolon, and Windows' line ends"),
        ("Ada Lovelace\t+44 7700 900123", "a tab, and no line end"),
        ("Ada Lovelace|+44 7700 900123\n", "a bar"),
        ('"Ada Lovelace","+44 7700 900123"\n', "quotations"),
        (" Ada Lovelace , +44 7700 900123 \n", "blanks around"),
        ("sep=;\r\nAda Lovelace;+44 7700 900123\r\n", "Excel's first line"),
        ("SEP=^\nAda Lovelace^+44 7700 900123\n", "whatever sign that names"),
    ],
)
def test_any_usual_sign_parts_cells(text: str, why: str) -> None:
    """A text parts its cells by one of a few signs, and is read alike by each."""
    assert cells(text.encode()) == [ADA], why


def test_the_sign_that_parts_most_evenly_is_taken() -> None:
    """A comma within names does not part the cells of lines that have semicolons."""
    text = "Name;Phone\nLovelace, Ada;1\nKing;2\nNoel, Anne, Isabella;3\n"

    assert cells(text.encode())[1:3] == [("Lovelace, Ada", "1"), ("King", "2")]


def test_a_cell_may_have_line_ends() -> None:
    """What is in quotation marks is one cell, line ends and all."""
    assert cells(b'"1 High St\nLondon",x\n') == [("1 High St\nLondon", "x")]


def test_blank_rows_are_passed_over_and_counted() -> None:
    """A row is named by its place in the file; narrow ones are as wide as the widest."""
    listing = listing_of(b"a,b\n\n,\nc\n")

    assert isinstance(listing, Listing)
    assert [(row.number, row.cells) for row in listing.rows] == [(1, ("a", "b")), (4, ("c", ""))]


TURKISH = "Çağrı Öğüt;0532 123 45 67\nŞükrü Işık;0533 123 45 67\n"
ARABIC = "ليلى منصور;0790 123 456\nعمر خالد;0791 123 456\n"
RUSSIAN = "Анна Ахматова;8 912 345-67-89\nОсип Мандельштам;8 912 345-67-90\n"
WESTERN = "Renée Žižková;1\nJürgen Groß;2\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, "utf-8") for text in (TURKISH, ARABIC, RUSSIAN, WESTERN)),
        *((text, "utf-8-sig") for text in (TURKISH, ARABIC)),
        *((text, "utf-16") for text in (TURKISH, ARABIC, RUSSIAN, WESTERN)),
        *((text, "utf-16-le") for text in (TURKISH, ARABIC, RUSSIAN)),
        *((text, "utf-16-be") for text in (TURKISH, ARABIC, RUSSIAN)),
        (ARABIC, "utf-32"),
        (TURKISH, "windows-1254"),
        (ARABIC, "windows-1256"),
        ("Name;Phone\n" + ARABIC, "windows-1256"),
        (RUSSIAN, "windows-1251"),
        (RUSSIAN.upper(), "windows-1251"),
        (WESTERN, "windows-1252"),
        ("José Ñúñez;1\n", "windows-1252"),
    ],
)
def test_the_letters_are_recognised(text: str, encoding: str) -> None:
    """A file is read in the letters it was written in, with a mark of them or without."""
    expected = [tuple(line.split(";")) for line in text.splitlines()]

    assert cells(text.encode(encoding)) == expected


def test_a_workbook_is_read_as_people_write() -> None:
    """Days are ISO days, whole numbers have no point, and what is empty is nothing."""
    book = workbook(
        ["Name", "Phone", "Born", "Seen", "x", None],
        ["Ada", 5321234567.0, date(1990, 12, 10), datetime(1990, 12, 10, 1, 2), 1.5, None],  # noqa: DTZ001 - as a sheet has it
        [None, None, datetime.combine(date(1990, 12, 10), time()), True, None],
    )

    assert cells(book) == [
        ("Name", "Phone", "Born", "Seen", "x"),
        ("Ada", "5321234567", "1990-12-10", "1990-12-10T01:02:00", "1.5"),
        ("", "", "1990-12-10", "True", ""),
    ]


def test_the_first_sheet_with_anything_on_it_is_read() -> None:
    """An empty sheet in front does not hide the list."""
    book = workbook()
    full = load_workbook(io.BytesIO(book))
    full.create_sheet().append(["Ada"])

    assert cells(saved(full)) == [("Ada",)]


def test_a_formula_is_what_it_was_last_computed_to_be() -> None:
    """A formula gives its kept value, and nothing where there is none."""
    rows = (
        '<row r="1"><c r="A1" t="str"><f>"A"&amp;"da"</f><v>Ada</v></c>'
        '<c r="B1"><f>HYPERLINK("http://example.org")</f></c><c r="C1"><v>7.1E1</v></c></row>'
    )

    assert cells(repacked(workbook(["x"]), {SHEET: sheet(rows)})) == [("Ada", "", "71")]


def test_a_sheet_that_claims_to_be_vast_is_as_large_as_it_is() -> None:
    """A cell at the far end of a sheet costs nothing: the rows before it are not made."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"/></row>'

    assert cells(repacked(workbook(["x"]), {SHEET: sheet(rows)})) == [("1",)]


CARD = "BEGIN:VCARD\r\nVERSION:{}\r\nN{}:{};Ada;;;\r\nTEL:+447700900123\r\nEND:VCARD\r\n"


def test_a_vcard_file_is_a_row_a_card() -> None:
    """Each card is by itself, without what answers no question."""
    two = "VERSION:3.0\nNOTE:secret\nN:Lovelace;Ada\n"
    listing = listing_of(f"BEGIN:VCARD\n{two}END:VCARD\nBEGIN:VCARD\nTEL:1\nEND:VCARD\n".encode())

    assert isinstance(listing, Listing)
    assert listing.form is Form.VCARD
    assert [row.cells for row in listing.rows] == [
        ("BEGIN:VCARD\nN:Lovelace;Ada\nEND:VCARD",),
        ("BEGIN:VCARD\nTEL:1\nEND:VCARD",),
    ]


def bombs() -> list[tuple[str, bytes, Unfit]]:
    """Return files that are to do harm, or are no lists."""
    book = workbook(["Ada"])
    zeros = b"0" * (20 * MEGABYTE)
    return [
        ("nothing", b"", Unfit.EMPTY),
        ("blanks", b" \r\n,,\n\n", Unfit.EMPTY),
        ("a mark alone", "\ufeff".encode(), Unfit.EMPTY),
        ("a workbook without a cell", workbook(), Unfit.EMPTY),
        ("50 MB", b"a,b\n" * (50 * MEGABYTE // 4), Unfit.TOO_LARGE),
        ("line ends alone", b"\n" * MOST_BYTES, Unfit.EMPTY),
        ("commas alone", b"," * MOST_BYTES, Unfit.EMPTY),
        ("a row too many", b"a\n" * (MOST_ROWS + 2), Unfit.TOO_MANY_ROWS),
        ("1,000 columns", b",".join([b"a"] * 1000), Unfit.TOO_MANY_COLUMNS),
        ("1,000 columns in a workbook", workbook(["a"] * 1000), Unfit.TOO_MANY_COLUMNS),
        ("a long cell", b"a" * (LONGEST_CELL + 1), Unfit.CELL_TOO_LONG),
        ("a quotation without end", b'"' + b"a,\n" * 9000, Unfit.CELL_TOO_LONG),
        (
            "a picture",
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)),
            Unfit.NOT_A_LIST,
        ),
        ("noise", bytes(range(256)) * 20, Unfit.NOT_A_LIST),
        ("noise without zeros", bytes(range(1, 256)) * 20, Unfit.NOT_A_LIST),
        ("half a UTF-16", "\ufeffa".encode("utf-16-le") + b"\xd8", Unfit.NOT_A_LIST),
        ("Hebrew of Windows", "שרה לוי;דוד כהן\n".encode("cp1255"), Unfit.UNKNOWN_ENCODING),
        ("broken UTF-8", TURKISH.encode() + b"\xff", Unfit.UNKNOWN_ENCODING),
        ("none of the pages", b"Ren\x81\n", Unfit.UNKNOWN_ENCODING),
        ("XLS", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, Unfit.OLD_WORKBOOK),
        ("a part with a password", locked(book), Unfit.OLD_WORKBOOK),
        ("macros", repacked(book, {"xl/vbaProject.bin": b"x"}), Unfit.MACROS),
        ("another archive", repacked(b"PK\x05\x06" + b"\0" * 18, {"a": b""}), Unfit.NOT_A_LIST),
        ("half an archive", book[: len(book) // 2], Unfit.DAMAGED),
        ("no archive", b"PK, but no archive", Unfit.DAMAGED),
        ("broken XML", repacked(book, {SHEET: b"<worksheet"}), Unfit.DAMAGED),
        ("a zip bomb", repacked(book, {SHEET: zeros}), Unfit.PACKED_TOO_TIGHTLY),
        (
            "many parts",
            repacked(book, {f"xl/{n}": b"" for n in range(300)}),
            Unfit.PACKED_TOO_TIGHTLY,
        ),
        ("an XML bomb", repacked(book, {SHEET: LAUGHS}), Unfit.DAMAGED),
    ]


LAUGHS = b"""<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="str"><v>&c;</v></c></row></sheetData></worksheet>"""


@pytest.mark.parametrize(
    ("data", "flaw"), [pytest.param(data, flaw, id=name) for name, data, flaw in bombs()]
)
def test_a_hostile_file_gets_one_clear_sentence(data: bytes, flaw: Unfit) -> None:
    """Whatever a file is, it is told in one sentence why it cannot be taken."""
    assert listing_of(data) is flaw
    assert len(wording("en").say(REASONS[flaw])) > 20


def test_a_list_as_large_as_may_be_is_taken() -> None:
    """The limits themselves are within the limits."""
    row = b",".join([b"a"] * MOST_COLUMNS) + b"\n"

    assert len(cells(row)[0]) == MOST_COLUMNS
    assert len(cells(b"a\n" * (MOST_ROWS + 1))) == MOST_ROWS + 1
    assert cells(b"a" * LONGEST_CELL) == [("a" * LONGEST_CELL,)]


def test_every_flaw_has_its_sentence() -> None:
    """Nobody is left without a reason."""
    assert set(REASONS) == set(Unfit)


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_recognising_never_fails(data: bytes) -> None:
    """Whatever the bytes, they are a list or have a flaw."""
    assert isinstance(listing_of(data), Listing | Unfit)


@given(st.binary(max_size=64), st.integers(0, 4000))
def test_a_spoilt_workbook_never_fails(noise: bytes, place: int) -> None:
    """A workbook with some bytes of it changed is read, or has a flaw."""
    spoilt = BOOK[:place] + noise + BOOK[place + len(noise) :]

    assert isinstance(listing_of(spoilt), Listing | Unfit)


BOOK = workbook(["Name", "Phone"], ["Ada", "+447700900123"])
