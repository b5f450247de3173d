"""What is personal is unreadable in the database, and bound to its row."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

from storage import Database, Keyring, Status, UnitOfWork, new_keys
from tests.storage.rows import Open, a_chat, a_submission, led, stored

PERSONAL = [b"Ada", b"Byron", b"447700900123"]


async def _sql(work: UnitOfWork, statement: str) -> None:
    """Do what somebody with access to the database could do."""
    await work.chats._connection.execute(text(statement))


async def test_nothing_personal_reaches_the_disk(sqlite_url: str, opened: Open) -> None:
    """After a chat, a submission and a quarantined update no file holds a word of theirs."""
    database = opened(sqlite_url)
    row = a_submission(draft=a_chat().document)
    async with database.begin() as work:
        await work.chats.keep([a_chat()])
        await work.submissions.add([row])
        await work.quarantine.add(1, 7, "KeyError", b'{"text":"Ada Byron"}')
    await database.close()
    files = list(Path(sqlite_url.removeprefix("sqlite:///")).parent.iterdir())
    assert b"abcdefgh" in files[0].read_bytes()
    for word in PERSONAL:
        assert not any(word in file.read_bytes() for file in files)


async def test_swapped_rows_are_noticed(database: Database) -> None:
    """A document copied into another chat's row does not open; nothing of it is shown there."""
    async with database.begin() as work:
        await work.chats.keep([a_chat(7), a_chat(8)])
    async with database.begin() as work:
        await _sql(
            work,
            "UPDATE chats SET document = (SELECT document FROM chats WHERE chat_id = 7)"
            " WHERE chat_id = 8",
        )
    async with database.begin() as work:
        chats = await work.chats.load([7, 8])
    assert (chats[7].is_readable, chats[8].is_readable) == (True, False)
    assert (chats[7].document, chats[8].document) == (a_chat().document, {})


async def test_swapped_columns_are_noticed(database: Database) -> None:
    """A sealed body is no draft, even in its own row; then neither is shown."""
    row = await stored(database)
    async with database.begin() as work:
        await _sql(work, "UPDATE submissions SET draft = body")
    async with database.begin() as work:
        found = (await work.submissions.load([row.id]))[row.id]
    assert (found.is_readable, found.body, found.draft) == (False, b"", {})


async def test_other_keys_open_nothing(database_url: str, opened: Open) -> None:
    """With the keys of another installation every row is there, and none can be read."""
    right = opened(database_url)
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    row = await stored(right)
    async with right.begin() as work:
        await work.chats.keep([a_chat(7)])
        await work.quarantine.add(1, 7, "KeyError", b"{}")
    async with wrong.begin() as work:
        assert not (await work.chats.load([7]))[7].is_readable
        assert not (await work.submissions.load([row.id]))[row.id].is_readable
        assert [each.is_readable for each in await work.quarantine.list(5)] == [False]


async def test_what_does_not_open_is_not_written_over(database_url: str, opened: Open) -> None:
    """A row moves on without its content, and opens again once its key is back."""
    right = opened(database_url)
    row = await stored(right)
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    moved = await led(wrong, row.id, Status.HUMAN)
    assert (moved.is_readable, moved.body) == (False, b"")
    again = await led(right, row.id)
    assert (again.is_readable, again.body, again.status) == (True, row.body, Status.HUMAN)


async def test_what_does_not_open_can_be_emptied(database_url: str, opened: Open) -> None:
    """Erasing needs no key: afterwards nothing is sealed in the row but emptiness."""
    row = await stored(opened(database_url))
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    async with wrong.begin() as work:
        rows = await work.submissions.load([row.id])
        await work.submissions.keep([each.emptied() for each in rows.values()])
    after = await led(wrong, row.id)
    assert (after.is_readable, after.body, after.draft) == (True, b"", {})
