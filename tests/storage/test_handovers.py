"""A handover's link works once and in its time, and what is kept says how far it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage import Handover, HandoverMove, HandoverState, Keyring, Rotation, Status, new_keys
from tests.storage.rows import stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from storage import Database

GRACE, HEDY, ADA, EVE = 2001, 2002, 1001, 1002
HASH = "a" * 64
SOON = timedelta(days=7)
NAME = {"answers": {"name": {"values": {"first_name": "Ada"}, "said": ""}}}
DRAFT = {"answers": {"phone": {"values": {"phone": "+447700900123"}, "said": ""}}}


def handover(now: datetime, row_id: str = "h1", token_hash: str = HASH) -> Handover:
    """Return a handover of Grace's whose link nobody has opened."""
    state = HandoverState.LINKED
    return Handover(row_id, token_hash, GRACE, 17, NAME, DRAFT, state, now, now + SOON)


async def handed(database: Database, *, by: int = GRACE) -> Handover:
    """Keep a handover, its agent named, and return it."""
    async with database.begin() as work:
        await work.agents.add(by, "Grace Hopper", 17)
        row = replace(handover(work.now), agent_id=by)
        await work.handovers.keep([row])
    return row


async def taken(database: Database) -> Handover:
    """Keep a handover that Ada has taken up."""
    row = replace(await handed(database), draft=None, state=HandoverState.OPENED, taken_by=ADA)
    async with database.begin() as work:
        await work.handovers.keep([row])
    return row


async def states(database: Database) -> list[HandoverState]:
    """Return how far Grace's handovers are."""
    async with database.begin() as work:
        return [row.state for row in await work.handovers.page(GRACE, 10)]


async def test_a_link_is_good_until_it_is_used(database: Database) -> None:
    """Found by its hash alone; what was opened is no link any more."""
    row = await handed(database)
    async with database.begin() as work:
        assert await work.handovers.linked(["b" * 64]) == {}
        assert await work.handovers.linked([HASH]) == {HASH: row}
        opened = replace(row, draft=None, state=HandoverState.OPENED, taken_by=ADA)
        await work.handovers.keep([opened])
    async with database.begin() as work:
        assert await work.handovers.linked([HASH]) == {}
        assert await work.handovers.hold(["h1", "h2"]) == {"h1": opened}


async def test_a_link_expires(database_url: str, opened: Callable[..., Database]) -> None:
    """After its time it is in no list either, and the next sweep takes it."""
    await handed(opened(database_url))
    late = opened(database_url, clock_offset=SOON)
    async with late.begin() as work:
        assert await work.handovers.linked([HASH]) == {}
        assert await work.handovers.page(GRACE, 10) == []
        await work.handovers.sweep()
    assert await states(opened(database_url)) == []


async def test_what_is_in_the_customers_chat_is_kept_as_long_as_that(
    database_url: str, opened: Callable[..., Database]
) -> None:
    """However slowly he answers; it goes with the chat, or a while after it has ended."""
    await taken(opened(database_url))
    late = opened(database_url, clock_offset=2 * SOON)
    for state in (HandoverState.CONSENTED, HandoverState.ENDED):
        async with late.begin() as work:
            await work.handovers.sweep()
            await work.handovers.move([HandoverMove("h1", ADA, state, work.now)])
        shown = [] if state is HandoverState.ENDED else [state]
        assert await states(late) == shown
    async with late.begin() as work:
        await work.handovers.sweep()
    assert await states(opened(database_url)) == []


async def test_links_of_a_removed_agent_are_void_and_what_is_taken_up_goes_on(
    database: Database,
) -> None:
    """Nobody can open them; who has, confirms as before."""
    await taken(database)
    async with database.begin() as work:
        await work.handovers.keep([handover(work.now, "h2", "b" * 64)])
        await work.agents.remove(GRACE)
    async with database.begin() as work:
        assert await work.handovers.linked(["b" * 64]) == {}
        move = HandoverMove("h1", ADA, HandoverState.CONSENTED, work.now + SOON)
        await work.handovers.move([move])
    assert HandoverState.CONSENTED in await states(database)


async def test_name_and_draft_are_sealed_and_change_their_keys(
    database_url: str, opened: Callable[..., Database], keyring: Keyring
) -> None:
    """Who reads the table reads neither, and `keys rotate` seals both anew."""
    database = opened(database_url)
    row = await handed(database)
    async with database.begin() as work:
        connection = work.handovers._connection
        found = (await connection.execute(text("SELECT name, draft FROM handovers"))).one()
    assert not any(b"Ada" in bytes(cell) or b"7700" in bytes(cell) for cell in found)
    tally = await Rotation(database, keyring, {}).look()
    assert (tally.rows, tally.unreadable) == (2, ())
    async with opened(database_url, Keyring.parse(*new_keys())).begin() as work:
        assert await work.handovers.linked([HASH]) == {}
        (closed,) = await work.handovers.page(GRACE, 10)
    assert (closed.name, closed.draft, row.name) == ({"answers": {}}, None, NAME)


async def test_only_who_took_it_up_moves_it(database: Database) -> None:
    """A move of another chat leaves it as it is."""
    await taken(database)
    async with database.begin() as work:
        until = work.now + SOON
        await work.handovers.move([HandoverMove("h1", EVE, HandoverState.ENDED, until)])
    assert await states(database) == [HandoverState.OPENED]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (Status.CREATED, HandoverState.DELIVERED),
        (Status.LINKED, HandoverState.DELIVERED),
        (Status.WITHDRAWN, HandoverState.ENDED),
        (Status.DROPPED, HandoverState.ENDED),
        (Status.REFUSED, HandoverState.CONFIRMED),
        (Status.HUMAN, HandoverState.CONFIRMED),
    ],
)
async def test_it_ends_with_its_submission(
    database: Database, status: Status, state: HandoverState
) -> None:
    """Then its agent is due to be told; what is still on its way is kept, however long."""
    await taken(database)
    row = await stored(database, status)
    async with database.begin() as work:
        long_ago = work.now - SOON
        move = HandoverMove("h1", ADA, HandoverState.CONFIRMED, long_ago, row.id)
        await work.handovers.move([move])
    async with database.begin() as work:
        await work.handovers.sweep()
        await work.handovers.end(10, work.now + SOON)
        due = await work.handovers.notices_due(10, work.now + SOON)
        assert [each.state for each in due] == ([state] if state != "confirmed" else [])
        await work.handovers.sweep()
    async with database.begin() as work:
        (held,) = (await work.handovers.hold(["h1"])).values()
        assert (held.state, held.status) == (state, status)


async def test_news_is_leased_and_told_once(database: Database) -> None:
    """What becomes due meanwhile is not lost by what was told before it."""
    row = await taken(database)
    async with database.begin() as work:
        await work.handovers.keep([replace(row, notice_due_at=work.now)])
    async with database.begin() as work:
        (first,) = await work.handovers.notices_due(10, work.now + SOON)
        assert await work.handovers.notices_due(10, work.now + 2 * SOON) == []
        await work.handovers.told(first, again=work.now)
        (second,) = await work.handovers.notices_due(10, work.now + 2 * SOON)
        await work.handovers.told(first)
        assert await work.handovers.hold(["h1"]) == {"h1": second}
        await work.handovers.told(second)
        assert (await work.handovers.hold(["h1"]))["h1"].notice_due_at is None


async def test_it_is_forgotten_by_who_took_it_up_and_taken_back_by_its_agent(
    database: Database,
) -> None:
    """With the chat goes what it took up, and nothing of anybody else's."""
    await taken(database)
    async with database.begin() as work:
        await work.handovers.keep([handover(work.now, "h2", "b" * 64)])
        await work.part(EVE)
        await work.part(ADA)
    async with database.begin() as work:
        assert [row.id for row in await work.handovers.page(GRACE, 10)] == ["h2"]
        await work.handovers.keep([])
        await work.handovers.remove("h2")
    assert await states(database) == []


async def test_the_list_is_one_agents_and_says_where_the_submission_stands(
    database: Database,
) -> None:
    """With Flextell's number, which the company's own staff may know."""
    await taken(database)
    row = await stored(database, Status.LINKED, customer_id="4711", is_discreet=True)
    open_one = await stored(database, Status.CREATED, customer_id="4712")
    for submission, number in ((row, "4711"), (open_one, "4712")):
        async with database.begin() as work:
            until = work.now + SOON
            state = HandoverState.CONFIRMED
            await work.handovers.move([HandoverMove("h1", ADA, state, until, submission.id)])
            (shown,) = await work.handovers.page(GRACE, 10)
        assert (shown.status, shown.number) == (submission.status, number)
        async with database.begin() as work:
            assert await work.handovers.page(HEDY, 10) == []
