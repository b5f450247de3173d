"""`intake worker`: the delivery in a process of its own, on PostgreSQL."""

from __future__ import annotations

import click

from bot.commands.serving import served, settings_of
from bot.processes import delivers_itself, run_worker


@click.command
def command() -> None:
    """Deliver what people confirmed to Flextell; any number of workers may run at once.

    On SQLite the serving process delivers by itself, so there is nothing to do here.
    """
    if delivers_itself(settings_of()):
        click.echo("On SQLite the serving process delivers by itself: nothing to do here.")
        return
    served("worker", run_worker)
