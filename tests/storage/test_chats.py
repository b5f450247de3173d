"""Chats are held, loaded and kept, many at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from storage import SEEN_UPDATES, Chat, Database
from tests.storage.rows import Open, a_chat

if TYPE_CHECKING:
    from collections.abc import Collection


async def _loaded(database: Database, ids: Collection[int]) -> dict[int, Chat]:
    async with database.begin() as work:
        return await work.chats.load(ids)


async def _kept(database: Database, *rows: Chat) -> None:
    async with database.begin() as work:
        await work.chats.keep(rows)


async def test_a_kept_chat_comes_back_whole(database: Database) -> None:
    """Ids beyond 32 bits, any script, and nested answers survive."""
    document: dict[str, Any] = {
        "answers": {"name": ["عائشة", "O’Neill"]},
        "skipped": [],
        "asking": None,
    }
    chat = a_chat(-(2**52), document=document, seen_updates=(2**31, 5))
    await _kept(database, chat)
    assert await _loaded(database, [chat.chat_id, 8]) == {chat.chat_id: chat}


async def test_many_chats_are_kept_at_once(database: Database) -> None:
    """One call writes new chats and changes old ones."""
    old = [a_chat(n) for n in range(64)]
    await _kept(database, *old)
    new = [replace(chat, revision=2, document={}, seen_updates=(9,)) for chat in old[32:]]
    new += [a_chat(n) for n in range(64, 96)]
    await _kept(database, *new)
    expected = {chat.chat_id: chat for chat in [*old, *new]}
    assert await _loaded(database, range(200)) == expected


async def test_only_the_last_updates_seen_are_kept(database: Database) -> None:
    """Of the update ids seen the newest 64 stay."""
    await _kept(database, a_chat(seen_updates=tuple(range(100))))
    seen = (await _loaded(database, [7]))[7].seen_updates
    assert seen == tuple(range(100 - SEEN_UPDATES, 100))


async def test_a_removed_chat_is_gone(database: Database) -> None:
    """Removing takes the chats named, and no other."""
    await _kept(database, a_chat(7), a_chat(8))
    async with database.begin() as work:
        await work.chats.remove([7, 9])
    assert list(await _loaded(database, [7, 8, 9])) == [8]


async def test_no_chats_are_no_statement(database: Database) -> None:
    """Empty lists are taken everywhere."""
    async with database.begin() as work:
        assert await work.chats.lock([]) == set()
        assert await work.chats.load([]) == {}
        await work.chats.keep([])
        await work.chats.remove([])


async def test_idle_chats_are_found(database_url: str, opened: Open) -> None:
    """Chats last kept on an earlier day are found, the longest idle first."""
    for days, chat_id in enumerate([8, 7, 9]):
        await _kept(opened(database_url, clock_offset=timedelta(days=days)), a_chat(chat_id))
    async with opened(database_url, clock_offset=timedelta(days=2)).begin() as work:
        assert await work.chats.idle(work.now, 5) == [8, 7]
        assert await work.chats.idle(work.now, 1) == [8]
        assert await work.chats.idle(work.now - timedelta(days=1), 5) == [8]


async def test_a_chat_is_held_before_it_has_a_row(database: Database) -> None:
    """Nobody else's chats, with a row or without, are all given."""
    await _kept(database, a_chat(7))
    async with database.begin() as work:
        assert await work.chats.lock([7, 8, -(2**52)]) == {7, 8, -(2**52)}


async def test_a_held_chat_alone_is_left_out(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL a chat held by another transaction is not given, and nobody waits."""
    database = opened(postgres_url)
    async with database.begin() as one:
        await one.chats.lock([7])
        async with database.begin() as other:
            assert await other.chats.lock([6, 7, 8]) == {6, 8}
    async with database.begin() as later:
        assert await later.chats.lock([7]) == {7}


async def _count_up(database: Database, *, times: int) -> None:
    """Raise a chat's revision as the turns do, through a pool of one's own."""
    done = 0
    while done < times:
        async with database.begin() as work:
            if await work.chats.lock([7]):
                chat = (await work.chats.load([7])).get(7, a_chat(revision=0))
                await asyncio.sleep(0)
                await work.chats.keep([replace(chat, revision=chat.revision + 1)])
                done += 1


async def test_no_update_is_lost(database_url: str, opened: Open) -> None:
    """Three that count up one chat at the same time, from no row on, reach the full count."""
    await asyncio.gather(*(_count_up(opened(database_url), times=20) for _ in range(3)))
    database = opened(database_url)
    assert (await _loaded(database, [7]))[7].revision == 60
