"""Leafing: where a page of the list ended, as a word in an address."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage import Submission

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Microseconds since 1970 up to the year 2255, and an id.
_WORD = re.compile(r"([0-9]{1,16})\.([0-9a-f-]{1,36})")


def link(row: Submission) -> str:
    """Return the word for the place behind this row."""
    return f"{(row.created_at - _EPOCH) // _MICROSECOND}.{row.id}"


def place(word: str) -> tuple[datetime, str] | None:
    """Return the place, None where it is none: the list then begins at its beginning."""
    found = _WORD.fullmatch(word)
    return found and (_EPOCH + int(found[1]) * _MICROSECOND, found[2])
