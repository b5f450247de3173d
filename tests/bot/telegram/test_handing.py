"""An agent hands a lead over; whoever opens the link goes on with it, and nobody else learns."""

from __future__ import annotations

import asyncio
import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from sqlalchemy import text

from conversations.handover_events import (
    HandedOver,
    OfOneHandover,
    OpenedHandover,
    RenewedLink,
    TookHandoverBack,
    TookUp,
)
from storage import Database, HandoverState, Status
from tests.bot.telegram import made
from tests.bot.telegram.receiving import Receiving, receiving
from tests.bot.telegram.test_agents import (
    EVE,
    GRACE,
    HEDY,
    named,
    removed,
    text_of,
    until_confirm,
)
from tests.bot.telegram.test_leads import card_of, forged

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.telegram.calls import Call
    from storage import Handover, Keyring

ADA = 1001
_LINK = re.compile(r"https://t\.me/ExampleBot\?start=(hand-\S{22})$")
WELCOME = "Example Ltd has begun your registration."


@pytest_asyncio.fixture
async def place(
    database_url: str, opened: Callable[..., Database], keyring: Keyring
) -> AsyncIterator[Receiving]:
    """Lend a reception on either database."""
    async with receiving(opened(database_url), keyring) as house:
        yield house


def link_of(calls: tuple[Call, ...]) -> str:
    """Return what the link carries that stands in the last message."""
    found = _LINK.search(text_of(calls))
    assert found is not None
    return found[1]


async def handed(house: Receiving, who: int = GRACE, name: str = "Ada Byron") -> str:
    """Have an agent hand a lead over; return what the link carries."""
    await named(house, who)
    card = await until_confirm(house, who, name)
    return link_of(await house.presses(card, "Hand over to the customer", who))


async def rows(house: Receiving, agent_id: int = GRACE) -> list[Handover]:
    """Return an agent's handovers as they are kept."""
    async with house.database.begin() as work:
        return await work.handovers.page(agent_id, 10)


async def finishes(house: Receiving, who: int = ADA) -> tuple[Call, ...]:
    """Have a customer who has agreed share his number and leave the rest out."""
    contact = {"phone_number": "+447700900333", "user_id": who}
    await house.receives(made.said(None, house.next_id(), who, contact=contact))
    for _ in range(3):
        card = await house.says("/skip", who)
    return card


async def test_a_customer_goes_on_where_the_agent_left_off(place: Receiving) -> None:
    """He agrees, shares his own number, and confirms; the customer is the agent's in Flextell."""
    opened = await place.says(f"/start {await handed(place)}", ADA)
    assert text_of(opened).startswith(WELCOME)
    assert "Byron" not in text_of(opened)
    asked = await place.presses(opened, "Agree", ADA)
    assert "So far: +44 7700 900109" in text_of(asked)
    summary = await finishes(place)
    assert "1. Name: Ada Byron\n2. Phone: +44 7700 900333 ✓" in text_of(summary)
    await place.presses(summary, "Confirm", ADA)
    (row,) = await place.submissions()
    assert (row.chat_id, row.agent_id, row.agreed) == (ADA, None, None)
    body = json.loads(row.body)
    assert (body["user_id"], body["phone_number"]) == (17, "+447700900333")


async def test_the_agents_list_says_how_far_it_is_and_nothing_that_was_answered(
    place: Receiving,
) -> None:
    """Step by step, by the name he entered himself."""
    payload = await handed(place)

    async def listed() -> str:
        shown = await place.says("/leads", GRACE)
        key = shown[-1].params["reply_markup"]["inline_keyboard"][0][0]["text"]
        said = await place.presses(shown, key, GRACE)
        assert "900333" not in str(said[-1].params)
        return str(key)

    assert await listed() == "1. Ada Byron – link not opened yet"
    opened = await place.says(f"/start {payload}", ADA)
    assert await listed() == "1. Ada Byron – link opened"
    await place.presses(opened, "Agree", ADA)
    assert await listed() == "1. Ada Byron – agreed, is answering"
    place.clock.seconds += 60
    await place.presses(await finishes(place), "Change: Name", ADA)
    await place.says("Augusta King", ADA)
    summary = await place.says("/status", ADA)
    await place.presses(summary, "Confirm", ADA)
    assert await listed() == "1. Ada Byron – confirmed by the customer"
    (kept,) = await rows(place)
    (sent,) = await place.submissions()
    assert (kept.submission_id, kept.draft, kept.taken_by) == (sent.id, None, ADA)


@pytest.mark.parametrize("who", [EVE, HEDY, GRACE])
async def test_links_that_are_not_good_cannot_be_told_apart(place: Receiving, who: int) -> None:
    """Used, too old, forged, of another agent, of who is one no more: all are /start."""
    await named(place, HEDY)
    used = await handed(place)
    await place.says(f"/start {used}", ADA)
    place.clock.seconds += 60
    gone = await handed(place, HEDY)
    await place.says("/start", EVE)
    plain = {EVE: await place.says("/start", EVE), HEDY: await place.says("/start", HEDY)}
    plain[GRACE] = await place.says("/start", GRACE)
    await removed(place, HEDY)
    if who == HEDY:
        await named(place, HEDY)
    for payload in (
        used,
        f"hand-{'x' * 22}",
        f"hand-{'-' * 22}",
        *([gone] if who != HEDY else []),
    ):
        said = await place.says(f"/start {payload}", who)
        assert text_of(said) == text_of(plain[who]), payload
        assert WELCOME not in str(said[-1].params)
    assert await place.submissions() == []


async def test_an_agent_does_not_use_up_a_link_not_even_his_own(place: Receiving) -> None:
    """He may look where it leads; the customer comes after him."""
    payload = await handed(place)
    await named(place, HEDY)
    for who in (GRACE, HEDY):
        await place.says(f"/start {payload}", who)
    assert [row.state for row in await rows(place)] == [HandoverState.LINKED]
    assert text_of(await place.says(f"/start {payload}", ADA)).startswith(WELCOME)


async def test_a_link_opens_once_even_to_two_at_once(
    place: Receiving, database_url: str, opened: Callable[..., Database], keyring: Keyring
) -> None:
    """In one batch, or in two processes: whoever comes second begins as everybody does."""
    for number in range(4):
        place.clock.seconds += 60
        payload = await handed(place, name=f"Ada {'N' + 'o' * number}")
        async with receiving(opened(database_url), keyring) as other:
            people = ((place, 3001), (other, 3002), (place, 3003), (other, 3004))
            said = await asyncio.gather(
                *(h.says(f"/start {payload}", who + 10 * number) for h, who in people)
            )
        begins = sorted(text_of(calls).startswith(WELCOME) for calls in said)
        assert begins == [False, False, False, True]
        plain = [calls for calls in said if not text_of(calls).startswith(WELCOME)]
        assert all(text_of(calls).startswith("Welcome to Example Ltd!") for calls in plain)


async def test_a_link_expires(
    database_url: str, opened: Callable[..., Database], keyring: Keyring
) -> None:
    """A week later it is /start."""
    async with receiving(opened(database_url), keyring) as house:
        payload = await handed(house)
    late = opened(database_url, clock_offset=timedelta(days=7))
    async with receiving(late, keyring) as house:
        said = text_of(await house.says(f"/start {payload}", ADA))
    assert said.startswith("Welcome to Example Ltd!")


async def test_a_new_link_makes_the_one_before_void(house: Receiving) -> None:
    """As does taking it back; then the lead is open again as it was."""
    first = await handed(house)
    listed = await house.says("/leads", GRACE)
    shown = await house.presses(listed, "1. Ada Byron – link not opened yet", GRACE)
    second = link_of(await house.presses(shown, "New link", GRACE))
    assert WELCOME not in text_of(await house.says(f"/start {first}", EVE))
    listed = await house.says("/leads", GRACE)
    shown = await house.presses(listed, "1. Ada Byron – link not opened yet", GRACE)
    back = await house.presses(shown, "Take it back", GRACE)
    assert text_of(back).startswith("Ada Byron is yours again")
    assert WELCOME not in text_of(await house.says(f"/start {second}", EVE))
    assert await rows(house) == []
    await house.presses(back, "Confirm: By phone", GRACE)
    assert len(await house.submissions()) == 1


async def test_what_was_opened_is_not_taken_back(house: Receiving) -> None:
    """The customer was faster than the press."""
    payload = await handed(house)
    (row,) = await rows(house)
    await house.says(f"/start {payload}", ADA)
    for event in (TookHandoverBack(row.id), RenewedLink(row.id)):
        said = await forged(house, GRACE, await card_of(house, GRACE), event)
        assert text_of(said).startswith("It is too late for that: the customer has opened")
    assert [each.state for each in await rows(house)] == [HandoverState.OPENED]


@pytest.mark.parametrize("event", [OpenedHandover, RenewedLink, TookHandoverBack])
async def test_another_agents_cannot_be_told_from_what_does_not_exist(
    house: Receiving, event: type[OfOneHandover]
) -> None:
    """One answer to all, and nothing moves."""
    await handed(house)
    await named(house, HEDY)
    (before,) = await rows(house)
    await house.says("/start", HEDY)
    card = await card_of(house, HEDY)
    answers = {
        str((await forged(house, HEDY, card, event(row_id)))[-1].params)
        for row_id in (before.id, "00000000-0000-4000-8000-000000000000", "x")
    }
    assert len(answers) == 1
    assert await rows(house) == [before]


@pytest.mark.parametrize("mark", ["", "~"])
async def test_a_customer_reaches_none_of_it(house: Receiving, mark: str) -> None:
    """By no button and no command, whatever card it is forged on."""
    await handed(house)
    (before,) = await rows(house)
    await house.says("/start", EVE)
    unknown = str((await house.says("/nonsense", EVE))[-1].params)
    assert str((await house.says("/handover", EVE))[-1].params) == unknown
    events = (
        HandedOver(),
        *(each(before.id) for each in (OpenedHandover, RenewedLink, TookHandoverBack)),
        TookUp("x" * 22, is_sure=True),
    )
    for event in events:
        said = str(await forged(house, EVE, await card_of(house, EVE, mark), event))
        assert not re.search(r"Byron|handed|opened|customer's|It is too late", said)
    assert await rows(house) == [before]


async def test_who_has_begun_himself_is_asked_first(house: Receiving) -> None:
    """The link is good until he takes it over, and what he had begun is gone then."""
    payload = await handed(house)
    card = await house.says("/start", ADA)
    await house.presses(card, "Agree", ADA)
    await house.says("Joan Example", ADA)
    asked = await house.says(f"/start {payload}", ADA)
    assert "you have begun one here yourself" in text_of(asked)
    assert [row.state for row in await rows(house)] == [HandoverState.LINKED]
    taken = await house.presses(asked, "Take it over", ADA)
    assert text_of(taken).startswith(WELCOME)
    assert [row.state for row in await rows(house)] == [HandoverState.CONSENTED]
    assert "Ada Byron" in text_of(await finishes(house))


async def test_whose_registration_is_under_way_finds_the_link_good_later(
    house: Receiving,
) -> None:
    """It would be in the way of what waits for its end."""
    payload = await handed(house)
    await house.registers(ADA)
    assert "Accepted" in text_of(await house.says(f"/start {payload}", ADA))
    assert [row.state for row in await rows(house)] == [HandoverState.LINKED]


@pytest.mark.parametrize("words", ["/cancel", "Not now", "/privacy withdraw"])
async def test_a_customer_who_gives_it_up_ends_it(house: Receiving, words: str) -> None:
    """What the agent had entered is gone with it."""
    opened = await house.says(f"/start {await handed(house)}", ADA)
    if words != "Not now":
        await house.presses(opened, "Agree", ADA)
    await house.says(words, ADA)
    assert [(row.state, row.draft) for row in await rows(house)] == [(HandoverState.ENDED, None)]


async def test_whoever_has_himself_forgotten_is_in_no_list_of_an_agent(place: Receiving) -> None:
    """Not even by the name that the agent entered."""
    opened = await place.says(f"/start {await handed(place)}", ADA)
    await place.presses(opened, "Agree", ADA)
    await place.says("/forget everything", ADA)
    assert await rows(place) == []


async def test_a_second_handover_takes_the_place_of_the_first(house: Receiving) -> None:
    """The first one has ended then."""
    await house.says(f"/start {await handed(house)}", ADA)
    house.clock.seconds += 60
    asked = await house.says(f"/start {await handed(house, name='Alan Turing')}", ADA)
    await house.presses(asked, "Take it over", ADA)
    assert {draft_name(row): row.state for row in await rows(house)} == {
        "Alan": HandoverState.OPENED,
        "Ada": HandoverState.ENDED,
    }


def draft_name(row: Handover) -> str:
    """Return the first name by which an agent knows a handover."""
    return str(row.name["answers"]["name"]["values"]["first_name"])


async def test_an_update_that_comes_twice_is_heard_once(house: Receiving) -> None:
    """Neither is a second link made, nor does the link say that it was used."""
    payload = await handed(house)
    await house.receives(house.last)
    assert len(await rows(house)) == 1
    await house.says(f"/start {payload}", ADA)
    again = await house.receives(house.last)
    assert "Do you agree" in text_of(again)


async def test_without_telegram_the_link_comes_later(house: Receiving) -> None:
    """What was handed over is in the list, and a new link is made from there."""
    await named(house)
    card = await until_confirm(house)
    house.knows_its_name = False
    said = await house.presses(card, "Hand over to the customer", GRACE)
    assert text_of(said).startswith("Telegram does not answer")
    house.knows_its_name = True
    listed = await house.says("/leads", GRACE)
    shown = await house.presses(listed, "1. Ada Byron – link not opened yet", GRACE)
    payload = link_of(await house.presses(shown, "New link", GRACE))
    assert text_of(await house.says(f"/start {payload}", ADA)).startswith(WELCOME)


async def test_the_list_pages_through_what_was_handed_over(house: Receiving) -> None:
    """It stands between what is unfinished and what is confirmed."""
    await named(house)
    await house.presses(await until_confirm(house, name="Ada King"), "Confirm: By phone", GRACE)
    for number in range(8):
        house.clock.seconds += 60
        await house.says("/new", GRACE)
        await house.says(f"Ada {'N' + 'o' * number}", GRACE)
        await house.says("/handover", GRACE)
    first = await house.says("/leads", GRACE)
    keys = [row[0]["text"] for row in first[-1].params["reply_markup"]["inline_keyboard"]]
    assert keys[0] == "1. Ada Nooooooo – link not opened yet"
    second = await house.presses(first, "Older", GRACE)
    keys = [row[0]["text"] for row in second[-1].params["reply_markup"]["inline_keyboard"]]
    assert keys[0] == "9. Ada King – waits to be sent"


async def test_what_flextell_refused_is_being_answered_again(house: Receiving) -> None:
    """The list says so until it is confirmed anew."""
    opened = await house.says(f"/start {await handed(house)}", ADA)
    await house.presses(opened, "Agree", ADA)
    await house.presses(await finishes(house), "Confirm", ADA)
    (row,) = await house.submissions()
    for status in (Status.SENDING, Status.REFUSED):
        async with house.database.begin() as work:
            from_there = (await work.submissions.load([row.id]))[row.id]
            object.__setattr__(from_there, "status", status)
            await work.submissions.keep([from_there])
    listed = await house.says("/leads", GRACE)
    assert "agreed, is answering" in str(listed[-1].params)


async def test_an_ordinary_turn_asks_nothing_of_handovers(place: Receiving) -> None:
    """From /start to the confirmation their table may even be missing."""
    async with place.database.begin() as work:
        await work.chats._connection.execute(text("DROP TABLE handovers"))
    assert "Accepted" in text_of(await place.registers(EVE))
    assert await place.quarantined() == []
