"""Cells that no program takes for a formula, and texts of them.

https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_BEGINNINGS: Final = ("=", "+", "-", "@", "\t", "\r")


def neutral(cell: str) -> str:
    """Return a cell with an apostrophe before what a program would compute."""
    return f"'{cell}" if cell.startswith(_BEGINNINGS) else cell


def delimited_text(rows: Iterable[Iterable[str]], sign: str) -> bytes:
    """Return rows as CSV in UTF-8, with the mark by which Excel knows that it is."""
    whole = io.StringIO(newline="")
    csv.writer(whole, delimiter=sign).writerows(rows)
    return whole.getvalue().encode("utf-8-sig", "replace")
