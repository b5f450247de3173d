"""A day in the parts in which it is picked: decade, year, month, day.

Each is the beginning of the day in ISO 8601: `199`, `1990`, `1990-12`, `1990-12-10`; nothing is
chosen yet where it is empty.
"""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date

NOTHING: Final = ""
DECADE: Final = len("199")
YEAR: Final = len("1990")
MONTH: Final = len("1990-12")
DAY: Final = len("1990-12-10")

# How long a part is, and the one it was chosen under.
_ABOVE: Final = {DECADE: len(NOTHING), YEAR: DECADE, MONTH: YEAR, DAY: MONTH}


class Span(NamedTuple):
    """The days that may be an answer, both ends among them."""

    earliest: date
    latest: date

    def parts(self, beginning: str) -> tuple[str, ...]:
        """Return the parts one level below, in which there is a day of the span; in order.

        The beginnings of days, as texts, are in the order of their days.
        """
        below = _below(beginning)
        first, last = (day.isoformat()[: len(below[0])] for day in self)
        return tuple(part for part in below if first <= part <= last)

    def offers(self, beginning: str) -> bool:
        """Tell whether the levels above lead to this part; False for what is none at all."""
        if beginning == NOTHING:
            return True
        above = shorter(beginning)
        return above is not None and self.offers(above) and beginning in self.parts(above)


def shorter(beginning: str) -> str | None:
    """Return the part one level above, None where there is none."""
    above = _ABOVE.get(len(beginning))
    return None if above is None else beginning[:above]


def _below(beginning: str) -> list[str]:
    match len(beginning):
        case 0:
            return [f"{decade:03}" for decade in range(100, 1000)]
        case n if n == DECADE:
            return [f"{beginning}{year}" for year in range(10)]
        case n if n == YEAR:
            return [f"{beginning}-{month:02}" for month in range(1, 13)]
        case _:
            year, month = map(int, beginning.split("-"))
            return [f"{beginning}-{day:02}" for day in range(1, monthrange(year, month)[1] + 1)]
