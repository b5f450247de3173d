"""What an agent entered is not about him: his own record is without it, and it ends by itself."""

from __future__ import annotations

from datetime import timedelta

from storage import NEVER, Database, Keyring, Status, new_keys
from tests.storage.rows import SECOND, THEN, stored

GRACE, HEDY = 2001, 2002


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


async def test_an_agents_leads_are_his_own_and_the_newest_come_first(database: Database) -> None:
    """From a place on; none of another agent's, nor what anybody confirmed for himself."""
    mine = [await stored(database, agent_id=GRACE, created_at=THEN + n * SECOND) for n in range(3)]
    await stored(database, agent_id=HEDY)
    await stored(database, chat_id=GRACE)
    newest = [row.id for row in reversed(mine)]
    async with database.begin() as work:
        assert [row.id for row in await work.leads.page(GRACE, 2)] == newest[:2]
        assert [row.id for row in await work.leads.page(GRACE, 9, 1)] == newest[1:]
        (first, *_) = await work.leads.page(GRACE, 1)
    assert first == mine[2]


async def test_what_is_over_is_not_shown_to_its_agent(database: Database) -> None:
    """Neither what he took back, nor what went back into his chat to be corrected."""
    await stored(database, Status.WITHDRAWN, agent_id=GRACE)
    await stored(database, Status.REFUSED, agent_id=GRACE, due_at=NEVER)
    shown = [
        await stored(database, Status.REFUSED, agent_id=GRACE),
        await stored(database, Status.CREATED, agent_id=GRACE, due_at=NEVER),
    ]
    async with database.begin() as work:
        assert {row.id for row in await work.leads.page(GRACE, 9)} == {row.id for row in shown}


async def test_leads_are_found_by_phone_or_email_among_the_agents_own(database: Database) -> None:
    """By their blind index under any of the keys."""
    phone, email = b"p" * 32, b"m" * 32
    by_phone = await stored(database, agent_id=GRACE, phone_index=phone, created_at=THEN)
    by_email = await stored(database, agent_id=GRACE, email_index=email, created_at=THEN + SECOND)
    await stored(database, agent_id=HEDY, phone_index=phone)
    async with database.begin() as work:
        found = await work.leads.found(GRACE, [b"o" * 32, phone], [email], 9)
        assert [row.id for row in found] == [by_email.id, by_phone.id]
        assert len(await work.leads.found(GRACE, [phone], [email], 1)) == 1
        assert await work.leads.found(GRACE, [], [], 9) == []


async def test_the_drafts_of_an_agents_newest_leads_are_read_alone(database: Database) -> None:
    """By their ids, which name the leads themselves, if they are his."""
    old = await stored(database, agent_id=GRACE, created_at=THEN)
    new = await stored(database, agent_id=GRACE, created_at=THEN + SECOND)
    other = await stored(database, agent_id=HEDY)
    async with database.begin() as work:
        assert list(await work.leads.drafts(GRACE, 9)) == [new.id, old.id]
        assert await work.leads.drafts(GRACE, 1) == {new.id: new.draft}
        these = await work.leads.these(GRACE, [old.id, new.id, other.id])
    assert [row.id for row in these] == [new.id, old.id]


async def test_a_draft_that_does_not_open_is_passed_over(
    database: Database, database_url: str
) -> None:
    """Nobody is kept from finding the others."""
    await stored(database, agent_id=GRACE)
    other = Database(database_url, Keyring.parse(*new_keys()))
    mine = await stored(other, agent_id=GRACE)
    async with other.begin() as work:
        assert list(await work.leads.drafts(GRACE, 9)) == [mine.id]
    await other.close()


async def test_leads_are_counted_from_a_time_on(database: Database) -> None:
    """By their status, and the agent's own only."""
    await stored(database, agent_id=GRACE, created_at=THEN - SECOND)
    await stored(database, agent_id=GRACE, created_at=THEN)
    await stored(database, Status.CREATED, agent_id=GRACE, created_at=THEN)
    await stored(database, agent_id=HEDY, created_at=THEN)
    async with database.begin() as work:
        counts = await work.leads.counts_since(GRACE, THEN)
    assert counts == {Status.QUEUED: 1, Status.CREATED: 1}
