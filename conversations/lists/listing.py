"""A list as it was sent: rows of texts, before anybody knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """What sort of file a list came in."""

    CSV = "csv"
    XLSX = "xlsx"
    VCARD = "vcard"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is its place in the file, from 1, blank rows counted."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """All rows that are not blank, each as wide as the widest.

    Of a vCard file a row is a card, and its one cell the text of it.
    """

    form: Form
    rows: tuple[Row, ...]
