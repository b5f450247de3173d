"""What is personal is unreadable in the database, and bound to its row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage import Database, Keyring, UnitOfWork, Unreadable, new_keys
from tests.storage.rows import Open, a_chat, a_submission, stored

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

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
    """A document copied into another chat's row does not open, and the error names that row."""
    async with database.begin() as work:
        await work.chats.keep([a_chat(7), a_chat(8)])
    async with database.begin() as work:
        await _sql(
            work,
            "UPDATE chats SET document = (SELECT document FROM chats WHERE chat_id = 7)"
            " WHERE chat_id = 8",
        )
    async with database.begin() as work:
        assert list(await work.chats.load([7])) == [7]
        with pytest.raises(Unreadable) as caught:
            await work.chats.load([7, 8])
    assert str(caught.value) == "chats/8/document: damaged, or sealed for another place"


async def test_swapped_columns_are_noticed(database: Database) -> None:
    """A sealed body is no draft, even in its own row."""
    row = await stored(database)
    async with database.begin() as work:
        await _sql(work, "UPDATE submissions SET draft = body")
    async with database.begin() as work:
        with pytest.raises(Unreadable, match=f"^submissions/{row.id}/draft: damaged"):
            await work.submissions.load([row.id])


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("chats", lambda work: work.chats.load([7])),
        ("submissions", lambda work: work.submissions.latest_of(7)),
        ("quarantine", lambda work: work.quarantine.list(5)),
    ],
)
async def test_other_keys_open_nothing(
    database_url: str,
    opened: Open,
    table: str,
    read: Callable[[UnitOfWork], Awaitable[object]],
) -> None:
    """With the keys of another installation each table says which row it cannot read."""
    right = opened(database_url)
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    await stored(right)
    async with right.begin() as work:
        await work.chats.keep([a_chat(7)])
        await work.quarantine.add(1, 7, "KeyError", b"{}")
    async with wrong.begin() as work:
        with pytest.raises(Unreadable, match=f"^{table}/.+: sealed with a key that is not in"):
            await read(work)
