"""What does not open holds nobody up: the rest is delivered, and staff decide about it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from bot.delivery.decisions import after_create
from bot.delivery.setting_aside import REASON, SetAside
from bot.turns.changes import Decision, Seen
from conversations.conversation import Standing
from flextell import FieldsRefused
from storage import Status
from tests.bot.delivery.road import a_talk
from tests.bot.delivery.rows import NOW, RULES, a_submission, an_attempt

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from storage import Keyring, Submission
    from tests.bot.delivery.road import Road


async def damaged(road: Road, table: str, key: str, row_id: object, column: str) -> None:
    """Do to one row what a bad disk or a bad hand could do."""
    statement = text(f"UPDATE {table} SET {column} = :noise WHERE {key} = :id")  # noqa: S608 - our own
    async with road.database.begin() as work:
        await work.chats._connection.execute(statement, {"noise": b"noise", "id": row_id})


async def steps(road: Road, row: Submission, *statuses: Status) -> None:
    """Lead a submission through statuses by hand, and have it due at once."""
    for status in statuses:
        async with road.database.begin() as work:
            now = (await work.submissions.load([row.id]))[row.id]
            await work.submissions.keep([replace(now, status=status, due_at=work.now)])


@pytest.mark.parametrize("column", ["body", "draft"])
async def test_a_row_that_does_not_open_does_not_stop_the_queue(
    road: Road, logged: list[MutableMapping[str, Any]], column: str
) -> None:
    """Those behind it are delivered; it goes to staff, its person hears so, and it is logged."""
    broken, fine = await road.confirmed(), await road.confirmed()
    await damaged(road, "submissions", "id", broken.id, column)
    async with road.working():
        assert (await road.ends(fine.id, Status.CREATED)).customer_id
        aside = await road.ends(broken.id, Status.HUMAN)
    assert (aside.last_error, aside.told, aside.posts) == (REASON, "human", 0)
    registration = (await road.talk_of(broken.chat_id)).registration
    assert registration is not None
    assert registration.standing is Standing.CHECKED
    assert len(road.teller.texts(broken.chat_id)) == 1
    errors = [event for event in logged if event["log_level"] == "error"]
    assert [(e["event"], e["submission_id"]) for e in errors] == [
        ("submission does not open", broken.id)
    ]


@pytest.mark.parametrize("way", [(Status.UNKNOWN,), (Status.SENDING, Status.FIND_ID)])
async def test_what_cannot_be_looked_up_is_set_aside(
    sqlite_road: Road, way: tuple[Status, ...]
) -> None:
    """Nobody can be sought whose answers do not open."""
    road = sqlite_road
    row = await road.confirmed()
    await steps(road, row, *way)
    await damaged(road, "submissions", "id", row.id, "body")
    async with road.working():
        assert (await road.ends(row.id, Status.HUMAN)).last_error == REASON


async def test_a_chat_that_does_not_open_stops_no_delivery(road: Road) -> None:
    """The customer is created and the person told; the row stays as it was."""
    row = await road.confirmed()
    await damaged(road, "chats", "chat_id", row.chat_id, "document")
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert end.told == "created"
    assert len(road.teller.texts(row.chat_id)) == 1
    async with road.database.begin() as work:
        assert not (await work.chats.load([row.chat_id]))[row.chat_id].is_readable


@pytest.mark.parametrize(
    "fields",
    [{"is_readable": True}, {"is_readable": False, "status": Status.CREATED}],
    ids=["it opens after all", "it has moved on"],
)
def test_what_has_changed_meanwhile_is_left_alone(
    keyring: Keyring, fields: dict[str, Any]
) -> None:
    """Only what still waits, and still does not open, goes to staff."""
    row = a_submission(**{"status": Status.QUEUED} | fields)
    job = SetAside(a_talk(keyring), row.chat_id, row.id)
    assert job.decide(Seen(NOW, submission=row)) == Decision(None)
    assert job.decide(Seen(NOW)) == Decision(None)


def test_a_refusal_of_what_does_not_open_goes_to_staff() -> None:
    """Its answers cannot be given back to be corrected."""
    refusal = FieldsRefused(422, ("phone",), ())
    for is_readable, status in ((True, Status.REFUSED), (False, Status.HUMAN)):
        row = a_submission(is_readable=is_readable)
        assert after_create(row, an_attempt(), refusal, NOW, RULES, 0.5).status is status
