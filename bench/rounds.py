"""The rounds: in each one every bot is measured once, so that all meet the same weather."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import uvloop

from bench.candidates import NEED_POSTGRES
from bench.driver import Machine, measured
from bench.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Sequence

    from bench.driver import Load
    from bench.figures import Figures, Round
    from bench.postgres import Postgres


class Progress(Protocol):
    """Somebody who wants to hear how far it is."""

    def begin(self, text: str, total: int) -> Callable[[], None]:
        """Hear that a run begins; what is returned is called after each registration."""

    def end(self, text: str) -> None:
        """Hear what a run came to."""


Result = TypeVar("Result")

# A run during which other programs used more than this is made again.
CALM_CPUS = 0.1


@dataclass(frozen=True, slots=True)
class Plan:
    """Which bots in how many rounds, and how often a disturbed run is made again."""

    names: Sequence[str]
    rounds: int
    retries: int
    load: Load
    bot_cpus: set[int]


def interleaved(plan: Plan, server: Postgres | None, progress: Progress) -> list[Round]:
    """Measure each bot once in every round; raises BotFailed where one cannot be measured."""
    rounds: list[Round] = []
    for place in range(1, plan.rounds + 1):
        found: Round = {}
        for name in plan.names:
            title = f"round {place} of {plan.rounds}: {name}"
            run = partial(_run, name, title, plan, server, progress)
            found[name] = calmest(run, plan.retries)
        rounds.append(found)
    return rounds


def calmest(run: Callable[[], Figures], retries: int) -> Figures:
    """Run until other programs left it alone; return the least disturbed try.

    A registration that failed in another try counts all the same.
    """
    tries = [run()]
    while (tries[-1].others or 0.0) > CALM_CPUS and len(tries) <= retries:
        tries.append(run())
    best = min(tries, key=lambda figures: figures.others or 0.0)
    return replace(best, failed=sum(figures.failed for figures in tries))


def _run(
    name: str, title: str, plan: Plan, server: Postgres | None, progress: Progress
) -> Figures:
    with fresh_database(server if name in NEED_POSTGRES else None) as (url, pid):
        return run_once(name, title, plan.load, Machine(plan.bot_cpus, pid, url), progress)


def run_once(name: str, title: str, load: Load, machine: Machine, progress: Progress) -> Figures:
    """Measure a bot once; raises BotFailed where it cannot be measured."""
    each = progress.begin(title, load.registrations)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        figures, failures = runner.run(stoppable(measured(name, load, machine, each)))
    troubles = "".join(f"\n  {failure}" for failure in failures[:5])
    others = "" if figures.others is None else f", others busy {figures.others:.0%}"
    progress.end(f"{title}: {figures.per_second:,.0f} updates/s{others}{troubles}")
    return figures


async def stoppable(work: Coroutine[Any, Any, Result]) -> Result:
    """Have SIGTERM cancel the work, so that every process it started is ended."""
    task = asyncio.ensure_future(work)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task
