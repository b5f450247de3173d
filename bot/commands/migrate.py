"""`intake migrate`: bring the database to the schema of this version."""

import click

from bot.settings import DatabaseSettings, WrongSettings, load_settings
from storage import StorageTrouble, migrate_blocking, parse_url


@click.command
def command() -> None:
    """Bring the database at DATABASE_URL to the schema of this version.

    Doing it again is safe. No other setting is needed.
    """
    try:
        url = load_settings(DatabaseSettings).database_url.get_secret_value()
        migrate_blocking(url)
    except (WrongSettings, StorageTrouble) as trouble:
        raise click.ClickException(str(trouble)) from None
    click.echo(f"{_named(url)} has the schema of this version.")


def _named(url: str) -> str:
    """Name the database without user and password."""
    parsed = parse_url(url)
    place = f"{parsed.database} at {parsed.host}" if parsed.host else parsed.database
    return f"The {parsed.get_backend_name()} database {place}"
