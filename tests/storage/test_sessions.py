"""Links open once, sessions last as long as they are used, and only hashes are stored."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage import Admission

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage import Database

HASH, OTHER = b"h" * 32, b"o" * 32
SOON = timedelta(minutes=10)


def admission(now: datetime, token_hash: bytes = HASH, operator_id: int = 1001) -> Admission:
    """Return a link or session that lasts a while."""
    return Admission(token_hash, operator_id, now + SOON)


async def test_a_link_opens_once(database: Database) -> None:
    """Whoever comes second finds nothing, and neither does a stranger."""
    async with database.begin() as work:
        await work.sessions.add_link(link := admission(work.now))
    async with database.begin() as work:
        assert await work.sessions.take_link(OTHER) is None
        assert await work.sessions.take_link(HASH) == link
        assert await work.sessions.take_link(HASH) is None


async def test_a_link_opens_within_its_time(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """Ten minutes later it is too old, and it does not come back."""
    async with opened(database_url).begin() as work:
        await work.sessions.add_link(admission(work.now))
    async with opened(database_url, clock_offset=SOON + SOON).begin() as work:
        assert await work.sessions.take_link(HASH) is None
    async with opened(database_url).begin() as work:
        assert await work.sessions.take_link(HASH) is None


async def test_a_session_is_found_until_it_is_over(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """It may be prolonged, and whoever ends it ends nobody else's."""
    now, later = opened(database_url), opened(database_url, clock_offset=SOON + SOON)
    async with now.begin() as work:
        mine, other = admission(work.now), admission(work.now, OTHER)
        await work.sessions.open(mine)
        await work.sessions.open(other)
        assert await work.sessions.find(HASH) == mine
    async with later.begin() as work:
        assert await work.sessions.find(HASH) is None
        await work.sessions.prolong(HASH, work.now + SOON)
        assert await work.sessions.find(HASH) == replace(mine, expires_at=work.now + SOON)
        assert await work.sessions.find(OTHER) is None
    async with now.begin() as work:
        await work.sessions.end(HASH)
        await work.sessions.end(HASH)
        assert await work.sessions.find(HASH) is None
        assert await work.sessions.find(OTHER) == other


@pytest.mark.parametrize(("ids", "left"), [([1001], True), ([1002], False), ([], False)])
async def test_sessions_of_others_are_ended(
    database: Database, ids: list[int], *, left: bool
) -> None:
    """Who is not named any more has none."""
    async with database.begin() as work:
        await work.sessions.open(admission(work.now))
        await work.sessions.end_others(ids)
        assert (await work.sessions.find(HASH) is not None) is left


async def test_what_has_expired_is_swept_out(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """When the next link is given, nothing of the old ones is kept."""
    async with opened(database_url).begin() as work:
        await work.sessions.add_link(admission(work.now))
        await work.sessions.open(admission(work.now))
    async with opened(database_url, clock_offset=SOON + SOON).begin() as work:
        await work.sessions.add_link(admission(work.now, OTHER))
    async with opened(database_url).begin() as work:
        assert await work.sessions.find(HASH) is None
        assert await work.sessions.take_link(HASH) is None
        assert await work.sessions.take_link(OTHER) is not None
