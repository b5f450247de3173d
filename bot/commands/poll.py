"""`intake poll`: the bot on a machine that Telegram cannot reach."""

from __future__ import annotations

import click

from bot.commands.serving import served
from bot.processes import run_poll


@click.command
def command() -> None:
    """Run the bot, fetching updates from Telegram. On SQLite it delivers to Flextell as well."""
    served("poll", run_poll)
