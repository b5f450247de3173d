"""What was measured, as numbers: one run's, and what several rounds come to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

UPDATES_OF_A_REGISTRATION = 9


@dataclass(frozen=True, slots=True)
class Figures:
    """One run of one bot.

    `seconds` is how long all of it took. `p50`, `p99`: from an update to its answer, and
    `registered`: from Confirm to the card that says so, in seconds. `cpu` and `postgres_cpu` are
    CPU seconds, `peak` is MiB. `driver_busy` and `others` (all other programs) are in CPUs.
    None: not to be had on this system.
    """

    updates: int
    seconds: float
    p50: float
    p99: float
    registered: float
    cpu: float | None
    postgres_cpu: float | None
    peak: float | None
    driver_busy: float
    others: float | None
    calls: int
    failed: int

    @property
    def per_second(self) -> float:
        """Return the updates per second."""
        return self.updates / self.seconds

    @property
    def cpu_ms(self) -> float | None:
        """Return the CPU milliseconds an update of the bot's processes."""
        return self._ms(self.cpu)

    @property
    def postgres_cpu_ms(self) -> float | None:
        """Return the CPU milliseconds an update of PostgreSQL's processes."""
        return self._ms(self.postgres_cpu)

    @property
    def calls_a_registration(self) -> float:
        """Return how many calls of the Bot API a registration took, in answers or apart."""
        return self.calls * UPDATES_OF_A_REGISTRATION / max(self.updates, 1)

    def with_whole_life(self, cpu: float, peak: float) -> Figures:
        """Return these with what the processes used in all their life, warm-up included."""
        return replace(self, cpu=cpu, peak=peak)

    def _ms(self, seconds: float | None) -> float | None:
        return None if seconds is None else seconds / max(self.updates, 1) * 1000


Round = dict[str, Figures]


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many per cent do not exceed; 0 where there is none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) * percent // 100, len(ordered) - 1)] if ordered else 0.0


def typical(rounds: Sequence[Mapping[str, Figures]], name: str, figure: Figure) -> float | None:
    """Return the median of a bot's figure over the rounds; None where one lacks it."""
    values = [figure(each[name]) for each in rounds]
    known = [value for value in values if value is not None]
    return median(known) if known and len(known) == len(values) else None


def ratio(
    rounds: Sequence[Mapping[str, Figures]], name: str, other: str, figure: Figure
) -> float | None:
    """Return the median of the quotients of two bots' figures, each within one round."""
    quotients = []
    for each in rounds:
        above, below = figure(each[name]), figure(each[other])
        if above is None or not below:
            return None
        quotients.append(above / below)
    return median(quotients) if quotients else None


if TYPE_CHECKING:
    Figure = Callable[[Figures], float | None]
