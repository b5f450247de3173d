"""A process that reads lists until it is killed: `python -m tests.bot.lists.reading_process`.

Address and keys of the database come from the environment.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import timedelta

from bot.delivery.rounds import Rounds
from bot.lists.importing import Importing
from storage import Database, Keyring
from tests.bot.lists.office import Office


async def read() -> None:
    """Read what is to be read."""
    keyring = Keyring.parse(os.environ["ENCRYPTION_KEYS"], os.environ["INDEX_KEY"])
    database = Database(os.environ["DATABASE_URL"], keyring)
    office = Office(database, keyring)
    means = replace(office.means, lease=timedelta(seconds=1))
    await Rounds(Importing(means, office.courier).take, 2).run()


if __name__ == "__main__":
    asyncio.run(read())
