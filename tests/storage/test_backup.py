"""A backup is whole, private and durable, or it is not there; and serving goes on meanwhile."""

from __future__ import annotations

import asyncio
import stat
import threading
from typing import TYPE_CHECKING

import pytest

from storage import Database, DatabaseTrouble, NotBackedUp, back_up
from tests.storage.rows import a_chat
from tests.storage.spoiling import overwrite_root

if TYPE_CHECKING:
    from pathlib import Path

    from storage import Keyring
    from tests.storage.rows import Open


def nothing(_done: int, _total: int) -> None:
    """Tell nobody how far it is."""


async def test_a_copy_holds_what_was_kept(sqlite_url: str, opened: Open, tmp_path: Path) -> None:
    """Opened as a database of its own, it gives the rows back."""
    database = opened(sqlite_url)
    async with database.begin() as work:
        await work.chats.keep([a_chat(1), a_chat(2)])
    back_up(sqlite_url, tmp_path / "copy.db", nothing)
    async with opened(f"sqlite:///{tmp_path / 'copy.db'}").begin() as work:
        assert set(await work.chats.load([1, 2])) == {1, 2}


def test_a_copy_is_for_its_owner_alone(sqlite_url: str, tmp_path: Path) -> None:
    """It holds what the database holds; nothing else is left beside it."""
    folder = tmp_path / "backups"
    folder.mkdir()
    back_up(sqlite_url, folder / "copy.db", nothing)
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_nothing_is_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    """Neither a backup of yesterday nor anything else."""
    target = tmp_path / "copy.db"
    target.write_text("yesterday's")
    with pytest.raises(NotBackedUp, match=r"copy\.db is there already, and is not overwritten"):
        back_up(sqlite_url, target, nothing)
    assert target.read_text() == "yesterday's"


def test_two_backups_to_one_name_are_not_mixed(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever finds another one at it, or what a killed one left, is told so and leaves it."""
    part = tmp_path / "copy.db.part"
    part.write_text("half")
    with pytest.raises(NotBackedUp, match=r"copy\.db\.part is there"):
        back_up(sqlite_url, tmp_path / "copy.db", nothing)
    assert part.read_text() == "half"
    assert not (tmp_path / "copy.db").exists()


def test_a_copy_appears_at_the_end_only(sqlite_url: str, tmp_path: Path) -> None:
    """A name that is there is a backup that is whole."""
    target, seen = tmp_path / "copy.db", []
    back_up(sqlite_url, target, lambda done, total: seen.append((target.exists(), done, total)))
    assert seen
    assert not any(is_there for is_there, _, _ in seen)
    assert seen[-1][1] == seen[-1][2]
    assert target.exists()


def test_a_file_that_appears_meanwhile_is_not_overwritten(sqlite_url: str, tmp_path: Path) -> None:
    """The name is looked at again before it is taken."""
    target = tmp_path / "copy.db"
    with pytest.raises(NotBackedUp, match="not overwritten"):
        back_up(sqlite_url, target, lambda *_: target.write_text("somebody's"))
    assert target.read_text() == "somebody's"
    assert not target.with_name("copy.db.part").exists()


async def test_serving_goes_on_and_the_copy_is_of_one_moment(
    sqlite_url: str, opened: Open, tmp_path: Path
) -> None:
    """Pairs of chats are written while pages are copied; no copy holds one without the other."""
    database = opened(sqlite_url)
    async with database.begin() as work:
        await work.chats.keep([a_chat(n, document={"filler": "x" * 9000}) for n in range(1, 600)])
    asked, written, written_meanwhile = threading.Event(), threading.Event(), 0

    def wait_for_a_write(_done: int, _total: int) -> None:
        assert written_meanwhile < 50, "it begins again with every write"
        written.clear()
        asked.set()
        assert written.wait(5)

    copying = asyncio.create_task(
        asyncio.to_thread(back_up, sqlite_url, tmp_path / "copy.db", wait_for_a_write)
    )
    while not copying.done():
        if asked.is_set():
            asked.clear()
            written_meanwhile += 1
            pair = 1000 + 2 * written_meanwhile
            async with database.begin() as work:
                await work.chats.keep([a_chat(pair), a_chat(pair + 1)])
            written.set()
        await asyncio.sleep(0.001)
    await copying
    assert written_meanwhile > 1
    async with opened(f"sqlite:///{tmp_path / 'copy.db'}").begin() as work:
        assert set(await work.chats.load(range(1, 2000))) == set(range(1, 600))


def test_a_damaged_database_makes_no_backup(sqlite_url: str, tmp_path: Path) -> None:
    """A copy of what is broken would be taken for a backup."""
    overwrite_root(sqlite_url, "chats", b"\xff" * 4096)
    with pytest.raises(NotBackedUp, match="the copy is damaged, so the database is too"):
        back_up(sqlite_url, tmp_path / "copy.db", nothing)
    assert not (tmp_path / "copy.db").exists()


def test_what_is_no_database_is_not_backed_up(tmp_path: Path) -> None:
    """SQLite's own refusal comes as trouble of the database, and leaves nothing behind."""
    (tmp_path / "text.db").write_text("no database at all, but quite some text" * 50)
    with pytest.raises(DatabaseTrouble):
        back_up(f"sqlite:///{tmp_path / 'text.db'}", tmp_path / "copy.db", nothing)
    assert [path.name for path in tmp_path.iterdir()] == ["text.db"]


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A slip in DATABASE_URL gives no empty backup."""
    with pytest.raises(NotBackedUp, match="there is no database at"):
        back_up(f"sqlite:///{tmp_path / 'nothing.db'}", tmp_path / "copy.db", nothing)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(sqlite_url: str, tmp_path: Path) -> None:
    """Before anything is copied."""
    with pytest.raises(NotBackedUp, match=r"copy\.db cannot be written: No such file"):
        back_up(sqlite_url, tmp_path / "nowhere" / "copy.db", nothing)


def test_postgresql_has_its_own_tools(tmp_path: Path) -> None:
    """The sentence says which."""
    with pytest.raises(NotBackedUp, match="pg_dump"):
        back_up("postgresql://db.example.org/intake", tmp_path / "copy", nothing)


async def test_a_copy_can_be_served(sqlite_url: str, keyring: Keyring, tmp_path: Path) -> None:
    """Put in the database's place it has the schema of this version and takes new rows."""
    back_up(sqlite_url, tmp_path / "copy.db", nothing)
    database = Database(f"sqlite:///{tmp_path / 'copy.db'}", keyring)
    await database.check_schema()
    async with database.begin() as work:
        await work.chats.keep([a_chat(3)])
    await database.close()
