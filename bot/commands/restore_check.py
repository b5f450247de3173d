"""`intake restore-check`: what has to be done to a restored database before it is served."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click
from rich.console import Console

from bot.commands.opening import opened
from bot.commands.progress import bar, shown
from bot.settings import StorageSettings, load_settings
from bot.wiring import rotation_of
from storage import (
    AlreadyServing,
    Database,
    Rotation,
    ServingLock,
    Status,
    StorageTrouble,
    Tally,
    database_file,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED = 1
NAMED = 20  # rows that do not open; more are only counted


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found and done: `doubted` are looked up before anything is sent of them."""

    found: Tally
    damage: str
    doubted: int
    left_to_people: int

    @property
    def is_sound(self) -> bool:
        """Tell whether the file is whole and all of it opens."""
        return not self.damage and not self.found.unreadable


@click.command("restore-check")
def command() -> None:
    """Make the database at DATABASE_URL, just restored from a backup, safe to be served.

    What is open in it may have been sent after the backup was made: it is looked up in Flextell
    before it is sent. Whether the file is whole and the keys open every row is checked as well.
    Nothing may serve the database meanwhile. Doing it again is safe.
    """
    settings = load_settings(StorageSettings)
    try:
        checked = asyncio.run(_checked(settings))
    except StorageTrouble as trouble:
        raise click.ClickException(f"nothing was changed: {trouble}") from None
    for line in _told(checked):
        click.echo(line)
    sys.exit(0 if checked.is_sound else FAILED)


async def _checked(settings: StorageSettings) -> Checked:
    url = settings.database_url.get_secret_value()
    file = database_file(url)
    if file is not None and not file.is_file():
        raise StorageTrouble(f"there is no database at {file}")
    with ServingLock(url), bar(Console(stderr=True)) as progress:
        async with opened(settings) as database:
            await _refuse_others(database)
            return await _examined(
                database, rotation_of(database, settings.keyring, partial(shown, progress))
            )


async def _refuse_others(database: Database) -> None:
    async with database.inspect() as inspection:
        if await inspection.others():
            raise AlreadyServing("other processes are connected to the database; stop them first")


async def _examined(database: Database, rotation: Rotation) -> Checked:
    found = await rotation.look()
    async with database.inspect() as inspection:
        damage = await inspection.damage()
    async with database.begin() as work:
        doubted = await work.submissions.doubt()
        counts = await work.submissions.counts()
    return Checked(found, damage, doubted, counts.get(Status.HUMAN, 0))


def _told(checked: Checked) -> Iterator[str]:
    """Say what was found, what was done, and what is left to do."""
    if checked.damage:
        yield f"The file is damaged: restore another backup. SQLite says: {checked.damage}"
    if checked.found.unreadable:
        yield (
            f"{len(checked.found.unreadable):,} of {checked.found.rows:,} rows do not open:"
            " give the ENCRYPTION_KEYS of when the backup was made, and check again."
        )
        yield from (f"  {row}" for row in checked.found.unreadable[:NAMED])
    if checked.is_sound:
        yield f"The database is whole, and the keys open all of its {checked.found.rows:,} rows."
    yield (
        f"{checked.doubted:,} open submissions may have been sent after the backup:"
        " they are looked up in Flextell before they are sent."
    )
    if checked.left_to_people:
        yield (
            f"{checked.left_to_people:,} wait for a person's decision, which may have been taken"
            " after the backup: look for them in Flextell first."
        )
    yield "Tokens in a backup may be used up: with FLEXTELL_CLIENT_ID, run `intake authorize`."
