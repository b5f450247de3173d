"""Submissions of the same phone or e-mail are found, the newest first, without being read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from storage import Keyring, Status, new_keys
from tests.storage.rows import SECOND, THEN, stored

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage import Database

PHONE, OTHER, EMAIL = b"p" * 32, b"o" * 32, b"e" * 32


async def test_who_has_the_same_phone_or_address_is_found(database: Database) -> None:
    """The newest first; no more than asked for."""
    first = {"phone_index": PHONE, "email_index": None, "agent_id": 2001}
    await stored(database, Status.CREATED, created_at=THEN, **first)
    await stored(database, created_at=THEN + SECOND, phone_index=OTHER, email_index=EMAIL)
    await stored(database, phone_index=OTHER, email_index=None)
    async with database.begin() as work:
        found = await work.alike.find([PHONE], [EMAIL], 5)
        assert [(row.agent_id, row.created_at) for row in found] == [
            (None, THEN + SECOND),
            (2001, THEN),
        ]
        assert [row.indexes for row in found] == [(OTHER, EMAIL), (PHONE,)]
        assert found[1].draft == {"answers": {"name": ["Ada", "Byron"]}}
        assert len(await work.alike.find([PHONE], [EMAIL], 1)) == 1
        assert await work.alike.find([], [], 5) == []


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.DROPPED, Status.REFUSED])
async def test_what_came_to_nothing_is_not(database: Database, status: Status) -> None:
    """Nobody is known by it."""
    await stored(database, status, phone_index=PHONE)
    async with database.begin() as work:
        assert await work.alike.find([PHONE], [], 5) == []


async def test_what_does_not_open_is_left_out(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """It cannot be told."""
    await stored(opened(database_url), phone_index=PHONE)
    async with opened(database_url, Keyring.parse(*new_keys())).begin() as work:
        assert await work.alike.find([PHONE], [], 5) == []


async def test_agents_are_named_whether_they_are_so_still(database: Database) -> None:
    """Whose a lead is does not change when he goes."""
    async with database.begin() as work:
        await work.agents.add(2001, "Grace Hopper", 17)
        await work.agents.remove(2001)
        assert await work.agents.names([2001, 2002]) == {2001: "Grace Hopper"}
        assert await work.agents.names([]) == {}
