"""Submissions are kept, found when due, and held for one worker."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from storage import (
    ARROWS,
    Database,
    DatabaseRefused,
    OnExisting,
    PhoneBusy,
    Status,
    UndeclaredArrow,
)
from storage.tables import submissions
from tests.storage.rows import SECOND, THEN, Open, a_submission, led, stored

if TYPE_CHECKING:
    from storage import Submission

FAR = datetime(2999, 1, 1, tzinfo=UTC)
PHONE = b"p" * 32


async def test_every_field_of_a_submission_comes_back(database: Database) -> None:
    """What was kept comes back whole, its times in UTC, and knows its status as loaded."""
    row = a_submission(
        phone_index=PHONE,
        card_message_id=2**40,
        fence=3,
        lease_until=THEN + SECOND,
        posts=2,
        absences=1,
        customer_id="c-1",
        on_existing=OnExisting.LINK,
        found=("c-1", "c-2"),
        is_discreet=True,
        refused_keys=("email", "phone"),
        told="queued",
        notice_due_at=THEN - SECOND,
        notice_tries=4,
        last_error="ReadTimeout",
        due_at=THEN.astimezone(tz=None),
    )
    async with database.begin() as work:
        await work.submissions.add([row])
    async with database.begin() as work:
        loaded = (await work.submissions.load([row.id]))[row.id]
    assert loaded == row
    assert loaded.status_before is Status.QUEUED
    assert loaded.due_at.utcoffset() == timedelta(0)


async def test_the_same_revision_of_a_draft_is_the_same_submission(database: Database) -> None:
    """A confirmation that comes twice is added once."""
    row = await stored(database)
    again = a_submission(draft_token=row.draft_token, revision=row.revision)
    async with database.begin() as work:
        await work.submissions.add([again])
        assert await work.submissions.load([row.id, again.id]) == {row.id: row}


async def test_only_a_queued_submission_is_added(database: Database) -> None:
    """A submission begins its life queued."""
    async with database.begin() as work:
        with pytest.raises(UndeclaredArrow, match=r"\(new\) → sending"):
            await work.submissions.add([a_submission(status=Status.SENDING)])


async def test_keeping_stamps_the_transactions_time(database: Database) -> None:
    """`updated_at` is the time of the transaction that kept the row."""
    row = await stored(database)
    async with database.begin() as work:
        loaded = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(loaded, posts=1)])
        kept = (await work.submissions.load([row.id]))[row.id]
        assert kept == replace(row, posts=1, updated_at=work.now)


async def test_nothing_to_do_is_no_statement(database: Database) -> None:
    """Empty lists are taken everywhere."""
    async with database.begin() as work:
        await work.submissions.add([])
        await work.submissions.keep([])
        assert await work.submissions.load([]) == {}
        assert await work.submissions.due([], 5) == []


@pytest.mark.parametrize("before", list(Status))
@pytest.mark.parametrize("after", list(Status))
async def test_only_declared_arrows_are_kept(
    before: Status, after: Status, sqlite_url: str, opened: Open
) -> None:
    """Every pair of statuses is kept if the table declares it or nothing moves, else refused."""
    database = opened(sqlite_url)
    row = await stored(database, before)
    if after is before or after in ARROWS[before]:
        assert (await led(database, row.id, after)).status is after
    else:
        with pytest.raises(UndeclaredArrow, match=f"{row.id}: {before} → {after}"):
            await led(database, row.id, after)


async def test_a_row_not_loaded_is_not_kept(database: Database) -> None:
    """A submission whose status in the database is not known may not be written."""
    row = await stored(database)
    async with database.begin() as work:
        with pytest.raises(UndeclaredArrow):
            await work.submissions.keep([replace(row, status_before=None)])


def test_each_status_has_its_arrows() -> None:
    """The table is total, and the ends lead nowhere."""
    assert set(ARROWS) == set(Status)
    assert {status for status, after in ARROWS.items() if not after} == {
        *(Status.CREATED, Status.LINKED, Status.WITHDRAWN, Status.DROPPED),
    }


async def test_the_longest_due_come_first(database: Database) -> None:
    """Due submissions come in the order of their time, never a future one, nor too many."""
    late, early = await stored(database, due_at=THEN), await stored(database, due_at=THEN - SECOND)
    await stored(database, due_at=FAR)
    async with database.begin() as work:
        assert await work.submissions.due([Status.QUEUED], 5) == [early, late]
        assert await work.submissions.due([Status.QUEUED], 1) == [early]
        assert await work.submissions.due([Status.UNKNOWN], 5) == []


@pytest.mark.parametrize("status", [Status.SENDING, Status.UNKNOWN, Status.FIND_ID])
async def test_a_queued_one_waits_for_its_phone(database: Database, status: Status) -> None:
    """While one of a phone is on its way, a queued one of the phone is not due."""
    await stored(database, status, phone_index=PHONE)
    await stored(database, phone_index=PHONE)
    other = await stored(database, phone_index=b"q" * 32)
    async with database.begin() as work:
        assert await work.submissions.due([Status.QUEUED], 5) == [other]


@pytest.mark.parametrize("status", [Status.HUMAN, Status.BLOCKED, Status.REFUSED])
async def test_families_share_phones(database: Database, status: Status) -> None:
    """What waits for a person holds nobody of the same phone up."""
    await stored(database, status, phone_index=PHONE)
    second = await stored(database, phone_index=PHONE)
    async with database.begin() as work:
        assert await work.submissions.due([Status.QUEUED], 5) == [second]


async def test_each_phone_is_due_once(database: Database) -> None:
    """Of two queued ones of a phone the first is given; ones without a phone are all given."""
    first = await stored(database, phone_index=PHONE)
    await stored(database, phone_index=PHONE, due_at=THEN + SECOND)
    without = [await stored(database, due_at=THEN + 2 * SECOND) for _ in range(2)]
    async with database.begin() as work:
        due = await work.submissions.due([Status.QUEUED], 5)
    assert due == [first, *sorted(without, key=lambda row: row.id)]


async def test_a_second_of_a_phone_is_told_to_wait(database: Database) -> None:
    """Sending two of a phone is refused by name, none of the batch moves, and work goes on."""
    await stored(database, Status.UNKNOWN, phone_index=PHONE)
    busy = await stored(database, phone_index=PHONE)
    free = await stored(database, phone_index=b"q" * 32)
    async with database.begin() as work:
        rows = await work.submissions.load([busy.id, free.id])
        batch = [replace(rows[row.id], status=Status.SENDING) for row in (free, busy)]
        with pytest.raises(PhoneBusy, match=busy.id) as caught:
            await work.submissions.keep(batch)
        assert caught.value.submission_id == busy.id
        assert (await work.submissions.load([free.id]))[free.id].status is Status.QUEUED
        await work.submissions.keep(batch[:1])
    assert (await led(database, free.id)).status is Status.SENDING


async def test_two_of_a_phone_in_one_batch_are_told_apart(database: Database) -> None:
    """Within one batch the second of a phone is the busy one."""
    first, second = [await stored(database, phone_index=PHONE) for _ in range(2)]
    async with database.begin() as work:
        rows = await work.submissions.load([first.id, second.id])
        with pytest.raises(PhoneBusy, match=second.id):
            await work.submissions.keep(
                [replace(rows[row.id], status=Status.SENDING) for row in (first, second)]
            )


async def test_another_broken_rule_is_not_called_a_busy_phone(database: Database) -> None:
    """A count that is none while sending is refused as what it is."""
    row = await stored(database, phone_index=PHONE)
    with pytest.raises(DatabaseRefused, match=r"IntegrityError|NotNullViolationError"):
        await led(database, row.id, Status.SENDING, posts=None)


async def test_a_lease_runs_out(database: Database) -> None:
    """What is being sent is found once its lease is over, and only then."""
    row = await stored(database)
    over = await led(database, row.id, Status.SENDING, lease_until=THEN)
    other = await stored(database)
    await led(database, other.id, Status.SENDING, lease_until=FAR)
    async with database.begin() as work:
        assert await work.submissions.expired(5) == [over]


async def test_notices_are_due_in_any_status(database: Database) -> None:
    """A person is told what became of a submission wherever it stands."""
    created = await stored(database, Status.CREATED, notice_due_at=THEN)
    queued = await stored(database, notice_due_at=THEN - SECOND)
    await stored(database, notice_due_at=FAR)
    async with database.begin() as work:
        assert await work.submissions.notices_due(5) == [queued, created]
        assert await work.submissions.notices_due(1) == [queued]


async def _next_due_at(database: Database) -> datetime | None:
    async with database.begin() as work:
        return await work.submissions.next_due_at()


async def test_the_worker_knows_how_long_to_sleep(database: Database) -> None:
    """The next time is the earliest of what is due, leased or to be told; ends do not count."""
    assert await _next_due_at(database) is None
    await stored(database, Status.HUMAN, due_at=THEN)
    await stored(database, Status.CREATED, due_at=THEN)
    assert await _next_due_at(database) is None
    sending = await stored(database, due_at=THEN)
    await led(database, sending.id, Status.SENDING, lease_until=FAR)
    assert await _next_due_at(database) == FAR
    await stored(database, Status.UNKNOWN, due_at=FAR - SECOND)
    assert await _next_due_at(database) == FAR - SECOND
    await stored(database, Status.CREATED, notice_due_at=FAR - 2 * SECOND)
    assert await _next_due_at(database) == FAR - 2 * SECOND


async def test_the_worker_does_not_wake_for_one_that_waits(database: Database) -> None:
    """A due submission whose phone is on its way gives no time, so that nobody spins."""
    await stored(database, Status.FIND_ID, phone_index=PHONE, due_at=FAR)
    await stored(database, phone_index=PHONE, due_at=THEN)
    assert await _next_due_at(database) == FAR


async def test_submissions_are_counted_by_status(database: Database) -> None:
    """Each status that has any is counted, and the oldest open one is known."""
    async with database.begin() as work:
        assert await work.submissions.counts() == {}
        assert await work.submissions.oldest_open_at() is None
    await stored(database, Status.CREATED, created_at=THEN - SECOND)
    await stored(database, Status.HUMAN, created_at=THEN)
    await stored(database, created_at=THEN + SECOND)
    async with database.begin() as work:
        assert await work.submissions.counts() == {
            Status.CREATED: 1,
            Status.HUMAN: 1,
            Status.QUEUED: 1,
        }
        assert await work.submissions.oldest_open_at() == THEN


async def test_what_a_worker_holds_another_leaves_out(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL two workers claim different submissions at the same time."""
    database = opened(postgres_url)
    rows = [await stored(database, due_at=THEN + SECOND * n) for n in range(3)]
    async with database.begin() as one, database.begin() as other:
        claimed = await one.submissions.due([Status.QUEUED], 2)
        assert claimed == rows[:2]
        assert await other.submissions.due([Status.QUEUED], 2) == rows[2:]


async def test_two_workers_never_send_one_phone(postgres_url: str, opened: Open) -> None:
    """Of two workers that claim two submissions of a phone at once, one is told to wait."""
    database = opened(postgres_url)
    first, second = [await stored(database, phone_index=PHONE) for _ in range(2)]

    def sending(rows: dict[str, Submission]) -> list[Submission]:
        return [replace(row, status=Status.SENDING) for row in rows.values()]

    async with database.begin() as slow:
        async with database.begin() as quick:
            await quick.submissions.keep(sending(await quick.submissions.load([first.id])))
        with pytest.raises(PhoneBusy, match=second.id):
            await slow.submissions.keep(sending(await slow.submissions.load([second.id])))
    assert (await led(database, first.id)).status is Status.SENDING


async def test_a_long_queue_is_searched_quickly(database: Database) -> None:
    """With two thousand queued, each of a phone of its own, finding the first takes no second."""
    phones = [number.to_bytes(32) for number in range(2000)]
    async with database.begin() as work:
        await work.submissions.add([a_submission(phone_index=phone) for phone in phones])
        async with asyncio.timeout(1):
            assert len(await work.submissions.due([Status.QUEUED], 10)) == 10
            assert await work.submissions.next_due_at() == THEN


async def test_a_loaded_submission_is_held(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL who loads a submission second sees what the first one made of it."""
    database = opened(postgres_url)
    row = await stored(database)
    async with database.begin() as other:
        async with database.begin() as one:
            loaded = await one.submissions.load([row.id])
            second = asyncio.ensure_future(other.submissions.load([row.id]))
            await asyncio.sleep(0.1)
            assert not second.done()
            await one.submissions.keep([replace(loaded[row.id], fence=9)])
        assert (await second)[row.id].fence == 9


async def test_a_page_holds_the_newest_first(database: Database) -> None:
    """Pages follow each other without a gap or a repetition, equal times included."""
    made = [await stored(database, created_at=THEN + n // 2 * SECOND) for n in range(7)]
    human = [await stored(database, Status.HUMAN, created_at=THEN + n * SECOND) for n in range(2)]
    newest_first = sorted([*made, *human], key=lambda row: (row.created_at, row.id), reverse=True)
    seen: list[str] = []
    after = None
    async with database.begin() as work:
        while rows := await work.submissions.page([Status.QUEUED, Status.HUMAN], 4, after):
            seen += [row.id for row in rows]
            after = (rows[-1].created_at, rows[-1].id)
        only = await work.submissions.page([Status.HUMAN], 4)
    assert seen == [row.id for row in newest_first]
    assert [row.id for row in only] == [row.id for row in newest_first if row in human]


async def test_a_submission_is_looked_at_without_holding_it(database: Database) -> None:
    """One that is not there is None."""
    row = await stored(database)
    async with database.begin() as work:
        assert await work.submissions.peek(row.id) == row
        assert await work.submissions.peek("nobody") is None


async def test_no_more_are_counted_than_are_asked_for(database: Database) -> None:
    """A status with many costs no more than one with some."""
    for status in [*[Status.HUMAN] * 3, Status.QUEUED]:
        await stored(database, status)
    async with database.begin() as work:
        assert await work.submissions.counts_up_to(2) == {Status.HUMAN: 2, Status.QUEUED: 1}


async def test_whose_a_customer_is_can_be_asked(database: Database) -> None:
    """Customers that no submission has come to are left out; one may belong to several."""
    owner = await stored(database, Status.CREATED, customer_id="1")
    linked = await stored(database, Status.LINKED, customer_id="1")
    await stored(database, Status.HUMAN)
    async with database.begin() as work:
        assert await work.submissions.owners(["1", "2"]) == {"1": {owner.id, linked.id}}
        assert await work.submissions.owners([]) == {}


async def test_what_a_release_before_has_added_is_reviewed(database: Database) -> None:
    """It does not write what it does not know; that has its meaning all the same."""
    row = a_submission()
    unknown = {"on_existing", "found", "is_discreet"}
    async with database.begin() as work:
        values = work.submissions._row(row).items()
        known = {name: value for name, value in values if name not in unknown}
        await work.submissions._connection.execute(insert(submissions).values(known))
        assert await work.submissions.load([row.id]) == {row.id: row}
    assert (row.on_existing, row.found, row.is_discreet) == (OnExisting.REVIEW, None, False)
