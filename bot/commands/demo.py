"""`intake demo`: all of it on this machine, without any account."""

from __future__ import annotations

import asyncio
import fcntl
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.background import ToldToStop, until_told_to_stop
from bot.rehearsal.children import RehearsalFailed
from bot.rehearsal.house import rehearsal

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path("var/demo")
FAILED = 1


@click.command
@click.option("--port", default=8090, show_default=True, help="Port of the page; 0 for any.")
def command(port: int) -> None:
    """Run stand-ins for Telegram and Flextell, the bot, and a chat page in the browser.

    Every start begins with an empty world; what the bot keeps is under var/demo meanwhile.
    """
    try:
        with _empty_folder():
            asyncio.run(until_told_to_stop(_demo(port)))
    except ToldToStop:
        click.echo("The demo has ended.")
    except RehearsalFailed as failure:
        click.echo(f"The demo cannot go on: {failure}", err=True)
        sys.exit(FAILED)


@contextmanager
def _empty_folder() -> Iterator[None]:
    """Clear the folder, which is one demo's alone; raise RehearsalFailed if another has it."""
    FOLDER.parent.mkdir(exist_ok=True)
    with FOLDER.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RehearsalFailed(f"another one runs in {FOLDER}; end that one first") from None
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir()
        yield


async def _demo(port: int) -> None:
    click.echo("Starting the stage and the bot …")
    async with rehearsal(FOLDER, port=port) as running:
        click.echo(f"\n  Open {running.stage.address} and talk to the bot.\n")
        click.echo("Ada operates it: /admin in her chat leads to the operators' page.")
        click.echo(f"Logs are in {FOLDER}; Ctrl-C ends the demo.")
        await running.bot_kept(lambda code: click.echo(f"The bot ended ({code}); starting it …"))
