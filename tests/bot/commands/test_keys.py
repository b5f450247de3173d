from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from rich.console import Console

from bot.commands import intake
from bot.commands import keys as keys_command
from bot.commands.progress import bar, shown
from bot.settings import KeySettings, load_settings
from bot.turns.indexing import blind_indexes
from storage import Database, Keyring, Tally, new_keys
from tests.storage.rows import a_chat, a_submission

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[3]


def test_two_lines_are_printed_and_nothing_else() -> None:
    """Scripts append standard output to `.env`."""
    run = subprocess.run(
        [sys.executable, "-m", "bot", "keys", "new"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    first, second = run.stdout.splitlines()
    assert first.startswith("ENCRYPTION_KEYS=")
    assert second.startswith("INDEX_KEY=")
    assert run.stderr == ""


def test_the_lines_are_settings_that_are_accepted(tmp_path: Path) -> None:
    """What is printed can be used as it stands."""
    env_file = tmp_path / ".env"
    env_file.write_text(CliRunner().invoke(intake, ["keys", "new"]).stdout, encoding="utf-8")
    settings = load_settings(KeySettings, environment={}, env_file=env_file)
    assert settings.keyring.open(settings.keyring.seal(b"made up", "x"), "x") == b"made up"


def test_keys_are_new_each_time() -> None:
    """Nobody shares them."""
    shown = {CliRunner().invoke(intake, ["keys", "new"]).stdout for _ in range(5)}
    assert len(shown) == 5


@pytest.fixture
def keys() -> tuple[tuple[str, str], tuple[str, str]]:
    """Lend old keys and new ones."""
    return new_keys(), new_keys()


def called(url: str, *words: str, keys: str, index: str) -> Result:
    """Call `intake keys` with these settings alone."""
    environment = {"DATABASE_URL": url, "ENCRYPTION_KEYS": keys, "INDEX_KEY": index}
    return CliRunner().invoke(intake, ["keys", *words], env=environment)


def filled(url: str, keyring: Keyring) -> None:
    """Keep a chat, and a submission of it."""

    async def fill() -> None:
        database = Database(url, keyring)
        body = b'{"phone_number":"+447700900123"}'
        row = a_submission(body=body, **blind_indexes(keyring, body)._asdict())
        async with database.begin() as work:
            await work.chats.keep([a_chat()])
            await work.submissions.add([row])
        await database.close()

    asyncio.run(fill())


def test_a_rotation_says_what_may_go(
    database_url: str, keys: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    """Old keys are needed before and not after; the exit code says the same."""
    old, new = keys
    filled(database_url, Keyring.parse(*old))
    both = {"keys": f"{new[0]},{old[0]}", "index": f"{new[1]},{old[1]}"}
    newest, oldest = (each[0].partition(":")[0] for each in (new, old))
    before = called(database_url, "status", **both)
    assert before.exit_code == 1
    assert before.stdout.splitlines() == [
        f"2 rows; {newest}, the newest of ENCRYPTION_KEYS, seals.",
        f"{oldest}: needed by 2 rows.",
        "All of INDEX_KEY but the first: needed by 1 rows.",
    ]
    gone = "not needed by any row; it may be removed once every process has the newest in front."
    rotated = called(database_url, "rotate", **both)
    assert rotated.exit_code == 0
    assert rotated.stdout.splitlines() == [
        f"2 rows; {newest}, the newest of ENCRYPTION_KEYS, seals.",
        f"{oldest}: {gone}",
        f"All of INDEX_KEY but the first: {gone}",
    ]
    alone = called(database_url, "status", keys=new[0], index=new[1])
    assert (alone.exit_code, len(alone.stdout.splitlines())) == (0, 1)


def test_what_does_not_open_is_named_on_the_terminal(
    sqlite_url: str, keys: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    """The row, and what is the matter with it; the exit code is not 0."""
    old, new = keys
    filled(sqlite_url, Keyring.parse(*old))
    told = called(sqlite_url, "rotate", keys=new[0], index=new[1])
    assert told.exit_code == 1
    assert "2 rows do not open:" in told.stdout
    missing = "chats/7/document: sealed with a key that is not in ENCRYPTION_KEYS"
    assert f"  {missing}" in told.stdout.splitlines()


def test_a_replaced_index_key_is_noticed(
    sqlite_url: str, keys: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    """Whoever did not list the old one is told, and a rotation puts it right."""
    old, new = keys
    filled(sqlite_url, Keyring.parse(*old))
    told = called(sqlite_url, "status", keys=old[0], index=new[1])
    assert told.exit_code == 1
    assert "1 rows are indexed under another INDEX_KEY." in told.stdout
    assert called(sqlite_url, "rotate", keys=old[0], index=new[1]).exit_code == 0


def test_a_phone_that_waits_is_told() -> None:
    """The one row that has to be looked at again later is named."""
    found = Tally(1, taken=("submissions/1",))
    assert list(keys_command.report(found, Keyring.parse(*new_keys())))[1:] == [
        "submissions/1: waits for another submission of its phone; rotate again later."
    ]


def test_a_database_that_cannot_be_used_is_said(
    tmp_path: Path, keys: tuple[tuple[str, str], tuple[str, str]]
) -> None:
    """A sentence, not a traceback."""
    told = called(f"sqlite:///{tmp_path / 'new.db'}", "status", keys=keys[0][0], index=keys[0][1])
    assert told.exit_code == 1
    assert "intake migrate" in told.stderr


def test_rows_are_shown_as_they_are_done() -> None:
    """The bar has a title, an end, and moves."""
    progress = bar(Console(file=StringIO(), force_terminal=True))
    shown(progress, "Opening", 10)(4)
    (task,) = progress.tasks
    assert (task.description, task.total, task.completed) == ("Opening", 10, 4)
    assert not progress.disable
    assert bar(Console(file=StringIO())).disable
