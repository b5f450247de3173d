"""`intake keys`: the keys under which data is encrypted and indexed: new, counted, changed."""

from __future__ import annotations

import asyncio
import sys
from functools import partial
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.commands.opening import opened
from bot.commands.progress import bar, shown
from bot.settings import StorageSettings, load_settings
from bot.wiring import rotation_of
from storage import StorageTrouble, Tally, new_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.progress import Progress

    from storage import Keyring

NOT_OVER = 1
NAMED = 20  # rows that do not open; more are only counted


@click.group
def command() -> None:
    """Make, change and count the keys under which data is encrypted."""


@command.command
def new() -> None:
    """Print two lines for the environment or for .env: a new encryption key and an index key.

    To change a key of an installation, put the new one in front of the old one, separated by a
    comma, start the bot anew, and run `intake keys rotate`; see docs/operating.md.
    """
    encryption_keys, index_key = new_keys()
    click.echo(f"ENCRYPTION_KEYS={encryption_keys}")
    click.echo(f"INDEX_KEY={index_key}")


@command.command
def rotate() -> None:
    """Seal and index all that is stored anew under the newest keys, while the bot runs.

    It may be broken off and begun again at any time. In the end it says which keys may go; the
    exit code is 1 as long as an older one is needed or something does not open.
    """
    _walk(is_sealing=True)


@command.command
def status() -> None:
    """Open all that is stored, and say which keys that needs.

    The exit code is 1 if an older key is needed or something does not open.
    """
    _walk(is_sealing=False)


def _walk(*, is_sealing: bool) -> None:
    """Walk through all rows and tell what was found; say in words where that is impossible."""
    settings = load_settings(StorageSettings)
    try:
        with bar(Console(stderr=True)) as progress:
            found, is_over = asyncio.run(_walked(settings, progress, is_sealing=is_sealing))
    except StorageTrouble as trouble:
        raise click.ClickException(str(trouble)) from None
    for line in report(found, settings.keyring):
        click.echo(line)
    if not is_over:
        sys.exit(NOT_OVER)


async def _walked(
    settings: StorageSettings, progress: Progress, *, is_sealing: bool
) -> tuple[Tally, bool]:
    async with opened(settings) as database:
        rotation = rotation_of(database, settings.keyring, partial(shown, progress))
        found = await (rotation.run() if is_sealing else rotation.look())
    return found, rotation.is_over(found)


def report(found: Tally, keyring: Keyring) -> Iterator[str]:
    """Tell which key is needed by how many rows, and what does not open."""
    newest, *older = keyring.key_ids
    yield f"{found.rows:,} rows; {newest}, the newest of ENCRYPTION_KEYS, seals."
    for key_id in older:
        yield f"{key_id}: {_needed(found.keys[key_id])}"
    if keyring.is_changing_index:
        yield f"All of INDEX_KEY but the first: {_needed(found.old_indexes)}"
    elif found.old_indexes:
        yield f"{found.old_indexes:,} rows are indexed under another INDEX_KEY."
    for row in found.taken:
        yield f"{row}: waits for another submission of its phone; rotate again later."
    if found.unreadable:
        yield f"{len(found.unreadable):,} rows do not open:"
        yield from (f"  {row}" for row in found.unreadable[:NAMED])


def _needed(rows: int) -> str:
    if rows:
        return f"needed by {rows:,} rows."
    return "not needed by any row; it may be removed once every process has the newest in front."
