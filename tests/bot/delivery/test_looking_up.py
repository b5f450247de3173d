from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.delivery.matching import Matches
from storage import Pause, Status
from tests.bot.delivery.rows import HOUR, NOW, an_attempt

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from storage import Submission
    from tests.bot.delivery.road import Road


async def unknown(road: Road, row: Submission, **fields: Any) -> Submission:
    """Let a POST of the submission have ended without a clear answer just now."""
    async with road.database.begin() as work:
        stored = (await work.submissions.load([row.id]))[row.id]
        sending = replace(stored, status=Status.SENDING, fence=1, posts=1)
        await work.submissions.keep([sending])
        attempt = an_attempt(
            submission_id=row.id,
            started_at=work.now,
            deadline_at=work.now + timedelta(seconds=1),
            ended_at=work.now,
        )
        await work.attempts.add([attempt])
    async with road.database.begin() as work:
        stored = (await work.submissions.load([row.id]))[row.id]
        given: dict[str, Any] = {"status": Status.UNKNOWN, "due_at": work.now}
        await work.submissions.keep([replace(stored, **given | fields)])
    return await road.row(row.id)


def reasons(logged: list[MutableMapping[str, Any]]) -> list[str]:
    """Return why look-ups allowed no conclusion, each reason once, in order."""
    found = [e["reason"] for e in logged if e["event"] == "submission looked up" and e["reason"]]
    return list(dict.fromkeys(found))


async def test_a_lookup_that_fails_concludes_nothing(
    sqlite_road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """Errors, silence and half a list are no proof; the look-up is made again."""
    road = sqlite_road
    road.flextell.list_faults.extend(["broken", 500])
    row = await road.confirmed()
    await unknown(road, row)
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    assert reasons(logged) == ["Unknown"]
    assert road.flextell.posts[row.id] == 1


async def test_a_search_that_fails_concludes_nothing(
    sqlite_road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """Any of the calls of a look-up spoils it."""
    road = sqlite_road
    road.flextell.search_faults.extend(["broken", "", 503])
    row = await road.confirmed()
    await unknown(road, row)
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    assert reasons(logged) == ["Unknown"]


async def test_a_lookup_has_a_deadline(
    sqlite_road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """A Flextell that never answers holds no look-up for ever."""
    road = sqlite_road
    road.flextell.list_faults.append("hangs")
    row = await road.confirmed()
    await unknown(road, row)
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    assert reasons(logged) == ["deadline"]


async def test_a_list_without_an_end_proves_nothing(
    sqlite_road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """More new customers than anybody can read through leave the question open."""
    road = sqlite_road
    row = await road.confirmed()
    await unknown(road, row)
    for number in range(1300):
        road.flextell.customers.append(
            {
                "id": number + 1,
                "phone_number": "+15550100",
                "created_at": road.flextell.now().isoformat(),
            }
        )
    road.rules = replace(road.rules, deadline=timedelta(seconds=30))
    async with road.working():
        async with asyncio.timeout(30):
            while not reasons(logged):  # noqa: ASYNC110 - a log has no event to wait for
                await asyncio.sleep(0.05)
    assert reasons(logged) == ["incomplete"]
    assert (await road.row(row.id)).status is Status.UNKNOWN


async def test_a_pause_is_no_conclusion_either(
    sqlite_road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """While nobody may call, look-ups pass without a call, and after a day a person is asked."""
    road = sqlite_road
    row = await road.confirmed()
    await unknown(road, row)
    road.database.clock_offset = 25 * HOUR
    async with road.database.begin() as work:
        await work.pauses.set(Pause("flextell-limit", "limit", work.now, until=work.now + HOUR))
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert (end.told, road.flextell.gets) == ("human", 0)
    assert reasons(logged) == ["paused"]


async def test_an_unknown_without_an_attempt_is_for_a_person(sqlite_road: Road) -> None:
    """A restored backup may know of a submission and of none of its attempts."""
    road = sqlite_road
    row = await road.confirmed()
    async with road.database.begin() as work:
        stored = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(stored, status=Status.UNKNOWN)])
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert (end.told, road.flextell.posts[row.id]) == ("human", 0)


async def test_a_customer_that_lists_show_late_is_found(road: Road) -> None:
    """An index that lags within the window makes no second customer."""
    road.flextell.lag = timedelta(seconds=0.4)
    road.flextell.post_faults.append("created_then_broken")
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.customer_id, len(road.flextell.customers)) == ("1", 1)


async def test_a_blocked_queue_stays_until_flextell_answers(
    sqlite_road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """Each probe that fails leaves the pause; the first that is answered ends it."""
    road = sqlite_road
    road.flextell.post_faults.append(403)
    road.flextell.list_faults.extend(["", 403, 500])
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert end.posts == 2
    stays = [event["outcome"] for event in logged if event["event"] == "delivery stays paused"]
    assert stays == ["Misconfigured", "Unknown"]


async def test_blocked_without_a_pause_is_queued(sqlite_road: Road) -> None:
    """What was written down as blocked just after the pause had ended does not stay for ever."""
    road = sqlite_road
    row = await road.confirmed()
    await unknown(road, row, status=Status.BLOCKED)
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert end.posts == 2


async def test_what_another_submission_owns_is_not_taken(road: Road) -> None:
    """Of two people with one phone and the very same answers, each gets a customer of his own."""
    first = await road.confirmed(phone=1)
    async with road.working():
        owned = await road.ends(first.id, Status.CREATED)
    second = await road.confirmed(phone=1)
    assert first.body == second.body
    await unknown(road, second)
    async with road.working():
        end = await road.ends(second.id, Status.CREATED)
    assert (owned.customer_id, end.customer_id, road.flextell.posts[second.id]) == ("1", "2", 1)


def test_a_customer_of_ones_own_may_be_found_again() -> None:
    """Only other submissions' customers are left out, strict and loose ones alike."""
    found = Matches(NOW, ("1", "2"), ("3", "4"))
    owners = {"1": frozenset({"mine"}), "2": frozenset({"mine", "other"}), "3": frozenset({"x"})}
    assert found.unowned(owners, "mine") == Matches(NOW, ("1",), ("4",))
