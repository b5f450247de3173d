"""Whoever is killed in the middle of a list, each of its rows is taken exactly once."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from storage import Database, ImportState, Keyring, new_keys
from tests.bot.commands.rehearsed import children, is_there
from tests.bot.lists.office import ADA, LIST, Office

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 400
KILLED_AT = (20, 120, 220)
ROOT = Path(__file__).parents[3]


async def begun(url: str, keys: tuple[str, str]) -> asyncio.subprocess.Process:
    """Start a process that reads lists."""
    environment = {**os.environ, "DATABASE_URL": url, "ENCRYPTION_KEYS": keys[0]}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.lists.reading_process",
        cwd=ROOT,
        env=environment | {"INDEX_KEY": keys[1]},
    )


async def until(office: Office, import_id: str, count: int) -> None:
    """Wait until so many rows are decided."""
    async with asyncio.timeout(90):
        while len(await office.rows(import_id)) < count:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.05)


async def gone(pids: list[int]) -> None:
    """Wait until processes have ended."""
    async with asyncio.timeout(20):
        while any(map(is_there, pids)):  # noqa: ASYNC110 - nobody tells of a process's end
            await asyncio.sleep(0.05)


async def test_each_row_is_one_customer_however_often_the_reading_is_killed(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """Three kills on the way: every row is decided, and every customer there once."""
    keys = new_keys()
    keyring = Keyring.parse(*keys)
    office = Office(opened(database_url, keyring), keyring)
    await office.hires(ADA)
    rows = "".join(f"Ada King,07700 900{n:03}\n" for n in range(ROWS))
    await office.sends(rows.encode())
    await office.works()
    shown = await office.answers()
    assert shown is not None
    for count in KILLED_AT:
        process = await begun(database_url, keys)
        await until(office, shown.id, count)
        left = list(children(process.pid))
        process.send_signal(signal.SIGKILL)
        await process.wait()
        await gone(left)
        assert count <= len(await office.rows(shown.id)) < ROWS
    process = await begun(database_url, keys)
    await until(office, shown.id, ROWS)
    process.kill()
    await process.wait()

    submissions = await office.submissions()
    assert len(submissions) == ROWS
    assert set(Counter(row.body for row in submissions).values()) == {1}
    decided = await office.rows(shown.id)
    assert [row.number for row in decided] == list(range(1, ROWS + 1))
    assert {row.submission_id for row in decided} == {row.id for row in submissions}


async def test_what_was_cut_off_is_known_and_not_taken_again(
    sqlite_url: str, opened: Callable[..., Database], keyring: Keyring
) -> None:
    """A list whose rows are leads already is read anew without a second one."""
    office = Office(opened(sqlite_url, keyring), keyring)
    await office.hires(ADA)
    await office.reads(LIST)
    before = [row.id for row in await office.submissions()]
    await office.reads(LIST + b"Ann King;07700 900199;\n")
    assert len(await office.imports(ImportState.TOLD)) == 2
    assert len(await office.submissions()) == len(before) + 1
