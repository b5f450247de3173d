"""Bots held against each other: some rounds of them, and the table of what came out."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING

import click

from bench import machine, postgres
from bench.candidates import NEED_POSTGRES
from bench.pages import told
from bench.processes import BotFailed, pin, shared_out
from bench.progress import Watched
from bench.rounds import Plan, interleaved
from bench.table import table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bench.driver import Load

AT_LEAST_ONE = click.IntRange(min=1)

people_option = click.option(
    "--people", default=64, type=AT_LEAST_ONE, help="How many register at once."
)
registrations_option = click.option(
    "--registrations", default=1000, type=AT_LEAST_ONE, help="How many in each run."
)
rounds_option = click.option(
    "--rounds", default=3, type=AT_LEAST_ONE, help="How often each bot is measured."
)
retries_option = click.option(
    "--retries",
    default=2,
    type=click.IntRange(min=0),
    help="How often a run that other programs disturbed is made again.",
)


def compare(
    names: Sequence[str],
    load: Load,
    rounds: int,
    retries: int,
    page: Path | None,
    *,
    command: str = "",
    is_pinned: bool = True,
) -> None:
    """Measure these bots and tell what came out; exits with 1 where a registration went wrong."""
    bot_cpus, other_cpus = shared_out() if is_pinned else (set(), set())
    pin(0, other_cpus)
    needs_server = not NEED_POSTGRES.isdisjoint(names)
    try:
        with postgres.running() if needs_server else nullcontext() as server, Watched() as watched:
            version = postgres.version(server) if server else None
            plan = Plan(names, rounds, retries, load, bot_cpus)
            measured = interleaved(plan, server, watched)
    except BotFailed as failed:
        raise click.ClickException(f"a bot failed:\n{failed}") from None
    except asyncio.CancelledError:
        raise click.Abort from None
    told(f"{circumstances(plan, version)}\n\n{table(measured, names)}", page, command)
    if any(figures.failed for each in measured for figures in each.values()):
        sys.exit(1)


def circumstances(plan: Plan, postgres_version: str | None) -> str:
    """Return a sentence on when, on what and how it was measured."""
    load = plan.load
    pinned = "the bot on a CPU of its own" if plan.bot_cpus else "nothing pinned"
    return (
        f"{where(postgres_version)}; "
        f"{load.people} people, {load.registrations:,} registrations a run, "
        f"rounds: {plan.rounds} (medians), {pinned}."
    )


def where(postgres_version: str | None) -> str:
    """Return when and on what it was measured."""
    return f"{time.strftime('%Y-%m-%d')}: {machine.description(postgres_version)}"
