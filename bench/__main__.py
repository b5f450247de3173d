"""The command: measure our bot beside a floor, and print a table in Markdown."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import nullcontext
from fnmatch import fnmatch
from pathlib import Path

import click

from bench import machine, postgres
from bench.candidates import CANDIDATES, FLOOR, NEED_POSTGRES
from bench.driver import Load
from bench.processes import BotFailed, pin, shared_out
from bench.progress import Watched
from bench.rounds import Plan, interleaved
from bench.table import NoPlace, placed, table

AT_LEAST_ONE = click.IntRange(min=1)


@click.command()
@click.option("--people", default=64, type=AT_LEAST_ONE, help="How many register at once.")
@click.option("--registrations", default=1000, type=AT_LEAST_ONE, help="How many in each run.")
@click.option("--rounds", default=3, type=AT_LEAST_ONE, help="How often each bot is measured.")
@click.option(
    "--retries",
    default=2,
    type=click.IntRange(min=0),
    help="How often a run that other programs disturbed is made again.",
)
@click.option("--only", multiple=True, help="Bots as in 'ours-*'; the floor always runs.")
@click.option(
    "--write",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Put the table into this page, between its marks.",
)
def bench(
    people: int,
    registrations: int,
    rounds: int,
    retries: int,
    only: tuple[str, ...],
    write: Path | None,
) -> None:
    """Measure the bot on both databases beside a floor of the same driver."""
    names = chosen(only)
    bot_cpus, other_cpus = shared_out()
    pin(0, other_cpus)
    needs_server = not NEED_POSTGRES.isdisjoint(names)
    try:
        with postgres.running() if needs_server else nullcontext() as server, Watched() as watched:
            version = postgres.version(server) if server else None
            plan = Plan(names, rounds, retries, Load(people, registrations), bot_cpus)
            measured = interleaved(plan, server, watched)
    except BotFailed as failed:
        raise click.ClickException(f"a bot failed:\n{failed}") from None
    except asyncio.CancelledError:
        raise click.Abort from None
    text = f"{circumstances(plan, version)}\n\n{table(measured, names)}"
    click.echo(text)
    if write is not None:
        _write(write, text)
    if any(figures.failed for each in measured for figures in each.values()):
        sys.exit(1)


def chosen(patterns: tuple[str, ...]) -> list[str]:
    """Return the bots to measure, the floor first; all of them where no pattern is given."""
    unknown = [p for p in patterns if not any(fnmatch(name, p) for name in CANDIDATES)]
    if unknown:
        raise click.UsageError(f"--only {unknown[0]}: there are {', '.join(CANDIDATES)}")
    wanted = (FLOOR, *(patterns or ("*",)))
    return [name for name in CANDIDATES if any(fnmatch(name, pattern) for pattern in wanted)]


def circumstances(plan: Plan, postgres_version: str | None) -> str:
    """Return a sentence on when, on what and how it was measured."""
    load = plan.load
    pinned = "the bot on a CPU of its own" if plan.bot_cpus else "nothing pinned"
    return (
        f"{time.strftime('%Y-%m-%d')}: {machine.description(postgres_version)}; "
        f"{load.people} people, {load.registrations:,} registrations a run, "
        f"rounds: {plan.rounds} (medians), {pinned}."
    )


def _write(page: Path, text: str) -> None:
    try:
        page.write_text(placed(page.read_text("utf-8"), text), "utf-8")
    except NoPlace as missing:
        raise click.ClickException(f"{page}: {missing}") from None


if __name__ == "__main__":
    bench()
