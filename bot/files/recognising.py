"""What a file is, by what is in it and never by its name, and the rows it holds."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from bot.files import delimited, workbooks
from bot.files.encodings import text_of
from conversations.lists.limits import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_ROWS
from conversations.lists.listing import Form, Listing, Row
from conversations.lists.unfit import Unfit
from conversations.many.vcards import cards, is_card

if TYPE_CHECKING:
    from collections.abc import Iterable

_ZIP: Final = b"PK"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # XLS, and XLSX with a password
_MOST_READ: Final = MOST_ROWS + 2  # the headings, and one too many


def listing_of(data: bytes) -> Listing | Unfit:
    """Return the list in a file; never raises, whatever the bytes."""
    if len(data) > MOST_BYTES:
        return Unfit.TOO_LARGE
    if data.startswith(_OLE):
        return Unfit.OLD_WORKBOOK
    if data.startswith(_ZIP):
        rows = workbooks.rows_of(data)
        return rows if isinstance(rows, Unfit) else _listing(Form.XLSX, rows)
    text = text_of(data)
    return text if isinstance(text, Unfit) else _of_text(text)


def _of_text(text: str) -> Listing | Unfit:
    if is_card(text):
        return _listing(Form.VCARD, ([card] for card in cards(text)))
    return _listing(Form.CSV, delimited.rows_of(text))


def _listing(form: Form, cells: Iterable[list[str]]) -> Listing | Unfit:
    """Return the rows that say something, once they are few and short enough."""
    stripped = ([cell.strip() for cell in row] for row in cells)
    rows = list(islice(filter(_says_something, enumerate(stripped, start=1)), _MOST_READ))
    flaw = _flaw_of([row for _, row in rows])
    if flaw is not None:
        return flaw
    width = max(len(row) for _, row in rows)
    return Listing(form, tuple(Row(number, _as_wide(row, width)) for number, row in rows))


def _says_something(numbered: tuple[int, list[str]]) -> bool:
    return any(numbered[1])


def _flaw_of(rows: list[list[str]]) -> Unfit | None:
    if not rows:
        return Unfit.EMPTY
    if len(rows) == _MOST_READ:
        return Unfit.TOO_MANY_ROWS
    if max(map(len, rows)) > MOST_COLUMNS:
        return Unfit.TOO_MANY_COLUMNS
    is_too_long = any(len(cell) > LONGEST_CELL for row in rows for cell in row)
    return Unfit.CELL_TOO_LONG if is_too_long else None


def _as_wide(row: list[str], width: int) -> tuple[str, ...]:
    return (*row, *[""] * (width - len(row)))
