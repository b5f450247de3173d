"""The tokens of a sign-in are kept, and refreshed by one process at a time."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage import Database, Keyring, SignIn, Unreadable, new_keys
from tests.storage.rows import SECOND, THEN, Open

if TYPE_CHECKING:
    from datetime import datetime

FIRST = SignIn(
    tenant="42",
    access="access-canary-one",
    refresh="refresh-canary-one",
    granted_at=THEN,
    expires_at=THEN + 3600 * SECOND,
)


async def put(database: Database, sign_in: SignIn = FIRST) -> SignIn:
    """Sign in."""
    async with database.begin() as work:
        await work.tokens.put(sign_in)
    return await there(database)


async def there(database: Database) -> SignIn:
    """Return the sign-in as it stands."""
    async with database.begin() as work:
        found = await work.tokens.load("42")
    assert found is not None
    return found


async def claimed(database: Database, seen: SignIn, seconds: float = 30) -> SignIn | None:
    """Try to take the refresh for so many seconds."""
    async with database.begin() as work:
        return await work.tokens.claim(seen, work.now + seconds * SECOND)


async def kept(database: Database, refreshed: SignIn) -> bool:
    """Keep what a refresh has brought."""
    async with database.begin() as work:
        return await work.tokens.keep(refreshed)


async def given_up(database: Database, seen: SignIn) -> tuple[bool, datetime]:
    """Note that a person is needed; give the time as well."""
    async with database.begin() as work:
        return await work.tokens.give_up(seen), work.now


def second(seen: SignIn) -> SignIn:
    """Return what a refresh makes of a sign-in."""
    return replace(
        seen,
        access="access-canary-two",
        refresh="refresh-canary-two",
        previous_refresh=seen.refresh,
        expires_at=None,
        lease_until=None,
    )


async def test_a_sign_in_comes_back_as_it_was_put(database: Database) -> None:
    """One of a tenant that never signed in is None."""
    assert await put(database) == FIRST
    async with database.begin() as work:
        assert await work.tokens.load("43") is None


async def test_signing_in_again_replaces_all_but_counts_on(database: Database) -> None:
    """A refresh that began before it comes too late, for its version is over."""
    before = await put(database)
    await given_up(database, before)
    assert await put(database, replace(FIRST, access="anew")) == replace(
        FIRST, access="anew", version=2
    )
    assert not await kept(database, second(before))
    assert (await there(database)).access == "anew"


async def test_one_claims_the_refresh(database: Database) -> None:
    """The second one of the same version is told that it is taken."""
    seen = await put(database)
    first = await claimed(database, seen)
    assert first is not None
    assert first == await there(database)
    assert await claimed(database, seen) is None


async def test_of_many_at_once_one_claims_the_refresh(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL the transactions overlap, and yet compare and set is one step."""
    database = opened(postgres_url)
    seen = await put(database)
    claims = await asyncio.gather(*(claimed(database, seen) for _ in range(10)))
    assert sum(claim is not None for claim in claims) == 1


async def test_a_lease_that_ran_out_is_free(database: Database) -> None:
    """A process that died over its refresh holds nobody up for long."""
    seen = await put(database)
    assert await claimed(database, seen, seconds=-1) is not None
    assert await claimed(database, seen) is not None


async def test_a_claim_is_given_back(database: Database) -> None:
    """Only by the one who holds it: a later claim stays; the next one waits a little."""
    seen = await put(database)
    late = await claimed(database, seen, seconds=-1)
    now = await claimed(database, seen)
    assert late is not None
    assert now is not None
    async with database.begin() as work:
        await work.tokens.release(late, work.now)
    assert await there(database) == now
    async with database.begin() as work:
        await work.tokens.release(now, work.now + 60 * SECOND)
    assert await claimed(database, seen) is None
    waiting = await there(database)
    async with database.begin() as work:
        await work.tokens.release(waiting, work.now)
    assert await claimed(database, seen) is not None


async def test_what_a_refresh_brought_is_kept_once(database: Database) -> None:
    """The version goes on, the lease ends, and the same refresh cannot be kept again."""
    seen = await put(database)
    claim = await claimed(database, seen)
    assert claim is not None
    assert await kept(database, second(claim))
    assert await there(database) == replace(second(seen), version=2)
    assert not await kept(database, replace(second(claim), access="too-late"))
    assert await claimed(database, seen) is None


async def test_what_needs_consent_is_not_refreshed(database: Database) -> None:
    """It is noted once, with its time; the tokens stay."""
    seen = await put(database)
    assert await claimed(database, seen) is not None
    noted, at = await given_up(database, seen)
    assert noted
    assert not (await given_up(database, seen))[0]
    assert await there(database) == replace(seen, needs_consent_since=at)
    assert await claimed(database, seen) is None


async def test_tokens_that_come_late_end_the_need_of_consent(database: Database) -> None:
    """They are newer than what was given up."""
    seen = await put(database)
    await given_up(database, seen)
    assert await kept(database, second(seen))
    assert await there(database) == replace(second(seen), version=2)


async def test_nobody_gives_up_what_was_refreshed_meanwhile(database: Database) -> None:
    """The version is another by then."""
    seen = await put(database)
    assert await kept(database, second(seen))
    assert (await given_up(database, seen))[0] is False
    assert (await there(database)).needs_consent_since is None


async def test_no_token_reaches_the_disk_in_clear(sqlite_url: str, opened: Open) -> None:
    """Neither in the file nor in the write-ahead log."""
    database = opened(sqlite_url)
    seen = await put(database)
    await kept(database, second(seen))
    files = list(Path(sqlite_url.removeprefix("sqlite:///")).parent.iterdir())
    assert len(files) > 1
    assert not [file for file in files if b"canary" in file.read_bytes()]
    await database.close()
    assert not [file for file in files if file.exists() and b"canary" in file.read_bytes()]


async def test_other_keys_open_no_token(
    database_url: str, opened: Open, database: Database
) -> None:
    """The error names the place."""
    await put(database)
    wrong = opened(database_url, Keyring.parse(*new_keys()))
    async with wrong.begin() as work:
        with pytest.raises(Unreadable, match=r"^tokens/42/access: sealed with a key"):
            await work.tokens.load("42")


def test_a_sign_in_shows_no_token() -> None:
    """Its repr may end up in a log by mistake."""
    assert "canary" not in repr(second(FIRST))
