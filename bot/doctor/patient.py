"""Who is looked at: one installation's settings, the machine it stands on, and its ways out."""

from __future__ import annotations

import os
import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.clock import Clock, SystemClock
from bot.settings import ENV_FILE
from bot.telegram.transport import Transport
from bot.wiring import telegram_bot
from storage import Database, database_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping
    from pathlib import Path

    from telegram import Bot

    from bot.settings import Settings


# For one answer of Telegram's; a person waits for it.
SECONDS = 5.0


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True)
class Machine:
    """What is asked of the machine; `user_id` is whom this process runs as."""

    environment: Mapping[str, str]
    env_file: Path
    user_id: int
    free_bytes: Callable[[Path], int]
    clock: Clock


def this_machine() -> Machine:
    """Return the machine the doctor stands on."""
    return Machine(os.environ, ENV_FILE, os.geteuid(), _free_bytes, SystemClock())


@dataclass(frozen=True, slots=True)
class Patient:
    """One installation."""

    settings: Settings
    machine: Machine
    transport: Transport
    bot: Bot

    @property
    def database_file(self) -> Path | None:
        """The file of the database, None for PostgreSQL."""
        return database_file(self.settings.database_url.get_secret_value())

    @property
    def has_database(self) -> bool:
        """Whether there is one to be opened: opening a SQLite file that is missing makes it."""
        file = self.database_file
        return file is None or file.exists()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Open the database for one check; raises StorageTrouble where that is impossible."""
        url = self.settings.database_url.get_secret_value()
        database = Database(url, self.settings.keyring)
        try:
            yield database
        finally:
            await database.close()


@asynccontextmanager
async def admitted(settings: Settings, machine: Machine) -> AsyncIterator[Patient]:
    """Open the ways out of an installation for as long as it is looked at."""
    transport = Transport(SECONDS)
    await transport.initialize()
    try:
        yield Patient(settings, machine, transport, telegram_bot(settings, transport))
    finally:
        await transport.shutdown()
