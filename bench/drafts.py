"""Measure whether a million open drafts slow the bot down, before and after in one run.

The same people register through the webhook, first with an empty database, then with one that
holds so many open drafts; in the end each statement of a registration and of the delivery is
explained by the database, and those that read a whole table are told.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import click

from bench import seeding
from bench.comparing import (
    AT_LEAST_ONE,
    people_option,
    registrations_option,
    retries_option,
    rounds_option,
    where,
)
from bench.databases import KINDS, fresh, on_option
from bench.driver import Load, Machine
from bench.explaining import Explained, explained
from bench.figures import typical
from bench.pages import to_page, told
from bench.processes import pin, shared_out
from bench.progress import Watched
from bench.rounds import calmest, run_once
from bench.table import UNKNOWN, drawn, number
from storage import new_keys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.figures import Figure, Figures, Round

MOST = 0.2


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure that is compared, with so many digits; of a gain more is better."""

    title: str
    figure: Figure
    digits: int
    is_gain: bool = False


COMPARED: tuple[Compared, ...] = (
    Compared("updates/s", lambda f: f.per_second, 0, is_gain=True),
    Compared("p50 ms", lambda f: f.p50 * 1000, 1),
    Compared("p99 ms", lambda f: f.p99 * 1000, 1),
    Compared("registered after ms", lambda f: f.registered * 1000, 1),
    Compared("CPU ms/update", lambda f: f.cpu_ms, 3),
    Compared("PostgreSQL CPU ms/update", lambda f: f.postgres_cpu_ms, 3),
    Compared("peak MiB", lambda f: f.peak, 0),
)


@dataclass(slots=True)
class Trial:
    """One database, and the people who have not yet been there."""

    name: str
    load: Load
    rounds: int
    retries: int
    machine: Machine
    watched: Watched

    def measured(self, title: str) -> list[Round]:
        """Measure some rounds; nobody comes twice."""
        return [
            {self.name: calmest(partial(self._once, title, place), self.retries)}
            for place in range(1, self.rounds + 1)
        ]

    def _once(self, title: str, place: int) -> Figures:
        text = f"{title}, round {place} of {self.rounds}: {self.name}"
        figures = run_once(self.name, text, self.load, self.machine, self.watched)
        came = self.load.people + self.load.registrations
        self.load = replace(self.load, first=self.load.first + came)
        return figures


@click.command("drafts")
@click.option("--drafts", "count", default=1_000_000, type=AT_LEAST_ONE, help="How many are open.")
@on_option
@people_option
@registrations_option
@rounds_option
@retries_option
@to_page
def command(
    count: int,
    on: tuple[str, ...],
    people: int,
    registrations: int,
    rounds: int,
    retries: int,
    page: Path | None,
) -> None:
    """Compare an empty database with one that holds a million open drafts."""
    bot_cpus, other_cpus = shared_out()
    pin(0, other_cpus)
    load = Load(people, registrations)
    texts, failed = [], 0
    with Watched() as watched:
        for kind in on or KINDS:
            with fresh(kind) as place:
                machine = Machine(bot_cpus, place.pid, place.url, new_keys())
                trial = Trial(KINDS[kind], load, rounds, retries, machine, watched)
                before = trial.measured("empty")
                asyncio.run(seeding.fill(machine.database_url, machine.keys, count, watched))
                after = trial.measured(f"{count:,} drafts")
                plans = asyncio.run(explained(machine.database_url, machine.keys))
            texts.append(_told(kind, place.version, count, trial, (before, after), plans))
            failed += sum(each[trial.name].failed for each in (*before, *after))
    told("\n\n".join(texts), page, "drafts")
    if failed:
        sys.exit(1)


def _told(
    kind: str,
    version: str | None,
    count: int,
    trial: Trial,
    rounds: tuple[Sequence[Round], Sequence[Round]],
    plans: Explained,
) -> str:
    """Return the figures before and after, and what is read as a whole."""
    lines = []
    for each in COMPARED:
        was, became = (typical(times, trial.name, each.figure) for times in rounds)
        lines.append([each.title, *change(each, was, became)])
    headings = (kind, "empty", f"{count:,} drafts", "worse by", f"within {MOST:.0%}")
    load = trial.load
    circumstances = (
        f"{where(version)}; {load.people} people, {load.registrations:,} registrations a run,"
        f" rounds: {trial.rounds} (medians)."
    )
    whole = "; ".join(f"`{each}`" for each in plans.whole) or "none"
    return (
        f"{circumstances}\n\n{drawn(headings, lines)}\n\n"
        f"Of {plans.count} statements, those that read all chats or all consents: {whole}."
    )


def change(compared: Compared, was: float | None, became: float | None) -> list[str]:
    """Return a figure before and after, by how much it is worse, and whether that is little."""
    shown = [number(was, compared.digits), number(became, compared.digits)]
    if not was or not became:
        return [*shown, UNKNOWN, UNKNOWN]
    worse = (was / became if compared.is_gain else became / was) - 1
    return [*shown, f"{worse:+.0%}", "yes" if worse <= MOST else "no"]
