"""The command: measure our bot beside a floor, or one thing of it by itself."""

from __future__ import annotations

from fnmatch import fnmatch
from typing import TYPE_CHECKING

import click

from bench import delivery, drafts, flood, lists, memory, plan, rotation, webs
from bench.candidates import CANDIDATES, FLOOR, USUAL
from bench.comparing import (
    compare,
    people_option,
    registrations_option,
    retries_option,
    rounds_option,
)
from bench.driver import Load
from bench.pages import to_page

if TYPE_CHECKING:
    from pathlib import Path


@click.group(invoke_without_command=True)
@people_option
@registrations_option
@rounds_option
@retries_option
@click.option("--only", multiple=True, help="Bots as in 'ours-*'; the floor always runs.")
@to_page
@click.pass_context
def bench(
    context: click.Context,
    people: int,
    registrations: int,
    rounds: int,
    retries: int,
    only: tuple[str, ...],
    page: Path | None,
) -> None:
    """Measure the bot on both databases beside a floor of the same driver.

    A command measures one thing by itself, with options of its own.
    """
    if context.invoked_subcommand is None:
        compare(chosen(only), Load(people, registrations), rounds, retries, page)


def chosen(patterns: tuple[str, ...]) -> list[str]:
    """Return the bots to measure, the floor first; the usual ones where no pattern is given."""
    unknown = [p for p in patterns if not any(fnmatch(name, p) for name in CANDIDATES)]
    if unknown:
        raise click.UsageError(f"--only {unknown[0]}: there are {', '.join(CANDIDATES)}")
    wanted = (FLOOR, *(patterns or USUAL))
    return [name for name in CANDIDATES if any(fnmatch(name, pattern) for pattern in wanted)]


for each in (webs, drafts, delivery, memory, flood, rotation, plan, lists):
    bench.add_command(each.command)


if __name__ == "__main__":
    bench()
