"""The rounds as a table in Markdown, and its place in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.candidates import FLOOR
from bench.figures import Figures, ratio, typical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

BEGIN = "<!-- measured: written by `python -m bench --write` -->"
BEGIN_OF = "<!-- measured: written by `python -m bench {command} --write` -->"
END = "<!-- end of what was measured -->"
UNKNOWN = "–"

HEADINGS = (
    *("bot", "updates/s", "of the floor", "p50 ms", "p99 ms", "registered after ms"),
    *("CPU ms/update", "of the floor's", "PostgreSQL CPU ms/update", "peak MiB"),
    *("calls/registration", "wrong or missing", "driver busy", "others busy"),
)


class NoPlace(Exception):  # noqa: N818 - it is what was found
    """A page without the two marks between which the table goes."""


def table(rounds: Sequence[Mapping[str, Figures]], names: Sequence[str]) -> str:
    """Return a line for each bot: medians, and ratios within the same round."""
    return drawn(HEADINGS, [_cells(rounds, name) for name in names])


def drawn(headings: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; all but the first column are figures."""
    ruler = ["---", *("---:" for _ in headings[1:])]
    return "\n".join(f"| {' | '.join(line)} |" for line in (headings, ruler, *lines))


def placed(page: str, text: str, begin: str = BEGIN) -> str:
    """Return the page with the text between its marks; raises NoPlace without them."""
    head, _ = around(page, begin)
    _, tail = around(page, begin, END)
    return f"{head}{begin}\n\n{text}\n\n{END}{tail}"


def around(page: str, *marks: str) -> tuple[str, str]:
    """Return what is before the first mark, and what is behind the last of them."""
    head, found, tail = page.partition(marks[0])
    for mark in marks[1:]:
        _, found, tail = tail.partition(mark) if found else ("", "", "")
    if not found:
        raise NoPlace("the page has no place for what was measured")
    return head, tail


def _cells(rounds: Sequence[Mapping[str, Figures]], name: str) -> list[str]:
    def shown(figure: Callable[[Figures], float | None], digits: int, unit: str = "") -> str:
        return number(typical(rounds, name, figure), digits, unit)

    return [
        name,
        shown(lambda f: f.per_second, 0),
        number(ratio(rounds, name, FLOOR, lambda f: f.per_second), 2),
        shown(lambda f: f.p50 * 1000, 1),
        shown(lambda f: f.p99 * 1000, 1),
        shown(lambda f: f.registered * 1000, 1),
        shown(lambda f: f.cpu_ms, 3),
        number(ratio(rounds, name, FLOOR, lambda f: f.cpu_ms), 1),
        shown(lambda f: f.postgres_cpu_ms, 3),
        shown(lambda f: f.peak, 0),
        shown(lambda f: f.calls_a_registration, 1),
        str(sum(each[name].failed for each in rounds)),
        shown(lambda f: f.driver_busy * 100, 0, " %"),
        shown(lambda f: None if f.others is None else f.others * 100, 0, " %"),
    ]


def number(value: float | None, digits: int, unit: str = "") -> str:
    """Return a figure with so many digits behind the point."""
    return UNKNOWN if value is None else f"{value:,.{digits}f}{unit}"
