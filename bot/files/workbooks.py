"""Rows of a workbook (XLSX): of its first sheet with anything on it, formulas as last computed.

A formula that was never computed is an empty cell.
https://openpyxl.readthedocs.io/en/stable/optimized.html#read-only-mode
"""

from __future__ import annotations

import io
import warnings
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE as _NOT_WRITTEN

from bot.files.archives import flaw_of
from conversations.lists.limits import MOST_COLUMNS, MOST_ROWS
from conversations.lists.unfit import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# One column and one row more than may be, so that it shows that there are too many.
_BEYOND: Final = {"max_col": MOST_COLUMNS + 1, "max_row": MOST_ROWS + 2}
_MIDNIGHT: Final = time()


def rows_of(data: bytes) -> Iterable[list[str]] | Unfit:
    """Return the cells of row after row, blank rows among them."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            flaw = flaw_of(archive.infolist())
        return _rows(data) if flaw is None else flaw
    except Exception:  # noqa: BLE001 - openpyxl raises whatever a broken part makes it raise
        return Unfit.DAMAGED


def written(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a workbook with these rows, every cell a text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        sheet.append([_NOT_WRITTEN.sub("", cell) for cell in row])
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def _rows(data: bytes) -> list[list[str]]:
    with warnings.catch_warnings():
        # It tells of styles and extensions that it leaves out.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return next(filter(None, map(_of_sheet, book.worksheets)), [])
        finally:
            book.close()


def _of_sheet(sheet: Any) -> list[list[str]]:
    """Return a sheet's rows up to the last that is not blank, empty where all are."""
    rows = list(_cells(sheet))
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _cells(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(min_row=1, min_col=1, values_only=True, **_BEYOND):
        cells = [_said(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _said(value: object) -> str:
    """Return a cell's value as a person would write it."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
