"""Looking a database over: which keys open it, whether it is whole, and who else is there."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage import Keyring, Opened, new_keys
from tests.storage.rows import THEN, a_chat, a_submission
from tests.storage.spoiling import overwrite_root

if TYPE_CHECKING:
    from storage import Database
    from tests.storage.rows import Open

BODY = b'{"first_name":"Ada"}'


async def filled(database: Database, first: int = 1, last: int = 3) -> None:
    """Keep some chats, a submission with its true index, and an update put aside."""
    index = database._keyring.index(BODY.decode(), "body")
    async with database.begin() as work:
        await work.chats.keep([a_chat(n) for n in range(first, last + 1)])
        await work.submissions.add([a_submission(body=BODY, body_index=index)])
        await work.quarantine.add(1, 1, "unreadable", b"{}")


async def test_every_sealed_value_is_tried(database: Database) -> None:
    """A chat has one, a submission two, an update put aside one; progress is told by rows."""
    await filled(database)
    told: list[int] = []
    async with database.inspect() as inspection:
        assert await inspection.count() == 5
        assert await inspection.open_all(told.append) == Opened(6, 0)
    assert told == [3, 4, 5]


async def test_many_rows_are_tried_page_by_page(database: Database) -> None:
    """Each once, however many there are."""
    async with database.begin() as work:
        await work.chats.keep([a_chat(n) for n in range(1, 1203)])
    told: list[int] = []
    async with database.inspect() as inspection:
        assert (await inspection.open_all(told.append)).tried == 1202
    assert told == [500, 1000, 1202]


async def test_a_sample_takes_the_ends_of_each_table(database: Database) -> None:
    """Few rows tell which keys are needed: the oldest needs the oldest one."""
    await filled(database)
    async with database.inspect() as inspection:
        assert await inspection.sample() == Opened(8, 0)


async def test_an_empty_database_opens(database: Database) -> None:
    """There is nothing to open, and nothing to compare an index key with."""
    async with database.inspect() as inspection:
        assert await inspection.sample() == Opened()
        assert await inspection.open_all(lambda _: None) == Opened()
        assert await inspection.count() == 0
        assert await inspection.is_indexed_alike() is None


async def test_values_that_do_not_open_are_named_by_their_places(
    database_url: str, opened: Open
) -> None:
    """Each by table, row and column, with what is wrong; twenty are enough to see."""
    await filled(opened(database_url), last=30)
    other = opened(database_url, Keyring.parse(*new_keys()))
    async with other.inspect() as inspection:
        found = await inspection.open_all(lambda _: None)
    assert (found.tried, found.closed, len(found.where)) == (33, 33, 20)
    assert found.where[0] == "chats/1/document: sealed with a key that is not in ENCRYPTION_KEYS"


async def test_an_old_row_under_a_lost_key_is_in_the_sample(
    database_url: str, opened: Open, keyring: Keyring
) -> None:
    """A key taken away too early shows in the oldest rows, though the newest open."""
    await filled(opened(database_url, Keyring.parse(*new_keys())), first=1, last=1)
    await filled(opened(database_url, keyring), first=2, last=2)
    async with opened(database_url, keyring).inspect() as inspection:
        assert 0 < (await inspection.sample()).closed < 8


async def test_the_index_key_is_compared_with_the_newest_submission(
    database_url: str, opened: Open
) -> None:
    """Another one gives another index of the same body."""
    encryption_keys, index_key = new_keys()
    right = Keyring.parse(encryption_keys, index_key)
    wrong = Keyring.parse(encryption_keys, new_keys()[1])
    await filled(opened(database_url, right))
    async with opened(database_url, right).inspect() as inspection:
        assert await inspection.is_indexed_alike() is True
    async with opened(database_url, wrong).inspect() as inspection:
        assert await inspection.is_indexed_alike() is False


async def test_an_index_of_what_does_not_open_tells_nothing(
    database_url: str, opened: Open
) -> None:
    """That is the encryption keys' trouble, and told as theirs."""
    await filled(opened(database_url))
    async with opened(database_url, Keyring.parse(*new_keys())).inspect() as inspection:
        assert await inspection.is_indexed_alike() is None


async def test_a_sound_database_has_no_damage(database: Database) -> None:
    """On both."""
    await filled(database)
    async with database.inspect() as inspection:
        assert await inspection.damage() == ""
        assert inspection.now > THEN


async def test_a_row_whose_owner_is_gone_is_damage(sqlite_url: str, opened: Open) -> None:
    """Somebody deleted by hand, with the foreign keys off."""
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as connection:
        connection.execute(
            "INSERT INTO attempts (submission_id, number, fence, started_at, deadline_at,"
            " lookups_complete) VALUES ('gone', 1, 1, 0, 0, 0)"
        )
    connection.close()
    async with opened(sqlite_url).inspect() as inspection:
        assert await inspection.damage() == "attempts names a row of submissions that is missing"


async def test_a_damaged_index_is_damage(sqlite_url: str, opened: Open) -> None:
    """SQLite's own words say where."""
    database = opened(sqlite_url)
    async with database.begin() as work:
        await work.chats.keep([a_chat(n) for n in range(1, 5)])
    await database.close()
    overwrite_root(sqlite_url, "ix_chats_kept_at", b"\x0a" + b"\0" * 7)  # a leaf without entries
    async with opened(sqlite_url).inspect() as inspection:
        assert "corruption" in await inspection.damage()


async def test_others_of_the_installation_are_counted(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL by their connections: those that are open, and not our own."""
    mine, other = opened(postgres_url), opened(postgres_url)
    async with mine.inspect() as inspection:
        assert await inspection.others() == 0
    async with other.begin(), mine.inspect() as inspection:
        assert await inspection.others() == 1


async def test_on_sqlite_the_serving_lock_tells_of_others(sqlite_url: str, opened: Open) -> None:
    """A file knows no connections."""
    async with opened(sqlite_url).inspect() as inspection:
        assert await inspection.others() == 0
