"""`intake doctor`: what is fine, what is wrong, and what to do next."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.doctor.diagnosis import diagnose
from bot.doctor.patient import this_machine
from bot.doctor.report import as_json, as_text, is_well

if TYPE_CHECKING:
    from bot.doctor.diagnosis import Findings

ILL = 1


@click.command
@click.option("--json", "is_json", is_flag=True, help="Write a list of objects, for machines.")
def command(*, is_json: bool) -> None:
    """Look at settings, disk, database, keys, Telegram, Flextell and clocks; change nothing.

    Each line says fine, warning or wrong, what was seen, and what to do next. The exit code is 1
    if anything is wrong, else 0. No secret is shown.
    """
    found = asyncio.run(_found(Console(stderr=True)))
    click.echo(as_json(found) if is_json else as_text(found))
    sys.exit(0 if is_well(found) else ILL)


async def _found(console: Console) -> Findings:
    """Diagnose; whoever sits at a terminal sees what is waited for."""
    if not console.is_terminal:
        return await diagnose(this_machine(), lambda _: None)
    with console.status("Looking …") as status:
        return await diagnose(
            this_machine(), lambda names: status.update(f"Looking at {', '.join(names)} …")
        )
