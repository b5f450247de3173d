"""`intake demo`: all of it on this machine, without any account."""

from __future__ import annotations

import asyncio
import shutil
import signal
import sys
from pathlib import Path

import click

from bot.rehearsal.house import Rehearsal, RehearsalFailed, rehearsal

FOLDER = Path("var/demo")


@click.command
@click.option("--port", default=8090, show_default=True, help="Port of the page; 0 for any.")
def command(port: int) -> None:
    """Run stand-ins for Telegram and Flextell, the bot, and a chat page in the browser.

    Every start begins with an empty world; what the bot keeps is under var/demo meanwhile.
    """
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    try:
        asyncio.run(_demo(port))
    except RehearsalFailed as failure:
        click.echo(f"The demo could not start: {failure}.", err=True)
        sys.exit(1)


async def _demo(port: int) -> None:
    click.echo("Starting the stage and the bot …")
    stopped = asyncio.Event()
    for signum in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signum, stopped.set)
    async with rehearsal(FOLDER, port=port) as running:
        click.echo(f"\n  Open {running.stage.address} and talk to the bot.\n")
        click.echo(f"Logs are in {FOLDER}; Ctrl-C ends the demo.")
        keeping = asyncio.create_task(_keep_the_bot(running))
        await stopped.wait()
        keeping.cancel()
    click.echo("The demo has ended.")


async def _keep_the_bot(running: Rehearsal) -> None:
    """Start the bot again whenever it ends, as a host does: kill it and watch it go on."""
    while True:
        code = await running.bot_ends()
        click.echo(f"The bot ended ({code}); starting it again …")
        await asyncio.sleep(1)
        await running.start_bot_again()
