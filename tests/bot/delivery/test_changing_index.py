"""While INDEX_KEY lists two keys, a phone has two indexes, and still is on its way once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from bot.delivery.claiming import claim
from bot.wiring import rotation_of
from storage import Keyring, Status, new_keys
from tests.bot.delivery.fake_flextell import FakeFlextell
from tests.bot.delivery.road import Road, a_talk, quick_rules
from tests.storage.rows import THEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage import Database, Submission

KEYS, OLD_INDEX = new_keys()
NEW_INDEX = new_keys()[1]
OLD_FIRST = Keyring.parse(KEYS, f"{OLD_INDEX},{NEW_INDEX}")
NEW_FIRST = Keyring.parse(KEYS, f"{NEW_INDEX},{OLD_INDEX}")
NUMBERS = count(1)  # no two drafts of the processes are alike


def a_road(opened: Callable[..., Database], url: str, keyring: Keyring) -> Road:
    """Return the road of a process that was started with these keys."""
    talk = a_talk(keyring)
    flextell = FakeFlextell(lambda: THEN)
    return Road(opened(url, keyring), talk, quick_rules(talk), flextell, _numbers=NUMBERS)


async def taken(road: Road, wait: float = 0.0) -> set[str]:
    """Claim as a worker does, and keep the transaction open for a while."""
    async with road.database.begin() as work:
        claims = await claim(work, (), 8, road.rules, road.talk.submitting.keyring)
        await asyncio.sleep(wait)
    return {submission.id for submission, _ in claims.taken}


async def both(old: Road, new: Road) -> tuple[Submission, Submission]:
    """Have one phone confirmed under either key."""
    rows = await old.confirmed(phone=1), await new.confirmed(phone=1, chat_id=7)
    assert rows[0].phone_index != rows[1].phone_index
    return rows


async def test_of_one_claim_a_phone_is_taken_once(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """Two submissions of a phone that look different to the database are still one phone."""
    old, new = (a_road(opened, database_url, keys) for keys in (OLD_FIRST, NEW_FIRST))
    rows = await both(old, new)
    other = await new.confirmed(phone=2, chat_id=8)
    assert await taken(new) == {rows[0].id, other.id}
    assert (await new.row(rows[1].id)).status is Status.QUEUED


async def test_a_phone_on_its_way_under_another_key_waits(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """Whichever key comes first, the second one waits for the first one's outcome."""
    for first, second in ((OLD_FIRST, NEW_FIRST), (NEW_FIRST, OLD_FIRST)):
        one, other = (a_road(opened, database_url, keys) for keys in (first, second))
        row = await one.confirmed(phone=1)
        assert await taken(one) == {row.id}
        waits = await other.confirmed(phone=1, chat_id=7)
        assert await taken(other) == set()
        after = await other.row(waits.id)
        assert (after.status, after.due_at > waits.due_at) == (Status.QUEUED, True)
        async with one.database.begin() as work:
            rows = await work.submissions.load([row.id, waits.id])
            await work.submissions.keep(
                [
                    replace(rows[row.id], status=Status.CREATED),
                    replace(rows[waits.id], status=Status.WITHDRAWN),
                ]
            )


async def test_two_workers_in_the_same_moment_take_it_once(
    postgres_url: str, opened: Callable[..., Database]
) -> None:
    """One has claimed the phone and not yet said so when another meets its other index."""
    old, new = (a_road(opened, postgres_url, keys) for keys in (OLD_FIRST, NEW_FIRST))
    row = await old.confirmed(phone=1)
    claiming = asyncio.create_task(taken(old, 0.5))
    await asyncio.sleep(0.2)
    await new.confirmed(phone=1, chat_id=7)
    assert await taken(new) == set()
    assert await claiming == {row.id}


async def test_after_the_rotation_the_new_key_alone_suffices(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """Then the database sees equals by itself again, and both are delivered one by one."""
    old, new = (a_road(opened, database_url, keys) for keys in (OLD_FIRST, NEW_FIRST))
    rows = await both(old, new)
    await taken(new)
    rotation = rotation_of(new.database, NEW_FIRST)
    assert rotation.is_over(await rotation.run())
    alone = a_road(opened, database_url, Keyring.parse(KEYS, NEW_INDEX))
    indexes = {(await alone.row(row.id)).phone_index for row in rows}
    assert indexes == {rows[1].phone_index}
    assert await taken(alone) == set()
