"""What an operator decides: once, written down, and told to the person as it is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.operators.actions import Action, operator_name
from bot.operators.deciding import CREATE_AGAIN, DROP, Choice, Resolve, exists_as
from bot.turns.changes import Changes, Seen
from conversations.conversation import Conversation, Registration, Standing
from storage import AuditEntry, Status
from tests.bot.delivery.conftest import a_road
from tests.bot.delivery.road import gone

if TYPE_CHECKING:
    from storage import Database, Keyring, Submission
    from tests.bot.delivery.road import Road

OPERATOR = operator_name(1001)
SEVENTEEN = Choice(Action.EXISTS_AS, "17")


@pytest.fixture
def road(database: Database, keyring: Keyring) -> Road:
    """Lend a road on each kind of database."""
    return a_road(database, keyring)


async def handed(road: Road) -> Submission:
    """Have somebody confirm, and Flextell answer so that a human has to decide."""
    row = await road.confirmed()
    road.flextell.post_faults.append(409)
    async with road.working():
        return await road.ends(row.id, Status.HUMAN)


def resolving(road: Road, row: Submission, choice: Choice) -> Resolve:
    """Return the job of a decision about a submission as it was seen."""
    return Resolve(road.talk, road.rules, row.chat_id, row.id, row.fence, choice, OPERATOR)


async def decided(road: Road, row: Submission, *choices: Choice) -> list[Status | None]:
    """Return what came of decisions made at once, while no worker runs."""
    serving = asyncio.create_task(road.batches.serve())
    jobs = [road.batches.decided(resolving(road, row, choice)) for choice in choices]
    results = await asyncio.gather(*jobs)
    await gone(serving)
    return results


async def audited(road: Road, row: Submission) -> list[tuple[str, str, str | None]]:
    """Return who did what about a submission."""
    async with road.database.begin() as work:
        entries = await work.audit.about(row.id)
    return [(entry.who, entry.action, entry.detail) for entry in entries]


async def test_what_exists_is_linked_and_told(road: Road) -> None:
    """The person reads the number, and nothing more is posted."""
    row = await handed(road)
    posts = road.flextell.posts.total()
    assert await decided(road, row, SEVENTEEN) == [Status.LINKED]
    async with road.working():
        ended = await road.ends(row.id, Status.LINKED)
    assert (ended.customer_id, road.flextell.posts.total()) == ("17", posts)
    registration = Registration(Standing.REGISTERED, "17")
    assert (await road.talk_of(row.chat_id)).registration == registration
    assert road.teller.texts(row.chat_id)[-1] == "You are registered with Example Ltd, no. 17."
    assert await audited(road, row) == [("operator 1001", "exists as", "17")]


async def test_what_is_created_again_is_delivered(road: Road) -> None:
    """The card says first that it is on its way again; then there is one customer."""
    row = await handed(road)
    assert await decided(road, row, CREATE_AGAIN) == [Status.QUEUED]
    waiting = await road.talk_of(row.chat_id)
    assert waiting.registration == Registration(Standing.ACCEPTED)
    async with road.working():
        ended = await road.ends(row.id, Status.CREATED)
    assert [str(each["id"]) for each in road.flextell.customers] == [ended.customer_id]
    assert ended.fence == row.fence + 1
    assert await audited(road, row) == [("operator 1001", "create again", None)]


async def test_what_is_dropped_is_told_and_begun_anew(road: Road) -> None:
    """Nobody is registered, the person reads so, and may register once more."""
    row = await handed(road)
    assert await decided(road, row, DROP) == [Status.DROPPED]
    async with road.working():
        await road.ends(row.id, Status.DROPPED)
    talk = await road.talk_of(row.chat_id)
    assert talk.registration == Registration(Standing.GIVEN_UP)
    assert not talk.is_under_way
    assert "You are not registered by it." in road.teller.texts(row.chat_id)[-1]
    assert road.flextell.customers == []


async def test_of_two_operators_one_decides(road: Road) -> None:
    """The other one's decision is void, and leaves no entry."""
    row = await handed(road)
    assert await decided(road, row, DROP, CREATE_AGAIN, SEVENTEEN) == [Status.DROPPED, None, None]
    assert len(await audited(road, row)) == 1


async def test_what_came_back_is_decided_anew(road: Road) -> None:
    """A page that shows the submission as it was before its newest attempt decides nothing."""
    row = await handed(road)
    await decided(road, row, CREATE_AGAIN)
    road.flextell.post_faults.append(409)
    async with road.working():
        again = await road.ends(row.id, Status.HUMAN)
    assert await decided(road, row, DROP) == [None]
    assert await decided(road, again, DROP) == [Status.DROPPED]


async def test_only_what_waits_for_a_human_is_decided(road: Road) -> None:
    """What the delivery brings to its end by itself is none of an operator's business."""
    row = await road.confirmed()
    assert await decided(road, row, DROP) == [None]
    assert (await road.row(row.id)).status is Status.QUEUED
    assert await audited(road, row) == []


async def test_what_is_gone_is_not_decided(road: Road) -> None:
    """An id that nobody knows leads to nothing."""
    row = replace(await road.confirmed(), id="nobody")
    decision = resolving(road, row, DROP).decide(Seen(row.created_at))
    assert (decision.result, decision.changes) == (None, Changes())


async def test_a_decision_loses_nothing_where_the_chat_is_gone(road: Road) -> None:
    """The submission comes to its end all the same, and the entry is written."""
    row = replace(await road.confirmed(), status=Status.HUMAN, status_before=Status.HUMAN)
    decision = resolving(road, row, DROP).decide(Seen(row.created_at, submission=row))
    assert decision.changes.chat is None
    assert decision.changes.audit == AuditEntry(row.created_at, OPERATOR, "drop", row.id)


@pytest.mark.parametrize("written", ["17", " 17 ", "9" * 18])
def test_a_whole_number_can_be_an_id(written: str) -> None:
    """However it was pasted."""
    assert exists_as(written) == Choice(Action.EXISTS_AS, written.strip())


@pytest.mark.parametrize("written", ["", "0", "017", "-1", "1.0", "x", "١٧", "9" * 19, "17 18"])
def test_anything_else_is_no_id(written: str) -> None:
    """Flextell's ids are whole numbers from 1, in plain digits."""
    assert exists_as(written) is None


def test_what_is_given_up_is_over() -> None:
    """What is checked is not."""
    standings = [Standing.CHECKED, Standing.GIVEN_UP]
    talks = [Conversation("en", registration=Registration(each)) for each in standings]
    assert [talk.is_under_way for talk in talks] == [True, False]
