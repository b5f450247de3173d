"""Charts as places on a canvas: the template draws them, and writes the same as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.operators.funnel import Asked, Reason, Stage

WIDTH = 720
ROW = 34
BAR = 18
LABELS = 150  # the room of the names on the left
NUMBERS = 130  # the room of the figures on the right
ROOM = WIDTH - LABELS - NUMBERS


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar; `kind` is its class in the style sheet."""

    x: float
    width: float
    kind: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its pieces from left to right, and its figures behind them."""

    y: int
    name: str
    parts: tuple[Part, ...]
    figures: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows from top to bottom on a canvas of `WIDTH` and this height."""

    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        """Return how high the canvas has to be."""
        return ROW * len(self.bars)


def stages_chart(stages: Sequence[Stage]) -> Chart:
    """Return how many came how far: who went on, then who did not."""
    most = max((stage.reached for stage in stages), default=0)
    rows = (
        (
            stage.name,
            _parts([(stage.reached - stage.lost, "on"), (stage.lost, "off")], most),
            f"{stage.reached:,} · {stage.share:.0%}",
        )
        for stage in stages
    )
    return _chart(rows)


def times_chart(questions: Sequence[Asked]) -> Chart:
    """Return how long answers took: quick ones first, each question's as wide as the others'."""
    rows = (
        (
            asked.name,
            _parts([(n, f"time{place}") for place, n in enumerate(asked.times)], sum(asked.times)),
            f"{sum(asked.times):,} measured",
        )
        for asked in questions
        if sum(asked.times)
    )
    return _chart(rows)


def reasons_chart(reasons: Sequence[Reason]) -> Chart:
    """Return how often which question's answers were not taken, for which reason."""
    most = max((reason.times for reason in reasons), default=0)
    rows = (
        (f"{place}. {reason.question}", _parts([(reason.times, "off")], most), f"{reason.times:,}")
        for place, reason in enumerate(reasons, 1)
    )
    return _chart(rows)


def _parts(counts: Iterable[tuple[int, str]], most: int) -> tuple[Part, ...]:
    """Return pieces one behind the other; what is nothing is left out."""
    parts: list[Part] = []
    x = float(LABELS)
    for count, kind in counts:
        width = round(ROOM * count / most, 1) if most else 0.0
        if width > 0:
            parts.append(Part(round(x, 1), width, kind))
        x += width
    return tuple(parts)


def _chart(rows: Iterable[tuple[str, tuple[Part, ...], str]]) -> Chart:
    return Chart(tuple(Bar(ROW * place, *row) for place, row in enumerate(rows)))
