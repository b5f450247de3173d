"""The rounds: in each one every bot is measured once, so that all meet the same weather."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Protocol

import uvloop

from bench.candidates import NEED_POSTGRES
from bench.driver import Load, Machine, measured
from bench.postgres import fresh_database

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.figures import Round
    from bench.postgres import Postgres


class Progress(Protocol):
    """Somebody who wants to hear how far it is."""

    def begin(self, text: str, total: int) -> Callable[[], None]:
        """Hear that a run begins; what is returned is called after each registration."""

    def end(self, text: str) -> None:
        """Hear what a run came to."""


def interleaved(
    names: Sequence[str],
    count: int,
    load: Load,
    bot_cpus: set[int],
    server: Postgres | None,
    progress: Progress,
) -> list[Round]:
    """Measure each bot once in every round; raises BotFailed where one cannot be measured."""
    rounds: list[Round] = []
    for place in range(1, count + 1):
        found: Round = {}
        for name in names:
            title = f"round {place} of {count}: {name}"
            with fresh_database(server if name in NEED_POSTGRES else None) as (url, pid):
                machine = Machine(bot_cpus, pid, url)
                each = progress.begin(title, load.registrations)
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    figures, failures = runner.run(measured(name, load, machine, each))
            found[name] = figures
            troubles = "".join(f"\n  {failure}" for failure in failures[:5])
            progress.end(f"{title}: {figures.per_second:,.0f} updates/s{troubles}")
        rounds.append(found)
    return rounds
