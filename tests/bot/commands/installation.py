"""A database with its settings, and one command of operators run on it."""

from __future__ import annotations

import asyncio
from contextlib import chdir
from typing import TYPE_CHECKING, TypeVar

from click.testing import CliRunner

from bot.commands import intake
from storage import Database, Keyring, new_keys

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from click.testing import Result

    from storage import UnitOfWork

Found = TypeVar("Found")


class Installation:
    """An installation in a folder without a `.env`; `command` is what is run on it."""

    command: str

    def __init__(self, url: str, folder: Path) -> None:
        keys = new_keys()
        self._url, self._folder, self.keyring = url, folder, Keyring.parse(*keys)
        self._environment = {
            "TELEGRAM_TOKEN": "1000001:made-up-token-of-nobody-at-all-12345",
            "TELEGRAM_API_URL": "http://127.0.0.1:9",  # nobody listens there
            "FLEXTELL_TENANT": "42",
            "FLEXTELL_ACCESS_TOKEN": "made-up",
            "DATABASE_URL": url,
            "ENCRYPTION_KEYS": keys[0],
            "INDEX_KEY": keys[1],
            "COMPANY_NAME": "Example Ltd",
        }

    def run(self, *words: str, typed: str | None = None, **more: str) -> Result:
        """Run the command with these words, and more settings perhaps."""
        environment = self._environment | more
        with chdir(self._folder):
            return CliRunner().invoke(intake, [self.command, *words], env=environment, input=typed)

    def within(
        self, work: Callable[[UnitOfWork], Awaitable[Found]], keyring: Keyring | None = None
    ) -> Found:
        """Do something in one transaction, under other keys perhaps."""

        async def done(database: Database) -> Found:
            async with database.begin() as unit:
                return await work(unit)

        return self.opened(done, keyring)

    def opened(
        self, work: Callable[[Database], Awaitable[Found]], keyring: Keyring | None = None
    ) -> Found:
        """Do something with the database."""

        async def done() -> Found:
            database = Database(self._url, keyring or self.keyring)
            try:
                return await work(database)
            finally:
                await database.close()

        return asyncio.run(done())
