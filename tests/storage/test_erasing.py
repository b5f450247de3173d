"""What is erased is gone, and what is kept as proof is nobody's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage import LONG_AGO, NEVER, NOBODY, Consent, Status, UndeclaredArrow
from tests.storage.rows import THEN, Open, a_chat, a_submission, led, stored

if TYPE_CHECKING:
    from storage import Database

DAY = timedelta(days=1)
NOT_SENT = [Status.QUEUED, Status.BLOCKED, Status.REFUSED]
UNDER_WAY = [Status.SENDING, Status.UNKNOWN, Status.FIND_ID, Status.HUMAN]
ENDED = [Status.CREATED, Status.LINKED, Status.WITHDRAWN, Status.DROPPED]


def a_consent(chat_id: int = 7) -> Consent:
    """Return a consent given just now."""
    return Consent(chat_id, "text-1", "hash", "en", THEN)


@pytest.mark.parametrize("status", NOT_SENT)
def test_what_was_not_sent_ends_when_it_is_taken_back(status: Status) -> None:
    """Nothing is left of the answers, and nothing is due any more."""
    row = a_submission(status=status, refused_keys=("email",)).taken_back(THEN)
    assert (row.status, row.body, row.draft, row.body_index) == (Status.WITHDRAWN, b"", {}, b"")
    assert (row.email_index, row.refused_keys, row.due_at) == (None, (), NEVER)
    assert row.taken_back_at is None


@pytest.mark.parametrize("status", UNDER_WAY)
def test_what_may_have_been_sent_goes_on_when_it_is_taken_back(status: Status) -> None:
    """Its answers are still needed to find out; the first time it was asked for counts."""
    row = a_submission(status=status).taken_back(THEN)
    assert (row.status, row.taken_back_at) == (status, THEN)
    assert row.body
    assert row.taken_back(THEN + DAY).taken_back_at == THEN


@pytest.mark.parametrize("status", ENDED)
def test_what_has_ended_cannot_be_taken_back(status: Status) -> None:
    """It stays as it is until its time is over, or until it is erased."""
    row = a_submission(status=status)
    assert row.taken_back(THEN) == row


@pytest.mark.parametrize("status", NOT_SENT)
def test_what_was_taken_back_is_never_sent(status: Status) -> None:
    """Wherever a step would lead it to be sent once more, it ends instead, and is emptied."""
    row = a_submission(status=status, taken_back_at=THEN).settled()
    assert (row.status, row.body) == (Status.WITHDRAWN, b"")


@pytest.mark.parametrize("status", UNDER_WAY)
def test_what_was_taken_back_keeps_its_answers_while_they_are_needed(status: Status) -> None:
    """It is looked up and decided as any other."""
    row = a_submission(status=status, taken_back_at=THEN)
    assert row.settled() == row


@pytest.mark.parametrize("status", ENDED)
def test_what_was_taken_back_is_emptied_at_its_end(status: Status) -> None:
    """Where it went is known, what was in it is not."""
    row = a_submission(status=status, taken_back_at=THEN).settled()
    assert (row.status, row.body, row.draft) == (status, b"", {})


async def test_the_memory_refuses_to_queue_what_was_taken_back(database: Database) -> None:
    """Whoever forgets to settle a step is stopped before anything is sent."""
    row = await stored(database, Status.HUMAN)
    async with database.begin() as work:
        held = (await work.submissions.load([row.id]))[row.id]
        wrong = replace(held, status=Status.QUEUED, taken_back_at=THEN)
        with pytest.raises(UndeclaredArrow):
            await work.submissions.keep([wrong])


async def test_all_submissions_of_a_chat_are_found(database: Database) -> None:
    """Oldest first, and nobody else's."""
    young = await stored(database, created_at=THEN + DAY)
    old = await stored(database)
    await stored(database, chat_id=8)
    async with database.begin() as work:
        assert [row.id for row in await work.submissions.of([7])] == [old.id, young.id]
        assert await work.submissions.of([]) == []


async def test_what_was_taken_back_long_ago_and_has_no_end_is_found(database: Database) -> None:
    """That is what a human did not decide; what has ended, or is young, is left alone."""
    overdue = await stored(database, Status.HUMAN)
    young, ended = await stored(database, Status.HUMAN), await stored(database, Status.HUMAN)
    await led(database, overdue.id, Status.HUMAN, taken_back_at=THEN)
    await led(database, young.id, Status.HUMAN, taken_back_at=THEN + 2 * DAY)
    await led(database, ended.id, Status.DROPPED, taken_back_at=THEN)
    async with database.begin() as work:
        assert [row.id for row in await work.submissions.overdue(THEN + DAY, 9)] == [overdue.id]


async def test_a_chat_waits_while_answers_or_news_are_left(database: Database) -> None:
    """Only who waits for nothing may be forgotten."""
    await stored(database, chat_id=1)
    untold = await stored(database, Status.WITHDRAWN, chat_id=2)
    done = await stored(database, Status.WITHDRAWN, chat_id=3)
    await led(database, untold.id, Status.WITHDRAWN, due_at=NEVER, notice_due_at=THEN)
    await led(database, done.id, Status.WITHDRAWN, due_at=NEVER)
    async with database.begin() as work:
        assert await work.submissions.chats_waiting([1, 2, 3, 4]) == {1, 2}
        assert await work.submissions.chats_waiting([]) == set()


async def test_proofs_are_parted_from_their_person(database: Database) -> None:
    """What is left of a customer who came of it keeps together under a number of nobody."""
    row = await stored(database, Status.CREATED, card_message_id=5)
    await led(database, row.id, Status.CREATED, customer_id="4711")
    async with database.begin() as work:
        await work.consents.add([a_consent()])
        await work.part(7)
    async with database.begin() as work:
        assert await work.submissions.of([7]) == []
        assert await work.consents.of(7) == []
        left = (await work.submissions.load([row.id]))[row.id]
        assert left.chat_id <= NOBODY
        assert (left.customer_id, left.card_message_id) == ("4711", None)
        assert left.draft_token == row.id[:16]
        [consent] = await work.consents.of(left.chat_id)
        assert consent == replace(a_consent(), chat_id=left.chat_id)


async def test_a_consent_nothing_came_of_is_deleted(database: Database) -> None:
    """Where there is no customer there is nothing to prove."""
    await stored(database, Status.WITHDRAWN)
    async with database.begin() as work:
        await work.consents.add([a_consent(), a_consent(8)])
        await work.part(7)
    async with database.begin() as work:
        count = text("SELECT count(*) FROM consents")
        assert (await work.chats._connection.execute(count)).scalar_one() == 1
        assert await work.consents.of(8) == [a_consent(8)]


async def test_proofs_are_deleted_when_their_time_is_over(database: Database) -> None:
    """Those of people who are still known stay, however old they are."""
    row = await stored(database, Status.CREATED)
    await led(database, row.id, Status.CREATED, customer_id="4711")
    async with database.begin() as work:
        await work.consents.add([a_consent(), a_consent(8)])
        await work.consents.withdraw(7, THEN + DAY)
        await work.part(7)
    async with database.begin() as work:
        await work.forget_nobodies(THEN + DAY)
        assert await work.submissions.load([row.id])
        nobody = (await work.submissions.load([row.id]))[row.id].chat_id
        assert await work.consents.of(nobody)
        await work.forget_nobodies(work.now + DAY)
        assert await work.submissions.load([row.id]) == {}
        assert await work.consents.of(nobody) == []
        assert await work.consents.of(8) == [a_consent(8)]


async def test_what_was_put_aside_is_found_by_its_chat(database: Database) -> None:
    """Oldest first, opened, and nobody else's."""
    async with database.begin() as work:
        await work.quarantine.add(1, 7, "failed", b'{"n":1}')
        await work.quarantine.add(2, 8, "failed", b'{"n":2}')
        assert [each.body for each in await work.quarantine.of(7)] == [b'{"n":1}']


async def test_chats_to_remind_are_found(database: Database) -> None:
    """Those alone whose time has come."""
    async with database.begin() as work:
        await work.chats.keep(
            [a_chat(1, remind_at=THEN), a_chat(2, remind_at=THEN + DAY), a_chat(3)]
        )
        assert await work.chats.to_remind(THEN, 9) == [1]
        assert await work.chats.to_remind(THEN + DAY, 9) == [1, 2]
        await work.chats.drop_reminder(1, THEN)
        await work.chats.drop_reminder(2, THEN)
        assert await work.chats.to_remind(THEN + DAY, 9) == [2]
        await work.chats.keep([a_chat(2, remind_at=THEN, blocked_at=THEN)])
        assert await work.chats.to_remind(THEN + DAY, 9) == []


async def test_a_chat_kept_long_ago_is_idle_at_once(database: Database) -> None:
    """The next sweep takes it, unless the person has written again."""
    async with database.begin() as work:
        await work.chats.keep([a_chat(1, kept_at=LONG_AGO), a_chat(2)])
        assert await work.chats.idle(work.now - 7 * DAY, 9) == [1]
        await work.chats.keep([a_chat(1, blocked_at=THEN)])
        assert await work.chats.idle(work.now - 7 * DAY, 9) == []
        assert (await work.chats.load([1]))[1] == a_chat(1, blocked_at=THEN)


async def test_erased_rows_leave_no_sealed_trace_in_the_files(
    sqlite_url: str, opened: Open
) -> None:
    """Neither the file nor its log holds the ciphertext: deleted bytes are overwritten."""
    database = opened(sqlite_url)
    folder = Path(sqlite_url.removeprefix("sqlite:///")).parent
    row = await stored(database, body=b"x" * 9000)
    async with database.begin() as work:
        await work.chats.keep([a_chat()])
        await work.quarantine.add(1, 7, "failed", b"y" * 9000)
    async with database.begin() as work:
        asked = "SELECT document FROM chats UNION SELECT body FROM submissions"
        asked += " UNION SELECT draft FROM submissions UNION SELECT body FROM quarantine"
        sealed = list((await work.chats._connection.execute(text(asked))).scalars())
    pieces = [each[place : place + 24] for each in sealed for place in range(0, len(each), 500)]
    held = _held(folder, pieces)
    async with database.begin() as work:
        rows = await work.submissions.load([row.id])
        await work.submissions.keep([rows[row.id].taken_back(THEN)])
        await work.chats.remove([7])
        await work.quarantine.forget(7)
    await database.leave_no_trace()
    assert len(sealed) == 4
    assert len(held) > 30  # a piece may lie across two pages
    assert _held(folder, pieces) == []


def _held(folder: Path, pieces: list[bytes]) -> list[bytes]:
    """Return which of the pieces stand in any file of the folder."""
    files = [file.read_bytes() for file in folder.iterdir()]
    return [piece for piece in pieces if any(piece in file for file in files)]


async def test_a_database_nobody_has_used_leaves_no_trace(database_url: str, opened: Open) -> None:
    """There is nothing to clear, and nothing is opened for it."""
    await opened(database_url).leave_no_trace()


async def test_a_row_that_is_changed_for_the_person_is_no_younger(
    database: Database,
) -> None:
    """Only the person's own words put off when a chat is forgotten."""
    async with database.begin() as work:
        await work.chats.keep([a_chat(1)])
    database.clock_offset = 9 * DAY
    async with database.begin() as work:
        loaded = (await work.chats.load([1]))[1]
        await work.chats.keep([replace(loaded, revision=2)])
        assert await work.chats.idle(work.now - 7 * DAY, 9) == [1]
