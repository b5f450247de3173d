from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bot.delivery import pausing
from bot.delivery.claiming import claim
from bot.delivery.means import Means
from bot.delivery.posting import Posting
from flextell import CallFailed, Created, Flextell, LimitReached, StaticToken
from storage import Attempt, Database, DatabaseAway, OnExisting, Status
from tests.bot.delivery.road import gone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, MutableMapping

    from bot.delivery.outcomes import News
    from storage import Keyring, Submission, UnitOfWork
    from tests.bot.delivery.road import Road


async def attempts_of(road: Road, row: Submission) -> list[Attempt]:
    """Return a submission's attempts."""
    async with road.database.begin() as work:
        return await work.attempts.of(row.id)


async def test_who_was_there_before_is_not_taken_for_ours(road: Road) -> None:
    """An equal customer made by hand just before the POST does not hide that it failed."""
    row = await road.confirmed(on_existing=OnExisting.CREATE)
    road.flextell.create({**_body(row), "user_id": 12})
    road.flextell.post_faults.append("broken")
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.customer_id, road.flextell.posts[row.id]) == ("2", 2)
    assert [each.baseline for each in await attempts_of(road, row)] == [("1",), ("1",)]


async def test_a_second_of_a_phone_waits_for_the_first(road: Road) -> None:
    """Two submissions of one phone are never on their way at once, and both arrive."""
    road.flextell.post_faults.append("created_then_broken")
    rows = [await road.confirmed(phone=1, on_existing=OnExisting.CREATE) for _ in range(2)]
    async with road.working():
        ends = [await road.ends(row.id, Status.CREATED) for row in rows]
    assert sorted(str(end.customer_id) for end in ends) == ["1", "2"]
    attempts = [each for row in rows for each in await attempts_of(road, row)]
    attempts.sort(key=lambda attempt: attempt.started_at)
    for earlier, later in pairwise(attempts):
        assert earlier.ended_at is not None
        assert later.started_at >= earlier.ended_at


async def test_the_list_before_a_claim_is_no_condition(road: Road) -> None:
    """Whatever breaks the list, the POST is made, and its attempt says that nobody looked."""
    road.flextell.list_faults.extend(["broken", "hangs", 500])
    road.rules = replace(road.rules, posts_at_once=1)
    rows = [await road.confirmed() for _ in range(3)]
    async with road.working():
        await road.all_end(rows)
    assert [(await attempts_of(road, row))[0].baseline for row in rows] == [None] * 3


async def test_a_list_that_is_refused_holds_no_post_up(road: Road) -> None:
    """Who may not list may yet create; if not, the POST itself will tell."""
    road.flextell.list_faults.extend([403, 403])
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.fence, end.posts, road.flextell.posts[row.id]) == (1, 1, 1)


async def test_what_a_limit_delays_is_not_counted(road: Road) -> None:
    """Of a POST that met 429 or 401 no trace is left in the number of POSTs."""
    road.flextell.post_faults.extend([429, 401])
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.fence, end.posts) == (3, 1)


async def test_a_used_up_window_is_waited_out(road: Road) -> None:
    """When an answer says that no call is left, the next POST waits for the reset."""
    reset = int(road.flextell.now().timestamp()) + 3
    road.flextell.headers = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(reset)}
    road.rules = replace(road.rules, posts_at_once=1)
    rows = [await road.confirmed() for _ in range(2)]
    async with road.working():
        for row in rows:
            await road.ends(row.id, Status.CREATED)
    first, second = [(await attempts_of(road, row))[0].started_at for row in rows]
    assert abs(second - first) >= timedelta(seconds=1)


async def test_a_shifted_birth_date_is_warned_of(
    road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """The log names the submission, and no date."""
    road.flextell.post_faults.append("created_with_another_date")
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    warnings = [event for event in logged if event["event"] == "flextell changed a birth date"]
    assert warnings == [
        {
            "event": "flextell changed a birth date",
            "log_level": "warning",
            "submission_id": row.id,
        }
    ]


class Slow(Flextell):
    """A client that takes its time before the request leaves, or breaks."""

    def __init__(self, road: Road, seconds: float = 0, error: Exception | None = None) -> None:
        url = "https://flextell.example/api/v1"
        super().__init__(url, "42", StaticToken("made-up"), transport=road.flextell)
        self.seconds = seconds
        self.error = error

    async def create(
        self, body: bytes, *, idempotency_key: str, started: Callable[[], None] | None = None
    ) -> Created:
        """Let time pass without giving way, as a frozen process does; then send, or break."""
        loop = asyncio.get_running_loop()
        until = loop.time() + self.seconds
        while loop.time() < until:
            pass
        if self.error is not None:
            raise self.error
        return await super().create(body, idempotency_key=idempotency_key, started=started)


class BusyHerald:
    """A herald without room: all news is left to the rounds."""

    has_room = False

    def tell(self, news: News) -> None:
        """Refuse what it had no room for."""
        raise AssertionError(f"news of {news.submission.id} was not asked for")


def posting_of(road: Road, client: Flextell) -> Posting:
    """Return the posting alone, with a client of its own."""
    means = Means(road.database, road.batches, client, road.talk, road.rules, lambda: 0.0)
    return Posting(means, lambda _: None, BusyHerald())


async def posted(road: Road, client: Flextell) -> None:
    """Claim what is due, post it, and note what came of it."""
    serving = asyncio.create_task(road.batches.serve())
    for errand in (await posting_of(road, client).take(8)).errands:
        await errand()
    await gone(serving)


async def test_a_process_frozen_before_its_socket_sends_nothing(road: Road) -> None:
    """After the deadline a look-up may be under way already, so the POST is given up."""
    road.rules = replace(road.rules, deadline=timedelta(seconds=0.1), margin=timedelta(seconds=5))
    row = await road.confirmed()
    await posted(road, Slow(road, seconds=0.15))
    after = await road.row(row.id)
    assert (after.status, after.posts) == (Status.QUEUED, 0)
    assert not road.flextell.posts


async def test_a_defect_before_the_socket_is_not_sent_and_known(road: Road) -> None:
    """What breaks before the request leaves is tried again; a kind nobody knows is looked up."""
    await road.is_tried()
    row = await road.confirmed()
    await posted(road, Slow(road, error=RuntimeError("made up")))
    after = await road.row(row.id)
    assert (after.status, after.last_error) == (Status.QUEUED, "NotSent RuntimeError")
    other = await road.confirmed()
    await posted(road, Slow(road, error=CallFailed("made up")))
    assert (await road.row(other.id)).status is Status.UNKNOWN


async def test_a_closed_posting_claims_nothing(road: Road) -> None:
    """A worker that is stopping leaves what is queued to the next one."""
    row = await road.confirmed()
    posting = posting_of(road, Slow(road))
    posting.close()
    assert not (await posting.take(8)).errands
    assert (await road.row(row.id)).status is Status.QUEUED


async def test_a_pause_that_begins_during_the_list_is_heeded(road: Road) -> None:
    """The claim looks at the pauses itself, in its own transaction."""
    await road.confirmed()
    async with road.database.begin() as work:
        await pausing.begin(work, pausing.limit_pause(timedelta(seconds=60), work.now))
        claims = await claim(work, (), 8, road.rules, road.talk.submitting.keyring)
    assert claims.taken == ()


async def test_a_customer_that_comes_after_its_absence_is_not_made_twice(road: Road) -> None:
    """What the list before the second POST shows is looked up, and found."""
    road.flextell.post_faults.append("broken")
    row = await road.confirmed()
    await posted(road, Slow(road))
    async with road.database.begin() as work:
        unknown = (await work.submissions.load([row.id]))[row.id]
        queued = replace(unknown, status=Status.QUEUED, absences=1, due_at=work.now)
        await work.submissions.keep([queued])
    road.flextell.create(_body(row))
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.customer_id, road.flextell.posts[row.id]) == ("1", 1)


async def test_of_two_claims_of_a_phone_one_waits(postgres_road: Road) -> None:
    """Two workers that take two submissions of one phone in the same moment send one."""
    road = postgres_road
    rows = [await road.confirmed(phone=1) for _ in range(2)]

    async def claimed() -> set[str]:
        async with road.database.begin() as work:
            claims = await claim(work, (), 8, road.rules, road.talk.submitting.keyring)
            await asyncio.sleep(0.1)  # both have chosen before either commits
        return {submission.id for submission, _ in claims.taken}

    one, other = await asyncio.gather(claimed(), claimed())
    assert sorted(map(len, (one, other))) == [0, 1]
    stand = sorted([(await road.row(row.id)).status for row in rows])
    assert stand == [Status.QUEUED, Status.SENDING]


class AwayDatabase(Database):
    """A database that can go away."""

    away = False

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """Fail while the database is away."""
        if self.away:
            raise DatabaseAway("made up")
        async with super().begin() as work:
            yield work


async def test_a_pause_that_cannot_be_kept_costs_no_outcome(
    postgres_road: Road,
    postgres_url: str,
    keyring: Keyring,
    logged: list[MutableMapping[str, Any]],
) -> None:
    """The answer of Flextell is written down even if the pause it asks for is not."""
    road, database = postgres_road, AwayDatabase(postgres_url, keyring)
    row = await road.confirmed()
    client = Slow(road, error=LimitReached(7))
    means = Means(database, road.batches, client, road.talk, road.rules, lambda: 0.0)
    [errand] = (await Posting(means, lambda _: None, BusyHerald()).take(8)).errands
    database.away = True
    serving = asyncio.create_task(road.batches.serve())
    await errand()
    await gone(serving)
    await database.close()
    assert "pause not kept" in {event["event"] for event in logged}
    assert (await road.row(row.id)).status is Status.QUEUED


def _body(row: Submission) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row.body)
    return body
