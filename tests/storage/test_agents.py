"""Agents are kept with their names sealed, and an invitation makes one agent, once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage import Invitation, Keyring, new_keys

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage import Database

ADA, GRACE = 2001, 2002
HASH, OTHER = "a" * 64, "b" * 64
SOON = timedelta(hours=24)


async def test_an_agent_is_added_changed_removed_and_added_again(database: Database) -> None:
    """Who is removed stays on record, and nobody else changes with it."""
    async with database.begin() as work:
        await work.agents.add(ADA, "Ada Lovelace", 17)
        await work.agents.add(GRACE, "Grace Hopper", 18)
    async with database.begin() as work:
        await work.agents.add(ADA, "Ada Byron", 19)
        found = await work.agents.among([ADA, GRACE, 2003])
        assert {each.agent_id: (each.name, each.user_id) for each in found.values()} == {
            ADA: ("Ada Byron", 19),
            GRACE: ("Grace Hopper", 18),
        }
        assert await work.agents.among([]) == {}
    async with database.begin() as work:
        assert await work.agents.remove(ADA)
        assert not await work.agents.remove(ADA)
        assert not await work.agents.remove(2003)
        assert set(await work.agents.among([ADA, GRACE])) == {GRACE}
        ada, grace = await work.agents.list(10)
        assert (ada.name, ada.removed_at, grace.removed_at) == ("Ada Byron", work.now, None)
    async with database.begin() as work:
        await work.agents.add(ADA, "Ada Byron", 19)
        assert set(await work.agents.among([ADA, GRACE])) == {ADA, GRACE}


@pytest.mark.parametrize("rows", ["SELECT name FROM agents", "SELECT name FROM invitations"])
async def test_names_are_sealed(database: Database, rows: str) -> None:
    """Who reads the table reads no name."""
    async with database.begin() as work:
        await work.agents.add(ADA, "Ada Lovelace", 17)
        await work.invitations.add(invitation(work.now))
        (name,) = (await work.agents._connection.execute(text(rows))).scalars()
    assert b"Ada" not in bytes(name)


async def test_an_agent_whose_name_does_not_open_is_one_still(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """He is shown without it."""
    async with opened(database_url).begin() as work:
        await work.agents.add(ADA, "Ada Lovelace", 17)
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    async with wrong.begin() as work:
        assert (await work.agents.among([ADA]))[ADA].name == ""


def invitation(now: datetime, token_hash: str = HASH) -> Invitation:
    """Return an invitation that lasts a while."""
    return Invitation(token_hash, "Ada Lovelace", 17, 1001, now + SOON)


async def test_an_invitation_works_once(database: Database) -> None:
    """Whoever comes second finds nothing, and neither does a stranger."""
    async with database.begin() as work:
        await work.invitations.add(kept := invitation(work.now))
    async with database.begin() as work:
        assert await work.invitations.take(OTHER) is None
        assert await work.invitations.take(HASH) == kept
        assert await work.invitations.take(HASH) is None


async def test_an_invitation_expires(database_url: str, opened: Callable[..., Database]) -> None:
    """A day later it is too old; the next one sweeps others like it out."""
    later = opened(database_url, clock_offset=SOON)
    async with opened(database_url).begin() as work:
        await work.invitations.add(invitation(work.now))
        await work.invitations.add(invitation(work.now, OTHER))
    async with later.begin() as work:
        assert await work.invitations.take(HASH) is None
        await work.invitations.add(invitation(work.now, "c" * 64))
    async with opened(database_url).begin() as work:
        assert await work.invitations.take(OTHER) is None


async def test_an_invitation_that_does_not_open_is_void(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """Nobody becomes an agent without a name."""
    async with opened(database_url).begin() as work:
        await work.invitations.add(invitation(work.now))
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    async with wrong.begin() as work:
        assert await work.invitations.take(HASH) is None
