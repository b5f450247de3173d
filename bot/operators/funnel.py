"""Where people stop: figures made of the counters, ready to be drawn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.turns.step_counts import BOUNDS, LONGER, SECONDS, TOOK
from conversations.progress import What

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from storage import Total

HALF, NINE_IN_TEN = 0.5, 0.9
REASONS = 12


@dataclass(frozen=True, slots=True)
class Stage:
    """How many came this far, and how many of them no further."""

    name: str
    reached: int
    lost: int
    share: float  # of the most who came to any stage: mostly those who started


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one question; `times` are how many took how long, by `BOUNDS` and longer."""

    name: str
    asked: int
    answered: int
    skipped: int
    refused: int
    went_back: int
    changed: int
    times: tuple[int, ...]
    seconds: int

    @property
    def open(self) -> int:
        """Return how many gave no answer, or none yet."""
        return max(0, self.asked - self.answered - self.skipped)

    @property
    def mean(self) -> float | None:
        """Return how many seconds an answer took on average."""
        measured = sum(self.times)
        return self.seconds / measured if measured else None

    def within(self, share: float) -> str:
        """Return the bound, in seconds, within which this share of the answers came; or `longer`.

        Empty where none was measured.
        """
        needed, seen = share * sum(self.times), 0
        for bound, count in zip((*map(str, BOUNDS), LONGER), self.times, strict=True):
            seen += count
            if count and seen >= needed:
                return bound
        return ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why answers to a question were not taken, and how often."""

    question: str
    why: str
    times: int


@dataclass(frozen=True, slots=True)
class Tongue:
    """How far people come in one language."""

    language: str
    started: int
    confirmed: int
    registered: int

    @property
    def share(self) -> float:
        """Return which part of those who started confirmed."""
        return min(1.0, self.confirmed / self.started) if self.started else 0.0


@dataclass(frozen=True, slots=True)
class Funnel:
    """All of it."""

    stages: tuple[Stage, ...]
    questions: tuple[Asked, ...]
    reasons: tuple[Reason, ...]
    tongues: tuple[Tongue, ...]


def funnel(totals: Sequence[Total], labels: Mapping[str, str], language: str = "") -> Funnel:
    """Return the figures of one language, or of all; `labels` name the questions in order."""
    heard = [each for each in totals if not language or each.language == language]
    figures = _Figures(heard)
    return Funnel(
        stages=tuple(_stages(figures, labels)),
        questions=tuple(_asked(figures, key, label) for key, label in labels.items()),
        reasons=_reasons(heard, labels),
        tongues=tuple(_tongues(totals)),
    )


class _Figures:
    """Totals, found by what they count."""

    def __init__(self, totals: Iterable[Total]) -> None:
        self._counts: Counter[tuple[str, str, str]] = Counter()
        for _, question, what, detail, times in totals:
            self._counts[question, what, detail if what == TOOK else ""] += times

    def of(self, what: str, question: str = "", detail: str = "") -> int:
        return self._counts[question, what, detail]


def _stages(figures: _Figures, labels: Mapping[str, str]) -> Iterable[Stage]:
    """Give how far people came; who is counted later than sooner lost nobody on the way."""
    reached = [
        ("Started", figures.of(What.STARTED)),
        ("Agreed", figures.of(What.AGREED)),
        *((label, figures.of(What.ASKED, key)) for key, label in labels.items()),
        ("Confirmed", figures.of(What.CONFIRMED)),
        ("Registered", figures.of(What.REGISTERED)),
    ]
    most = max(count for _, count in reached)
    further = [count for _, count in reached[1:]]
    for (name, count), after in zip(reached, [*further, reached[-1][1]], strict=True):
        yield Stage(name, count, max(0, count - after), count / most if most else 0.0)


def _asked(figures: _Figures, key: str, label: str) -> Asked:
    return Asked(
        name=label,
        asked=figures.of(What.ASKED, key),
        answered=figures.of(What.ANSWERED, key),
        skipped=figures.of(What.SKIPPED, key),
        refused=figures.of(What.REFUSED, key),
        went_back=figures.of(What.WENT_BACK, key),
        changed=figures.of(What.CHANGED, key),
        times=tuple(figures.of(TOOK, key, bound) for bound in (*map(str, BOUNDS), LONGER)),
        seconds=figures.of(SECONDS, key),
    )


def _reasons(totals: Iterable[Total], labels: Mapping[str, str]) -> tuple[Reason, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for _, question, what, detail, times in totals:
        if what == What.REFUSED:
            counts[labels.get(question, question), detail] += times
    return tuple(Reason(*key, times) for key, times in counts.most_common(REASONS))


def _tongues(totals: Sequence[Total]) -> Iterable[Tongue]:
    for language in sorted({each.language for each in totals}):
        figures = _Figures(each for each in totals if each.language == language)
        yield Tongue(
            language,
            figures.of(What.STARTED),
            figures.of(What.CONFIRMED),
            figures.of(What.REGISTERED),
        )
