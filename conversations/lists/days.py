"""Whether a list has the day before the month: a column says it where one cell alone does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conversations.normal import ascii_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.answers import Reading

_NUMBERS: Final = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](?:\d{4}|\d{2})(?:\s.*)?")
_MONTHS: Final = 12


def is_day_first(cells: Iterable[str]) -> bool | None:
    """Return whether days come first, None where no cell shows it, or cells contradict."""
    shown = {first > second for first, second in map(_numbers, cells) if _shows(first, second)}
    return shown.pop() if len(shown) == 1 else None


def meant(
    cell: str, readings: tuple[Reading, ...], key: str, *, day_first: bool | None
) -> tuple[Reading, ...]:
    """Return the one reading that a list's own order of day and month leaves, if it does."""
    first, second = _numbers(cell)
    if day_first is None or not first:
        return readings
    end = f"-{second:02}-{first:02}" if day_first else f"-{first:02}-{second:02}"
    left = tuple(reading for reading in readings if reading.values[key].endswith(end))
    return left if len(left) == 1 else readings


def _shows(first: int, second: int) -> bool:
    return (first > _MONTHS) != (second > _MONTHS)


def _numbers(cell: str) -> tuple[int, int]:
    """Return the first two numbers of a day in figures, zeros where it is none."""
    found = _NUMBERS.fullmatch(ascii_digits(cell).strip())
    return (int(found[1]), int(found[2])) if found else (0, 0)
