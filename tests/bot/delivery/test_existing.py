"""Who is in Flextell already is found before anything is sent, and told to nobody but himself."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.decisions import Found
from bot.delivery.matching import Existing
from bot.delivery.outcomes import NoteSending, NoteVerdict
from bot.operators.deciding import CREATE_AGAIN, Resolve, exists_as
from bot.turns.changes import Changes, Seen
from bot.turns.own_number import is_own_number
from conversations.conversation import Registration, Standing
from storage import OnExisting, Status
from tests.bot.delivery.road import QUICK
from tests.bot.delivery.rows import NOW, a_submission, an_attempt
from tests.bot.delivery.test_posting import Slow, posting_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, MutableMapping

    from storage import Submission
    from tests.bot.delivery.road import Road

REGISTERED = "You are registered with Example Ltd, no. 1."
LOOKED_INTO = "A member of staff of Example Ltd is looking into your registration"
SEEN_TO = "has looked into your registration and has what it needs."


def made_by_hand(road: Road, row: Submission, **fields: Any) -> dict[str, Any]:
    """Have somebody at a desk have created the person long ago, in a way of his own."""
    body = json.loads(row.body)
    others = {"first_name": "A.", "last_name": "E.", "date_of_birth": None}
    return road.flextell.create(body | others | {"email": None} | fields)


async def decided(road: Road, row: Submission, choice: Any) -> None:
    """Let an operator decide."""
    job = Resolve(road.talk, road.rules, row.chat_id, row.id, row.fence, choice, "operator 1001")
    assert await road.batches.decided(job) is not None


async def baselines(road: Road, row: Submission) -> list[tuple[str, ...] | None]:
    """Return whom each attempt may not take for its own."""
    async with road.database.begin() as work:
        return [attempt.baseline for attempt in await work.attempts.of(row.id)]


async def test_who_is_there_by_phone_is_reviewed(road: Road) -> None:
    """However his number is written; an operator finds the customer's number beside it."""
    row = await road.confirmed(is_own=False)
    made_by_hand(road, row, phone_number=json.loads(row.body)["phone_number"].removeprefix("+"))
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert (end.found, end.customer_id, end.posts, end.last_error) == (("1",), None, 0, "Found")
    assert road.flextell.posts.total() == 0
    assert LOOKED_INTO in road.teller.texts(row.chat_id)[-1]


async def test_who_is_there_by_mail_is_reviewed(road: Road) -> None:
    """Whatever case it is written in; several are found, each once."""
    row = await road.confirmed()
    email = json.loads(row.body)["email"].upper()
    made_by_hand(road, row, phone_number="+447700900555", email=email)
    made_by_hand(road, row, email=email)
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert end.found == ("2", "1")


async def test_who_has_answered_the_phone_alone_is_found(sqlite_road: Road) -> None:
    """Every other question may be skipped, and whose answers are gone is nobody's number."""
    road = sqlite_road
    row = await road.confirmed()
    assert is_own_number(row)
    assert not is_own_number(row.emptied())
    made_by_hand(road, row)
    async with road.database.begin() as work:
        body = {**json.loads(row.body)}
        del body["email"]
        held = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(held, body=json.dumps(body).encode())])
    async with road.working():
        assert (await road.ends(row.id, Status.HUMAN)).found == ("1",)


async def test_who_is_only_alike_is_somebody_else(road: Road) -> None:
    """The search of Flextell gives candidates; what counts is that number or address are equal."""
    row = await road.confirmed()
    sent = json.loads(row.body)
    made_by_hand(road, row, phone_number=sent["phone_number"] + "9", email="x" + sent["email"])
    made_by_hand(road, row, deleted_at="2026-01-01T00:00:00Z")
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.found, end.posts) == ((), 1)


async def test_skip_creates_nobody_and_asks_nobody(road: Road) -> None:
    """It ends as if it had been taken back, and nothing of it is kept; who is new is created."""
    row = await road.confirmed(phone=1, on_existing=OnExisting.SKIP)
    new = await road.confirmed(phone=2, on_existing=OnExisting.SKIP)
    made_by_hand(road, row)
    async with road.working():
        end = await road.ends(row.id, Status.WITHDRAWN)
        await road.ends(new.id, Status.CREATED)
    assert (end.body, end.draft, end.found, end.posts) == (b"", {}, None, 0)
    assert road.flextell.posts.total() == 1


async def test_create_goes_on_and_knows_who_was_there(road: Road) -> None:
    """An unclear answer does not make the one who was there ours."""
    row = await road.confirmed(on_existing=OnExisting.CREATE)
    made_by_hand(road, row)
    road.flextell.post_faults.append("created_then_broken")
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.found, end.customer_id) == (("1",), "2")
    assert set(await baselines(road, row)) == {("1",)}


async def test_link_takes_him_whose_number_is_shown_to_be_the_persons(road: Road) -> None:
    """Nothing is created, and he reads the number under which he stands there."""
    row = await road.confirmed(on_existing=OnExisting.LINK)
    made_by_hand(road, row)
    async with road.working():
        end = await road.ends(row.id, Status.LINKED)
    assert (end.customer_id, end.is_discreet, end.number) == ("1", False, "1")
    assert road.flextell.posts.total() == 0
    assert road.teller.texts(row.chat_id) == [REGISTERED]


@pytest.mark.parametrize("unsure", ["typed", "only the address", "two of them"])
async def test_link_takes_nobody_who_may_be_another(sqlite_road: Road, unsure: str) -> None:
    """An operator decides, and the person is told no more than that."""
    road = sqlite_road
    row = await road.confirmed(is_own=unsure != "typed", on_existing=OnExisting.LINK)
    address = {"phone_number": "+447700900555", "email": json.loads(row.body)["email"]}
    made_by_hand(road, row, **(address if unsure == "only the address" else {}))
    if unsure == "two of them":
        made_by_hand(road, row)
    async with road.working():
        await road.ends(row.id, Status.HUMAN)
    [told] = road.teller.texts(row.chat_id)
    assert LOOKED_INTO in told


@asynccontextmanager
async def found(road: Road, **fields: Any) -> AsyncIterator[Submission]:
    """Lend a submission that waits for an operator because somebody is there, while all works."""
    row = await road.confirmed(**fields)
    made_by_hand(road, row)
    async with road.working():
        yield await road.ends(row.id, Status.HUMAN)


async def test_what_an_operator_links_is_not_told_of_a_typed_number(road: Road) -> None:
    """It may be somebody else's: the talk ends with words that are true either way."""
    async with found(road, is_own=False) as row:
        await decided(road, row, exists_as("1"))
        end = await road.ends(row.id, Status.LINKED)
    assert (end.customer_id, end.is_discreet, end.number) == ("1", True, None)
    assert SEEN_TO in road.teller.texts(row.chat_id)[-1]
    talk = await road.talk_of(row.chat_id)
    assert talk.registration == Registration(Standing.SEEN_TO)
    assert not talk.is_under_way


async def test_what_an_operator_links_is_told_of_ones_own_number(road: Road) -> None:
    """Who shared the number may know what is registered for it."""
    async with found(road) as row:
        await decided(road, row, exists_as("1"))
        await road.ends(row.id, Status.LINKED)
    assert road.teller.texts(row.chat_id)[-1] == REGISTERED


async def test_what_an_operator_has_created_is_not_searched_again(road: Road) -> None:
    """He has seen who is there; they cannot be of the attempt."""
    async with found(road) as row:
        await decided(road, row, CREATE_AGAIN)
        end = await road.ends(row.id, Status.CREATED)
    assert (end.customer_id, end.posts) == ("2", 1)
    assert (await baselines(road, row))[-1] == ("1",)


def test_what_was_taken_back_while_it_was_searched_has_its_end(sqlite_road: Road) -> None:
    """Nothing was sent, so there is nothing to wait for."""
    road, row = sqlite_road, a_submission(taken_back_at=NOW)
    there = Existing(("1",))
    job = NoteVerdict(road.talk, road.rules, 7, row.id, 1, Found(), 0.0, there=there)
    after = job.decide(Seen(NOW, None, row, an_attempt())).changes.submission
    assert after is not None
    assert (after.status, after.body, after.found) == (Status.WITHDRAWN, b"", None)


async def test_a_search_that_stumbles_is_made_again(road: Road) -> None:
    """Nothing is sent before it is known who is there, and nothing is counted."""
    road.flextell.search_faults.extend(["broken", "", 503, "", "hangs"])
    row = await road.confirmed()
    made_by_hand(road, row)
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert (end.found, end.posts, road.flextell.posts.total()) == (("1",), 0, 0)


async def test_a_search_that_stays_away_holds_nobody_up(
    road: Road, logged: list[MutableMapping[str, Any]]
) -> None:
    """After some tries the customer is created without it, and the log says so."""
    road.flextell.search_faults.extend(["broken"] * 1000)
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.found, end.posts, end.fence) == (None, 1, road.rules.search_tries + 1)
    said = [event for event in logged if event["event"] == "sent without a search"]
    assert [event["submission_id"] for event in said] == [row.id]


@pytest.mark.parametrize("status", [403, 422])
async def test_who_may_not_search_may_yet_create(sqlite_road: Road, status: int) -> None:
    """What would fail each time is not waited for at all."""
    road = sqlite_road
    road.flextell.search_faults.extend([status] * 2)
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.found, end.fence) == (None, 1)


@pytest.mark.parametrize("status", [429, 401])
async def test_a_search_that_is_not_let_in_waits_as_a_post_does(
    sqlite_road: Road, status: int
) -> None:
    """The queue pauses for everybody, and the search is made after it."""
    road = sqlite_road
    road.flextell.search_faults.extend([status] * 2)
    row = await road.confirmed()
    made_by_hand(road, row)
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert (end.found, road.flextell.posts.total()) == (("1",), 0)


async def test_one_failed_search_speaks_for_those_of_the_same_moment(sqlite_road: Road) -> None:
    """Where the search is away, many need not find that out one by one."""
    road = sqlite_road
    await road.is_tried()
    road.rules = replace(road.rules, posts_at_once=1, search_rest=QUICK * 10)
    road.flextell.search_faults.extend([403, 403])
    rows = [await road.confirmed() for _ in range(3)]
    async with road.working():
        ends = await road.all_end(rows)
    assert [(end.status, end.found, end.fence) for end in ends] == [(Status.CREATED, None, 1)] * 3


async def test_a_conflict_is_searched_for_evidence(road: Road) -> None:
    """Flextell says that the customer is there: the operator finds who that is."""
    row = await road.confirmed(is_own=False)
    road.flextell.post_faults.append("created_by_another")
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
        await decided(road, end, exists_as("1"))
        linked = await road.ends(row.id, Status.LINKED)
    assert (end.found, end.posts, linked.is_discreet) == (("1",), 1, True)


async def test_a_conflict_without_a_search_stays_a_conflict(sqlite_road: Road) -> None:
    """The operator looks by himself; a number that was typed is not told of either way."""
    road = sqlite_road
    row = await road.confirmed(is_own=False)
    road.flextell.post_faults.append(409)
    road.flextell.search_faults.extend(["", "", "broken", "broken"])
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
        await decided(road, end, exists_as("17"))
        linked = await road.ends(row.id, Status.LINKED)
    assert (end.found, end.last_error, linked.number) == ((), "Conflict", None)


async def test_a_conflict_links_where_that_is_wanted(sqlite_road: Road) -> None:
    """It is never posted again."""
    road = sqlite_road
    row = await road.confirmed(on_existing=OnExisting.LINK)
    road.flextell.post_faults.append("created_by_another")
    async with road.working():
        end = await road.ends(row.id, Status.LINKED)
    assert (end.customer_id, road.flextell.posts[row.id]) == ("1", 1)


async def test_a_worker_whose_lease_is_over_sends_nothing(sqlite_road: Road) -> None:
    """Another one may be at it by the time it is known who is there."""
    road = sqlite_road
    row = await road.confirmed(on_existing=OnExisting.CREATE)
    made_by_hand(road, row)
    [errand] = (await posting_of(road, Slow(road)).take(8)).errands
    async with road.database.begin() as work:
        held = (await work.submissions.load([row.id]))[row.id]
        await work.submissions.keep([replace(held, fence=2)])
    async with road.working():
        await errand()
    assert road.flextell.posts.total() == 0


def test_who_has_lost_the_lease_sends_nothing() -> None:
    """Noting who is there is refused once another worker may be at it."""
    row, attempt = a_submission(fence=2), an_attempt()
    job = NoteSending(7, row.id, 1, Existing(("1",)))
    for seen in (Seen(NOW, None, row, attempt), Seen(NOW), Seen(NOW, None, row)):
        decision = job.decide(seen)
        assert (decision.result, decision.changes) == (False, Changes())
    held = job.decide(Seen(NOW, None, a_submission(), attempt))
    assert held.result
