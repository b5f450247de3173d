"""Each night it is looked whether anybody who was created stands in Flextell twice."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery import pausing
from bot.delivery.auditing import DOUBLED, Auditing, doubles
from bot.delivery.means import Means
from bot.duties import AUDIT
from storage import Database, Keyring, OnExisting, Status, new_keys
from tests.bot.delivery.rows import (
    BODY,
    HOUR,
    MINUTE,
    NOW,
    RULES,
    a_customer,
    a_submission,
    an_attempt,
)

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from storage import Submission
    from tests.bot.delivery.road import Road

DAY = timedelta(days=1)


def auditing_of(road: Road) -> Auditing:
    """Return the audit of one process."""
    means = Means(road.database, road.batches, road.client(), road.talk, road.rules, lambda: 0.0)
    return Auditing(means)


async def audited(road: Road) -> None:
    """Make one audit, whenever the last one was."""
    async with road.database.begin() as work:
        await work.duties.forget(AUDIT.name)
    auditing = auditing_of(road)
    while (taken := await auditing.take(1)).errands:
        await asyncio.gather(*(errand() for errand in taken.errands))


async def found(road: Road) -> int | None:
    """Return how many the last audit has found."""
    async with road.database.begin() as work:
        duty = await work.duties.get(AUDIT.name)
    return None if duty is None else duty.found


async def noted(road: Road, row: Submission) -> list[tuple[str, str, str | None]]:
    """Return what is on record of a submission."""
    async with road.database.begin() as work:
        return [(e.who, e.action, e.detail) for e in await work.audit.about(row.id)]


async def delivered(road: Road, count: int = 1, **fields: Any) -> list[Submission]:
    """Have some people confirm, and be created."""
    rows = [await road.confirmed(**fields) for _ in range(count)]
    async with road.working():
        return [await road.ends(row.id, Status.CREATED) for row in rows]


def by_hand(road: Road, row: Submission) -> None:
    """Have somebody create the same customer by hand."""
    road.flextell.create({**json.loads(row.body), "user_id": 12})


async def test_who_stands_there_once_is_fine(
    road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """However many portions it takes."""
    await delivered(road, 25)
    await audited(road)
    assert await found(road) == 0
    ends = [event["count"] for event in logged if event["event"] == "audit ended"]
    assert ends[-1] == 25
    assert "search does not find who was created" not in {event["event"] for event in logged}


async def test_who_stands_there_twice_is_reported_once(
    road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """In the log each night, on record with the other's number, and in the figures."""
    row, other = await delivered(road, 2)
    by_hand(road, row)
    for _ in range(2):
        await audited(road)
    assert await found(road) == 1
    assert await noted(road, row) == [("nightly audit", DOUBLED, "3")]
    assert await noted(road, other) == []
    doubled = [event for event in logged if event["event"] == "customer doubled"]
    assert [(event["submission_id"], event["count"]) for event in doubled] == [(row.id, 2)] * 2


async def test_what_another_submission_owns_is_nobodys_double(road: Road) -> None:
    """Two people with one phone and the same answers have a customer each."""
    await delivered(road, phone=1)
    await delivered(road, phone=1, on_existing=OnExisting.CREATE)
    await audited(road)
    assert await found(road) == 0


async def test_a_search_that_misses_ones_own_is_said(
    road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """Then it finds nobody before a POST either."""
    await delivered(road)
    road.flextell.customers[0]["phone_number"] = "+44 7700 900 999"
    await audited(road)
    [said] = [e for e in logged if e["event"] == "search does not find who was created"]
    assert said["count"] == 1


@pytest.mark.parametrize("fault", ["broken", 403, "hangs"])
async def test_an_audit_that_cannot_look_is_made_later(
    sqlite_road: Road, fault: str | int, logged: list[MutableMapping[str, Any]]
) -> None:
    """It is not called done, and does not knock all the time."""
    road = sqlite_road
    await delivered(road)
    async with road.database.begin() as work:
        await work.duties.forget(AUDIT.name)
    road.flextell.search_faults.append(fault)
    auditing = auditing_of(road)
    [errand] = (await auditing.take(1)).errands
    await errand()
    assert not (await auditing.take(1)).errands
    assert await found(road) is None
    assert "audit waits for flextell" in {event["event"] for event in logged}


async def test_what_does_not_open_is_passed_over(sqlite_road: Road, sqlite_url: str) -> None:
    """It cannot be compared, and holds the audit of the others up no more than anything else."""
    road = sqlite_road
    await delivered(road)
    others = Database(sqlite_url, Keyring.parse(*new_keys()))
    await audited(replace(road, database=others))
    await others.close()
    assert await found(road) == 0


async def test_one_process_audits_for_all(road: Road) -> None:
    """Who does not hold the lease leaves it alone, and so does everybody during a pause."""
    await delivered(road)
    async with road.database.begin() as work:
        await work.duties.forget(AUDIT.name)
    first, second = auditing_of(road), auditing_of(road)
    assert (await first.take(1)).errands
    assert not (await second.take(1)).errands
    async with road.database.begin() as work:
        await pausing.begin(work, pausing.limit_pause(MINUTE, work.now))
    assert not (await first.take(1)).errands


def test_who_came_late_counts_and_who_was_there_before_does_not() -> None:
    """Strict matches since the first attempt; the baseline and who was found are somebody else."""
    row = a_submission(customer_id="17", found=("20",))
    attempt = an_attempt(baseline=("19",))
    late = (NOW + 5 * HOUR).isoformat()
    there = [
        a_customer(),
        a_customer(id=18, created_at=late),
        a_customer(id=19),
        a_customer(id=20),
        a_customer(id=21, email="other@example.org"),
        a_customer(id=22, created_at=(NOW - DAY).isoformat()),
    ]
    assert doubles(row, attempt, there, NOW + 6 * HOUR, RULES) == ("18",)


def test_who_was_not_searched_for_is_searched_for_now() -> None:
    """Whoever has the same number may have been there before, whatever else he is called."""
    row = replace(a_submission(customer_id="17"), found=None)
    older = a_customer(id=3, first_name="A.", email=None, created_at=(NOW - DAY).isoformat())
    other = a_customer(id=4, phone_number=BODY["phone_number"] + "1")
    there = [a_customer(), older, other]
    assert doubles(row, an_attempt(), there, NOW, RULES) == ("3",)
