r"""Tables of texts and what is made of them, as files that need no programmer to be read.

A row is `en: Ada Lovelace => Ada|Lovelace # why`: the person's language, or for phone numbers the
region; the text; its readings between ` / `, of which one that is asked about by itself ends in
`?`, or `no: ` and words of the refusal; and the reason or the source of the row. What cannot be
seen is written as in Python (`\u200b`), a line's end as `⏎`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from conversations.answers import DOUBTFUL, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.answers import Readings

FOLDER = Path(__file__).parent / "tables"
_ROW = re.compile(r"(?P<place>\w+): (?P<text>.*?) => (?P<told>.+) # (?P<why>.+)")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|\\x([0-9a-f]{2})")


class Row(NamedTuple):
    """A text, whose or where it is, and what is made of it."""

    place: str
    text: str
    told: str
    why: str

    def is_met_by(self, readings: Readings) -> bool:
        """Tell whether this is what was made of the text."""
        if self.told.startswith("no: "):
            return isinstance(readings, Refusal) and self.told[4:] in readings.reason.text
        return self.told == told(readings)


def rows(kind: str) -> list[Row]:
    """Return the rows of a kind's table."""
    return list(_rows((FOLDER / f"{kind}.txt").read_text("utf-8")))


def told(readings: Readings) -> str:
    """Return readings as a row writes them."""
    if isinstance(readings, Refusal):
        return f"no: {readings.reason.text}"
    return " / ".join(
        "|".join(each.values.values()) + ("" if DOUBTFUL.isdisjoint(each.marks) else "?")
        for each in readings
    )


def _rows(table: str) -> Iterator[Row]:
    for line in table.splitlines():
        if line and not line.startswith(("#", "=")):
            match = _ROW.fullmatch(line)
            assert match is not None, line
            place, text, result, why = map(_unescaped, match.groups())
            yield Row(place, text, result, why)


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16)), text).replace("⏎", "\n")
