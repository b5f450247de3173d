from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.canary import PROVEN
from bot.delivery.housekeeping import (
    erase_records,
    forget_chats,
    forget_configurations,
    forget_proofs,
)
from conversations.conversation import Conversation, Registration, Standing
from conversations.documents import conversation_document
from storage import NEVER, NOBODY, Chat, Consent, Status
from tests.bot.delivery.road import AGREED, a_draft

if TYPE_CHECKING:
    from collections.abc import Collection

    from storage import Database
    from tests.bot.delivery.road import Road

DAY = timedelta(days=1)


async def chats_of(database: Database, ids: Collection[int]) -> set[int]:
    """Return which of the chats have a row."""
    async with database.begin() as work:
        return set(await work.chats.load(ids))


async def test_an_ended_record_is_emptied_when_its_time_is_over(road: Road) -> None:
    """After a day nothing personal is left of what was delivered, and the row still counts."""
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    assert await erase_records(road.database) == 0
    assert (await road.row(row.id)).body == row.body
    road.database.clock_offset = DAY
    assert await erase_records(road.database) == 1
    after = await road.row(row.id)
    assert (after.body, after.draft, after.body_index) == (b"", {}, b"")
    assert (after.phone_index, after.email_index) == (None, None)
    assert (after.status, after.customer_id, after.due_at) == (Status.CREATED, "1", NEVER)
    async with road.database.begin() as work:
        assert await work.attempts.of(row.id) == []
    assert await erase_records(road.database) == 0


async def test_what_is_open_is_never_emptied(road: Road) -> None:
    """A person may still have to decide, however long that takes."""
    row = await road.confirmed()
    async with road.database.begin() as work:
        await work.submissions.keep(
            [replace((await work.submissions.load([row.id]))[row.id], status=Status.HUMAN)]
        )
    road.database.clock_offset = 400 * DAY
    assert await erase_records(road.database) == 0
    assert (await road.row(row.id)).body == row.body


async def test_many_records_are_emptied_in_portions(road: Road) -> None:
    """More rows than one transaction should hold are all reached."""
    rows = [await road.confirmed() for _ in range(101)]
    async with road.database.begin() as work:
        stored = await work.submissions.load([row.id for row in rows])
        await work.submissions.keep(
            [replace(row, status=Status.WITHDRAWN) for row in stored.values()]
        )
    assert await erase_records(road.database) == 101


async def test_idle_chats_are_forgotten_and_waiting_ones_are_not(road: Road) -> None:
    """After a week without a word drafts go, and so does who is done; who waits stays."""
    talks = {
        1: Conversation("en", AGREED, a_draft(1)),
        2: Conversation("en"),
        3: Conversation("en", AGREED, registration=Registration(Standing.REGISTERED, "1")),
        4: Conversation("en", AGREED, registration=Registration(Standing.ACCEPTED)),
        5: Conversation("en", AGREED, registration=Registration(Standing.CHECKED)),
    }
    async with road.database.begin() as work:
        await work.chats.keep(
            [Chat(n, "token", 1, conversation_document(talk)) for n, talk in talks.items()]
        )
    assert await forget_chats(road.database, road.rules) == 0
    road.database.clock_offset = 8 * DAY
    assert await forget_chats(road.database, road.rules) == 3
    assert await chats_of(road.database, talks) == {4, 5}


async def test_chats_that_wait_do_not_hide_those_behind_them(road: Road) -> None:
    """However many idle chats must stay, the ones after them are found."""
    waiting = Conversation("en", AGREED, registration=Registration(Standing.CHECKED))
    async with road.database.begin() as work:
        await work.chats.keep(
            [Chat(n, "token", 1, conversation_document(waiting)) for n in range(1, 121)]
        )
    async with road.database.begin() as work:
        await work.chats.keep([Chat(999, "token", 1, conversation_document(Conversation("en")))])
    road.database.clock_offset = 8 * DAY
    assert await forget_chats(road.database, road.rules) == 1
    assert 999 not in await chats_of(road.database, [999])


async def test_the_worker_sweeps_at_its_start(road: Road) -> None:
    """What was over its time while nothing ran is erased first."""
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    road.database.clock_offset = 8 * DAY
    other = await road.confirmed()
    async with road.working():
        await road.ends(other.id, Status.CREATED)
    assert (await road.row(row.id)).body == b""
    assert await chats_of(road.database, [row.chat_id, other.chat_id]) == {other.chat_id}


async def test_who_is_forgotten_leaves_proofs_of_nobody(road: Road) -> None:
    """A chat stays as long as its record holds answers; then neither names a person any more."""
    row = await road.confirmed()
    async with road.database.begin() as work:
        await work.consents.add([Consent(row.chat_id, "text-1", "hash", "en", work.now)])
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    road.database.clock_offset = 9 * DAY
    assert await forget_chats(road.database, road.rules) == 0
    await erase_records(road.database)
    assert await forget_chats(road.database, road.rules) == 1
    after = await road.row(row.id)
    assert (after.chat_id <= NOBODY, after.customer_id) == (True, "1")
    async with road.database.begin() as work:
        assert await work.consents.of(row.chat_id) == []
        assert len(await work.consents.of(after.chat_id)) == 1
    road.database.clock_offset = 1200 * DAY
    await forget_proofs(road.database, road.rules)
    async with road.database.begin() as work:
        assert await work.submissions.load([row.id]) == {}


async def test_past_configurations_are_forgotten_and_this_one_is_not(road: Road) -> None:
    """Each deploy leaves a row behind; however old, the one that is in use stays proven."""
    names = [f"{PROVEN}{each}" for each in ("past", road.rules.configuration)]
    async with road.database.begin() as work:
        for name in names:
            await work.duties.done(name)
    left = []
    for _ in range(2):
        await forget_configurations(road.database, road.rules)
        async with road.database.begin() as work:
            left.append([name for name in names if await work.duties.get(name) is not None])
        road.database.clock_offset = 31 * DAY
    assert left == [names, names[1:]]
