"""`intake web`: the bot behind a webhook."""

from __future__ import annotations

import click

from bot.commands.serving import served
from bot.processes import run_web


@click.command
def command() -> None:
    """Run the bot, receiving updates from Telegram over HTTP on PORT.

    Registers the webhook at PUBLIC_URL by itself. On SQLite it delivers to Flextell as well.
    """
    served("web", run_web)
