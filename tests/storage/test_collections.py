"""Attempts, consents, pauses and the quarantine are kept and found."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage import Consent, Database, DatabaseRefused, Pause
from tests.storage.rows import SECOND, THEN, Open, an_attempt, stored

if TYPE_CHECKING:
    from storage import Quarantined


async def test_an_attempt_is_written_down_and_completed(database: Database) -> None:
    """An attempt comes back as it was begun, and as it ended."""
    row = await stored(database)
    begun = an_attempt(row.id, baseline=())
    ended = replace(begun, outcome="ReadTimeout", ended_at=THEN, lookups_complete=2)
    async with database.begin() as work:
        await work.attempts.add([begun])
        assert await work.attempts.of(row.id) == [begun]
        await work.attempts.keep([ended])
        assert await work.attempts.of(row.id) == [ended]


async def test_the_latest_attempt_of_each_submission_is_found(database: Database) -> None:
    """Of several attempts the last counts; a submission without any is left out."""
    one, two, none = [await stored(database) for _ in range(3)]
    attempts = [an_attempt(one.id, n, baseline=("c-1", "c-2")) for n in (1, 2, 10)]
    async with database.begin() as work:
        await work.attempts.add([*attempts, an_attempt(two.id)])
        latest = await work.attempts.latest([one.id, two.id, none.id])
        assert latest == {one.id: attempts[-1], two.id: an_attempt(two.id)}
        assert await work.attempts.of(one.id) == attempts


async def test_keeping_an_attempt_changes_no_other(database: Database) -> None:
    """Only the attempt of that submission and number is changed."""
    one, two = [await stored(database) for _ in range(2)]
    others = [an_attempt(one.id, 2), an_attempt(two.id, 1)]
    async with database.begin() as work:
        await work.attempts.add([an_attempt(one.id, 1), *others])
        await work.attempts.keep([an_attempt(one.id, 1, outcome="201")])
        assert (await work.attempts.of(one.id))[1:] == others[:1]
        assert await work.attempts.of(two.id) == others[1:]


async def test_an_attempt_is_begun_once(database: Database) -> None:
    """A number taken already is refused: two workers cannot both begin it."""
    row = await stored(database)
    async with database.begin() as work:
        await work.attempts.add([an_attempt(row.id)])
    with pytest.raises(DatabaseRefused):
        async with database.begin() as work:
            await work.attempts.add([an_attempt(row.id)])


async def test_an_attempt_needs_its_submission(database: Database) -> None:
    """Foreign keys are watched on both databases."""
    with pytest.raises(DatabaseRefused):
        async with database.begin() as work:
            await work.attempts.add([an_attempt("nobody")])


async def test_no_attempts_are_no_statement(database: Database) -> None:
    """Empty lists are taken everywhere."""
    async with database.begin() as work:
        await work.attempts.add([])
        await work.attempts.keep([])
        await work.consents.add([])
        assert await work.attempts.latest([]) == {}


async def test_a_consent_is_kept_when_it_is_withdrawn(database: Database) -> None:
    """Withdrawing ends all a chat agreed to, keeps the record, and moves no earlier end."""
    first = Consent(7, "privacy", "sha256:1", "en", THEN)
    second = replace(first, text_hash="sha256:2", given_at=THEN + SECOND)
    other = replace(first, chat_id=8)
    async with database.begin() as work:
        await work.consents.add([first, other])
        await work.consents.withdraw(7, THEN + SECOND)
        await work.consents.add([second])
        await work.consents.withdraw(7, THEN + 2 * SECOND)
        assert await work.consents.of(7) == [
            replace(first, withdrawn_at=THEN + SECOND),
            replace(second, withdrawn_at=THEN + 2 * SECOND),
        ]
        assert await work.consents.of(8) == [other]


async def test_a_pause_is_set_changed_and_lifted(database: Database) -> None:
    """There is one pause of a name, and lifting one that is not there is no error."""
    pause = Pause("delivery", "403", THEN, until=None, probe_at=THEN + SECOND)
    async with database.begin() as work:
        assert await work.pauses.get("delivery") is None
        await work.pauses.set(pause)
        await work.pauses.set(replace(pause, reason="404", until=THEN))
        assert await work.pauses.get("delivery") == replace(pause, reason="404", until=THEN)
        assert await work.pauses.get("other") is None
        await work.pauses.lift("delivery")
        await work.pauses.lift("delivery")
        assert await work.pauses.get("delivery") is None


async def _quarantined(database: Database) -> list[Quarantined]:
    async with database.begin() as work:
        return await work.quarantine.list(5)


async def test_an_update_put_aside_is_found_again(database: Database) -> None:
    """The newest comes first, each can be loaded by its id, and unknown ids are None."""
    async with database.begin() as work:
        first = await work.quarantine.add(1, 7, "KeyError", b'{"update_id":1}')
    async with database.begin() as work:
        second = await work.quarantine.add(None, None, "unreadable", b"\x00\xff")
        assert await work.quarantine.count() == 2
        assert [row.id for row in await work.quarantine.list(5)] == [second, first]
        assert [row.id for row in await work.quarantine.list(1)] == [second]
        assert await work.quarantine.load("nothing") is None
        row = await work.quarantine.load(second)
        assert row is not None
        assert (row.update_id, row.chat_id, row.reason) == (None, None, "unreadable")
        assert (row.body, row.put_at) == (b"\x00\xff", work.now)


async def test_what_a_person_sent_is_erased_from_the_quarantine(database: Database) -> None:
    """Erasing takes one chat's updates, or all from before a time."""
    async with database.begin() as work:
        for chat_id in (7, 8):
            await work.quarantine.add(1, chat_id, "KeyError", b"{}")
        await work.quarantine.forget(7)
    assert [row.chat_id for row in await _quarantined(database)] == [8]
    async with database.begin() as work:
        await work.quarantine.forget_before(work.now - 60 * SECOND)
    assert len(await _quarantined(database)) == 1
    async with database.begin() as work:
        await work.quarantine.forget_before(work.now)
    assert await _quarantined(database) == []


async def test_one_update_is_taken_out_of_the_quarantine(database: Database) -> None:
    """Once; the others stay."""
    async with database.begin() as work:
        first, second = [await work.quarantine.add(1, 7, "failed", b"{}") for _ in range(2)]
        assert await work.quarantine.remove(first)
        assert not await work.quarantine.remove(first)
        assert [row.id for row in await work.quarantine.list(5)] == [second]


async def test_a_pause_is_read_by_one_worker_at_a_time(postgres_url: str, opened: Open) -> None:
    """On PostgreSQL a second worker sees a pause as the first one left it."""
    database = opened(postgres_url)
    async with database.begin() as work:
        await work.pauses.set(Pause("delivery", "403", THEN))
    async with database.begin() as other:
        async with database.begin() as one:
            await one.pauses.get("delivery")
            second = asyncio.ensure_future(other.pauses.get("delivery"))
            await asyncio.sleep(0.1)
            assert not second.done()
            await one.pauses.lift("delivery")
        assert await second is None
