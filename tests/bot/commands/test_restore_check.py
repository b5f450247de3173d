"""`intake restore-check` from the command line, on both databases."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from click.testing import CliRunner

from bot.commands import intake
from storage import Database, Keyring, ServingLock, Status, new_keys
from tests.storage.rows import a_chat, stored
from tests.storage.spoiling import overwrite_root

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from click.testing import Result

KEYS = new_keys()


def checked(url: str, keys: tuple[str, str] = KEYS) -> Result:
    """Run `intake restore-check` in this process."""
    environment = {"DATABASE_URL": url, "ENCRYPTION_KEYS": keys[0], "INDEX_KEY": keys[1]}
    return CliRunner().invoke(intake, ["restore-check"], env=environment)


def done(url: str, *work: Any) -> list[Any]:
    """Do some work with the database: functions of it, one after the other."""

    async def do() -> list[Any]:
        database = Database(url, Keyring.parse(*KEYS))
        try:
            return [await each(database) for each in work]
        finally:
            await database.close()

    return asyncio.run(do())


def a_row(status: Status, **fields: Any) -> Any:
    """Return the work of storing a submission."""
    return lambda database: stored(database, status, **fields)


async def chats(database: Database) -> None:
    """Keep three chats."""
    async with database.begin() as work:
        await work.chats.keep([a_chat(n) for n in (1, 2, 3)])


async def counts(database: Database) -> dict[Status, int]:
    """Count the submissions by status."""
    async with database.begin() as work:
        return await work.submissions.counts()


def test_what_is_open_is_doubted_and_all_is_told(database_url: str) -> None:
    """How much was found, what was done, and what is left to people."""
    done(database_url, chats, a_row(Status.QUEUED), a_row(Status.HUMAN), a_row(Status.CREATED))
    result = checked(database_url)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "The database is whole, and the keys open all of its 6 rows."
    assert lines[1].startswith("1 open submissions may have been sent after the backup")
    assert lines[2].startswith("1 wait for a person's decision")
    assert "intake authorize" in lines[3]
    assert done(database_url, counts) == [{Status.UNKNOWN: 1, Status.HUMAN: 1, Status.CREATED: 1}]


def test_doing_it_again_is_safe(database_url: str) -> None:
    """The second time nothing is new."""
    done(database_url, a_row(Status.QUEUED))
    assert "1 open submissions" in checked(database_url).stdout
    again = checked(database_url)
    assert (again.exit_code, "0 open submissions" in again.stdout) == (0, True)


def test_wrong_keys_are_told_and_the_doubt_stays(database_url: str) -> None:
    """Which values do not open is told by their places; nothing is sent unseen all the same."""
    done(database_url, chats, a_row(Status.QUEUED))
    result = checked(database_url, new_keys())
    assert result.exit_code == 1
    assert "4 of 4 rows do not open" in result.stdout
    assert "  chats/1/document: sealed with a key that is not in ENCRYPTION_KEYS" in result.stdout
    assert "is whole" not in result.stdout
    assert done(database_url, counts) == [{Status.UNKNOWN: 1}]


def test_a_database_that_is_served_is_left_alone(sqlite_url: str) -> None:
    """On SQLite the serving lock tells."""
    done(sqlite_url, a_row(Status.QUEUED))
    with ServingLock(sqlite_url):
        result = checked(sqlite_url)
    assert result.exit_code == 1
    assert "nothing was changed: another process serves intake.db" in result.stderr
    assert done(sqlite_url, counts) == [{Status.QUEUED: 1}]


def test_a_database_with_others_at_it_is_left_alone(postgres_url: str) -> None:
    """On PostgreSQL their connections tell."""

    async def beside(database: Database) -> Result:
        async with database.begin():
            pass  # the connection goes back to the pool, and stays open
        return await asyncio.to_thread(checked, postgres_url)

    _, result = done(postgres_url, a_row(Status.QUEUED), beside)
    assert result.exit_code == 1
    assert "nothing was changed: other processes are connected to the database" in result.stderr
    assert done(postgres_url, counts) == [{Status.QUEUED: 1}]


def test_an_old_schema_is_migrated_first(empty_postgres_url: str) -> None:
    """A backup of an older version says which command comes before."""
    result = checked(empty_postgres_url)
    assert result.exit_code == 1
    assert "nothing was changed: the database has not got this version's tables" in result.stderr
    assert "run `intake migrate`" in result.stderr


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A slip in DATABASE_URL is no restored database."""
    result = checked(f"sqlite:///{tmp_path / 'nothing.sqlite'}")
    assert result.exit_code == 1
    assert "nothing was changed: there is no database at" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_damage_is_told(sqlite_url: str) -> None:
    """In SQLite's own words."""
    done(sqlite_url, chats)
    overwrite_root(sqlite_url, "ix_chats_kept_at", b"\x0a" + b"\0" * 7)
    result = checked(sqlite_url)
    assert result.exit_code == 1
    assert "The file is damaged: restore another backup. SQLite says: " in result.stdout
    assert "Traceback" not in result.output
