"""Every fault of the design ends in exactly one customer, or with a person who decides."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage import Status

if TYPE_CHECKING:
    from storage import Submission
    from tests.bot.delivery.road import Road


@dataclass(frozen=True)
class Case:
    """What Flextell does, one answer for each POST, and how it has to end."""

    faults: tuple[str | int, ...]
    end: Status = Status.CREATED
    customers: int = 1
    posts: int = 1


CASES = {
    "all is well": Case(()),
    "the answer has no id": Case(("created_without_id",)),
    "the answer breaks off": Case(("created_then_broken",)),
    "503 after the customer was created": Case(("created_then_503",)),
    "no answer, and the customer appears later": Case(("created_later",)),
    "the answer never comes, the customer is there": Case(("created_then_hangs",)),
    "the server shifts the date and breaks": Case(
        ("created_with_another_date_then_broken",), Status.HUMAN
    ),
    "nothing reached the server": Case(("broken",), posts=2),
    "nothing comes back, and nothing was done": Case(("hangs",), posts=2),
    "500 and nothing done": Case((500,), posts=2),
    "503 and nothing done": Case((503,), posts=2),
    "408 and nothing done": Case((408,), posts=2),
    "425 and nothing done": Case((425,), posts=2),
    "nothing done twice": Case(("broken", 503), Status.HUMAN, customers=0, posts=2),
    "no connection": Case(("refused_connection",) * 3, posts=4),
    "too many calls": Case((429,), posts=2),
    "the token is rejected": Case((401,), posts=2),
    "forbidden": Case((403,), posts=2),
    "no such address": Case((404,), posts=2),
    "moved": Case((302,), posts=2),
    "too large": Case((413,), posts=2),
    "a setting is refused": Case(("refuses user_id",), posts=2),
    "a conflict": Case((409,), Status.HUMAN, customers=0),
    "a refusal that names nothing": Case((422,), Status.HUMAN, customers=0),
    "a refusal that names what is not asked": Case(("refuses job",), Status.HUMAN, customers=0),
    "an answer is refused": Case(("refuses email",), Status.REFUSED, customers=0),
    "a status nobody knows": Case((599,), posts=2),
}


async def test_no_fault_makes_two_customers_or_loses_one(road: Road) -> None:
    """Each fault ends as the design says, after as many POSTs as it says, all at the same time."""
    rows = {name: await road.confirmed() for name in CASES}
    road.flextell.faults_of = {rows[name].id: deque(case.faults) for name, case in CASES.items()}
    async with road.working():
        ends = {row.id: row for row in await road.all_end(rows.values())}
    came = {name: outcome(road, row, ends[row.id]) for name, row in rows.items()}
    assert came == {name: (case.end, case.customers, case.posts) for name, case in CASES.items()}
    for end in ends.values():
        assert end.told == end.status.value
        assert (end.customer_id is not None) == (end.status is Status.CREATED)


def outcome(road: Road, row: Submission, end: Submission) -> tuple[Status, int, int]:
    """Return how a submission ended, how many customers it made, and after how many POSTs."""
    phone = json.loads(row.body)["phone_number"]
    return end.status, road.flextell.phones()[phone], road.flextell.posts[end.id]
