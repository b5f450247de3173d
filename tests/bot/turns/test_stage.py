"""The rows of one batch: each job sees what those before it changed, and all is kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from bot.turns.changes import Changes, Decision
from bot.turns.stage import Stage
from storage import Consent, Status
from tests.bot.turns.jobs import Adds
from tests.bot.turns.talks import ADA, LAILA
from tests.storage.rows import THEN, a_submission, an_attempt, stored

if TYPE_CHECKING:
    from bot.turns.changes import Seen
    from storage import Database


@dataclass(frozen=True, slots=True)
class Changing:
    """A job that notes what it sees and changes what it was told to."""

    changes: Changes
    chat_id: int = ADA
    submission_id: str | None = None

    def decide(self, seen: Seen) -> Decision[Seen]:
        """Return what it sees."""
        return Decision(seen, self.changes)


@dataclass(frozen=True, slots=True)
class Posts:
    """The job of counting up a submission's posts and its attempt's number."""

    submission_id: str
    chat_id: int = ADA

    def decide(self, seen: Seen) -> Decision[int]:
        """Return how many there are then."""
        assert seen.submission is not None
        assert seen.attempt is not None
        posts = seen.submission.posts + 1
        attempt = replace(seen.attempt, outcome=f"made {posts}")
        return Decision(
            posts, Changes(submission=replace(seen.submission, posts=posts), attempt=attempt)
        )


def agreed(chat_id: int = ADA) -> Changing:
    """Return the job of keeping a consent."""
    return Changing(Changes(consent=Consent(chat_id, "text-1", "hash", "en", THEN)), chat_id)


def withdrawn(chat_id: int = ADA) -> Changing:
    """Return the job of taking consent back."""
    return Changing(Changes(withdraws_consent=True), chat_id)


async def kept(database: Database, *jobs: Changing | Adds | Posts | Owns) -> list[object]:
    """Decide jobs in one transaction; return their results."""
    async with database.begin() as work:
        stage = await Stage.prepared(work, jobs)
        results = [stage.decide(job) for job in jobs]
        await stage.keep(work)
    return results


async def holds(database: Database, chat_id: int = ADA) -> list[bool]:
    """Tell of each consent of a chat, oldest first, whether it holds."""
    async with database.begin() as work:
        return [row.withdrawn_at is None for row in await work.consents.of(chat_id)]


async def test_a_job_sees_its_rows_and_the_time(database: Database) -> None:
    """A chat without a row is none; rows of no interest are not there."""
    async with database.begin() as work:
        stage = await Stage.prepared(work, [Changing(Changes())])
        seen = stage.decide(Changing(Changes()))
        assert seen.now == work.now
    assert (seen.chat, seen.submission, seen.attempt) == (None, None, None)


async def test_a_submission_comes_with_its_newest_attempt(database: Database) -> None:
    """Both are loaded, changed by one job after the other, and kept."""
    row = await stored(database, Status.SENDING, chat_id=ADA)
    async with database.begin() as work:
        await work.attempts.add([an_attempt(row.id, 1), an_attempt(row.id, 2)])
    assert await kept(database, Posts(row.id), Posts(row.id)) == [row.posts + 1, row.posts + 2]
    async with database.begin() as work:
        assert (await work.submissions.load([row.id]))[row.id].posts == row.posts + 2
        attempt = (await work.attempts.latest([row.id]))[row.id]
    assert (attempt.number, attempt.outcome) == (2, f"made {row.posts + 2}")


@dataclass(frozen=True, slots=True)
class Owns:
    """The job of making a customer a submission's; its result is whose that was before."""

    submission_id: str
    chat_id: int = ADA
    customer_ids: tuple[str, ...] = ("17",)

    def decide(self, seen: Seen) -> Decision[set[str]]:
        """Return the owners that are seen."""
        assert seen.submission is not None
        owned = replace(seen.submission, customer_id="17")
        return Decision(set(seen.owners.get("17", ())), Changes(submission=owned))


async def test_a_job_sees_whose_a_customer_is(database: Database) -> None:
    """In the database, and by the jobs before it in the same batch."""
    there = await stored(database, Status.CREATED, customer_id="17")
    rows = [await stored(database, Status.SENDING, chat_id=ADA) for _ in range(2)]
    assert await kept(database, *(Owns(row.id) for row in rows)) == [
        {there.id},
        {there.id, rows[0].id},
    ]


async def test_a_submission_that_is_gone_is_none(database: Database) -> None:
    """The job decides what that means."""
    (seen,) = await kept(database, Changing(Changes(), submission_id="gone"))
    assert getattr(seen, "submission", "") is None


async def test_a_new_submission_is_kept(database: Database) -> None:
    """Together with its chat."""
    row = a_submission(chat_id=ADA)
    await kept(database, Adds(ADA, new_submission=row), Adds(LAILA))
    async with database.begin() as work:
        assert set(await work.submissions.load([row.id])) == {row.id}
        assert set(await work.chats.load([ADA, LAILA])) == {ADA, LAILA}


@pytest.mark.parametrize(
    ("jobs", "standing"),
    [
        ([agreed()], [True]),
        ([agreed(), withdrawn()], [False]),
        ([withdrawn(), agreed()], [True]),
        ([agreed(), withdrawn(), agreed()], [False, True]),
        ([agreed(), agreed(LAILA), withdrawn(LAILA)], [True]),
    ],
)
async def test_consents_are_kept_in_their_order(
    database: Database, jobs: list[Changing], standing: list[bool]
) -> None:
    """Agreeing and taking it back within one batch leaves what was meant last."""
    await kept(database, *jobs)
    assert await holds(database) == standing
