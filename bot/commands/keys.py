"""`intake keys`: the keys under which data is encrypted and indexed."""

import click

from storage import new_keys


@click.group
def command() -> None:
    """Make the keys under which data is encrypted."""


@command.command
def new() -> None:
    """Print two lines for the environment or for .env: a new encryption key and an index key.

    To change the encryption key of an installation, put the new one in front of the old ones and
    keep its INDEX_KEY.
    """
    encryption_keys, index_key = new_keys()
    click.echo(f"ENCRYPTION_KEYS={encryption_keys}")
    click.echo(f"INDEX_KEY={index_key}")
