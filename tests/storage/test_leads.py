"""What an agent entered is not about him: his own record is without it, and it ends by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import NEVER, Status
from tests.storage.rows import stored

if TYPE_CHECKING:
    from storage import Database

GRACE = 2001


async def test_a_lead_is_stored_with_its_agent(database: Database) -> None:
    """And with how the customer agreed, which stays when the rest is emptied."""
    row = await stored(database, chat_id=GRACE, agent_id=GRACE, agreed="by_phone")
    async with database.begin() as work:
        (found,) = (await work.submissions.load([row.id])).values()
        assert (found.agent_id, found.agreed, found.is_lead) == (GRACE, "by_phone", True)
        await work.submissions.keep([found.emptied()])
    async with database.begin() as work:
        (found,) = (await work.submissions.load([row.id])).values()
    assert (found.agent_id, found.agreed, found.body) == (GRACE, "by_phone", b"")


async def test_a_persons_record_is_without_what_he_entered_as_an_agent(
    database: Database,
) -> None:
    """It is not given out, not waited for, and stays his when the person is parted from."""
    lead = await stored(database, chat_id=GRACE, agent_id=GRACE, agreed="by_phone")
    async with database.begin() as work:
        assert await work.submissions.of([GRACE]) == []
        assert await work.submissions.chats_waiting([GRACE]) == set()
        assert not await work.submissions.part(GRACE, -7)
    own = await stored(database, chat_id=GRACE)
    async with database.begin() as work:
        assert [row.id for row in await work.submissions.of([GRACE])] == [own.id]
        assert await work.submissions.chats_waiting([GRACE]) == {GRACE}
        kept = await work.submissions.peek(lead.id)
    assert kept is not None
    assert kept.chat_id == GRACE


async def test_the_proof_of_a_lead_is_deleted_in_the_end(database: Database) -> None:
    """Once it is emptied and as old as a proof may be; what is not emptied stays."""
    fields = {"chat_id": GRACE, "agent_id": GRACE, "agreed": "by_phone"}
    full = await stored(database, Status.CREATED, **fields)
    over = await stored(database, Status.CREATED, due_at=NEVER, **fields)
    own = await stored(database, Status.CREATED, due_at=NEVER, chat_id=GRACE)
    async with database.begin() as work:
        await work.submissions.forget_nobodies(work.now - timedelta(hours=1))
        assert len(await work.submissions.load([full.id, over.id, own.id])) == 3
        await work.submissions.forget_nobodies(work.now + timedelta(hours=1))
        assert set(await work.submissions.load([full.id, over.id, own.id])) == {full.id, own.id}
