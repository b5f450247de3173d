"""`intake backup`: a copy of a SQLite database, made while it is served."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from bot.commands.progress import bar
from bot.settings import DatabaseSettings, load_settings
from storage import StorageTrouble, back_up

_MEGABYTE = 1_000_000


@click.command
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> None:
    """Copy the database at DATABASE_URL into FILE, which must not be there yet.

    The bot may serve meanwhile. The copy is checked, and FILE is whole once it is there.
    Personal data in it is sealed: keep ENCRYPTION_KEYS and INDEX_KEY as well, somewhere else.
    """
    url = load_settings(DatabaseSettings).database_url.get_secret_value()
    try:
        with bar(Console(stderr=True)) as progress:
            pages = progress.add_task("Copying the database", total=None)
            back_up(
                url, file, lambda done, total: progress.update(pages, completed=done, total=total)
            )
    except StorageTrouble as trouble:
        raise click.ClickException(f"no backup was made: {trouble}") from None
    size = file.stat().st_size / _MEGABYTE
    click.echo(f"{file} holds the database as it was when this began ({size:.1f} MB).")
