"""Workbooks as Excel writes them, and as somebody writes them who means no good."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def workbook(*rows: Iterable[Any]) -> bytes:
    """Return a workbook with these rows on its first sheet."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """Return the bytes of a workbook."""
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def repacked(book: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return a workbook with these parts in the place of its own, or added."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as before,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        kept = {each: before.read(each) for each in before.namelist()}
        for name, content in (kept | dict(parts)).items():
            after.writestr(name, content)
    return whole.getvalue()


def locked(book: bytes) -> bytes:
    """Return a workbook whose parts say that they have a password."""
    return book.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01")


SHEET = "xl/worksheets/sheet1.xml"


def sheet(rows: str) -> bytes:
    """Return the part of a sheet with these rows as XML."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()
