"""Rows of a text in which a sign parts the cells (CSV), whichever sign it is.

https://www.rfc-editor.org/rfc/rfc4180 ; Excel writes a semicolon where a comma parts decimals,
and takes a first line such as `sep=;` as saying so.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import islice
from statistics import mode
from typing import TYPE_CHECKING, Final

from conversations.lists.limits import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNS: Final = (",", ";", "\t", "|")
_SAMPLE: Final = 50
_SAID: Final = re.compile(r"sep=([^\w\s\"'])\r?\n", re.IGNORECASE)


def rows_of(text: str) -> Iterator[list[str]]:
    """Give the cells of line after line."""
    said = _SAID.match(text)
    return _parted(text[said.end() :] if said else text, sign_of(text))


def sign_of(text: str) -> str:
    """Return the sign that parts the most lines into as many cells; a comma where none does."""
    said = _SAID.match(text)
    return said[1] if said else max(_SIGNS, key=lambda sign: _evenness(text, sign))


def _evenness(text: str, sign: str) -> tuple[int, int]:
    """Return how many of the first lines have as many cells as most, and how many those are."""
    lines = islice(_parted(text.lstrip("\r\n"), sign), _SAMPLE)
    counts = [len(cells) for cells in lines if cells]
    usual = mode(counts) if counts else 0
    return (counts.count(usual), usual) if usual > 1 else (0, 0)


def _parted(text: str, sign: str) -> Iterator[list[str]]:
    csv.field_size_limit(MOST_BYTES)
    return csv.reader(io.StringIO(text, newline=""), delimiter=sign)
