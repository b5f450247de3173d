"""After a restoring, the delivery sends nothing that the lost days may have sent already."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from storage import Status

if TYPE_CHECKING:
    from storage import Submission
    from tests.bot.delivery.road import Road


async def restored(road: Road) -> None:
    """Do what `intake restore-check` does to the submissions."""
    async with road.database.begin() as work:
        await work.submissions.doubt()


def sent_after_the_backup(road: Road, row: Submission) -> None:
    """Have Flextell hold what the restored database believes to be queued."""
    road.flextell.create(json.loads(row.body))


async def test_what_had_been_sent_is_found_and_not_sent_again(road: Road) -> None:
    """The restored rows are queued, the customers exist."""
    rows = [await road.confirmed() for _ in range(3)]
    for row in rows:
        sent_after_the_backup(road, row)
    await restored(road)
    async with road.working():
        ended = [await road.ends(row.id, Status.CREATED) for row in rows]
    assert [row.customer_id for row in ended] == ["1", "2", "3"]
    assert not road.flextell.posts


async def test_what_had_not_been_sent_is_sent_once_its_absence_is_proven(road: Road) -> None:
    """Nothing is lost either, and no person has to decide."""
    row = await road.confirmed()
    await restored(road)
    async with road.working():
        ended = await road.ends(row.id, Status.CREATED)
    assert (ended.absences, road.flextell.posts[row.id]) == (1, 1)


async def test_one_that_waits_for_its_phone_is_looked_up_when_its_turn_comes(road: Road) -> None:
    """A family of three shares a phone; two had been sent, and the third looks too much alike."""
    rows = [await road.confirmed(phone=100, chat_id=2000 + number) for number in range(3)]
    bodies = [json.loads(row.body) | {"first_name": f"Ada {n}"} for n, row in enumerate(rows)]
    async with road.database.begin() as work:
        stored = await work.submissions.load([row.id for row in rows])
        await work.submissions.keep(
            [
                replace(stored[row.id], body=json.dumps(body).encode())
                for row, body in zip(rows, bodies, strict=True)
            ]
        )
    for body in bodies[:2]:
        road.flextell.create(body)
    await restored(road)
    async with road.working():
        ended = [await road.ends(row.id, Status.CREATED, Status.HUMAN) for row in rows]
    assert [row.customer_id for row in ended] == ["1", "2", None]
    assert ended[2].status is Status.HUMAN
    assert not road.flextell.posts
