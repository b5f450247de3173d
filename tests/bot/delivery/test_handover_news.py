"""An agent hears that what he handed over was taken up, and that it was delivered; once each."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.handover_news import said
from bot.delivery.housekeeping import forget_handovers
from bot.delivery.notices import Later, Unreachable
from bot.turns.handing import token_of
from bot.turns.taking import TakeTurn
from bot.turns.turn import CardName, Turn
from conversations.answers import Answer
from conversations.conversation import Conversation
from conversations.documents import conversation_document, draft_document
from conversations.draft import Draft
from conversations.events import Agreed, Confirmed, Said, Skipped, Started
from conversations.handover_events import HandedOver, TookUp
from storage import Agent, Chat, Handover, HandoverState, Keyring, Status
from tests.bot.delivery.road import a_talk
from tests.bot.delivery.rows import NOW

if TYPE_CHECKING:
    from conversations.events import Event
    from tests.bot.delivery.road import Road

GRACE, ADA = 2001, 1001
OPENED = "Ada Example has opened the link, and goes on with the registration at Example Ltd."
ANSWERS: list[Event] = [Said("ada@example.org"), Skipped(), Skipped()]


async def does(road: Road, who: int, *events: Event) -> list[str]:
    """Take turns of somebody; return what the links carry that were made."""
    turns = [TakeTurn(road.talk, Turn(who, event)) for event in events]
    links = [(await road.batches.decided(turn)).link for turn in turns]
    return [link.payload for link in links if link is not None]


async def handed(road: Road) -> str:
    """Have Grace hand a lead over; return the link's token."""
    async with road.database.begin() as work:
        await work.agents.add(GRACE, "Grace Hopper", 17)
    text = Said("Ada Example, +44 7700 900123")
    (payload,) = await does(road, GRACE, Started(), text, HandedOver())
    token = token_of(payload)
    assert token is not None
    return token


async def told(road: Road, count: int) -> list[str]:
    """Wait until an agent was told so often, and a little longer; return what was said."""
    async with asyncio.timeout(15):
        while len(road.teller.reminders) < count:  # noqa: ASYNC110 - a fake has no event
            await asyncio.sleep(0.02)
    await asyncio.sleep(1.2)
    return [text for chat_id, text in road.teller.reminders if chat_id == GRACE]


async def row(road: Road) -> Handover:
    """Return the handover as it stands."""
    async with road.database.begin() as work:
        (found,) = await work.handovers.page(GRACE, 10)
    return found


async def user_of(road: Road) -> int:
    """Return whose the customer is in Flextell, as it was sent there."""
    sent = (await row(road)).submission_id
    assert sent is not None
    return int(json.loads((await road.row(sent)).body)["user_id"])


async def is_over(road: Road) -> bool:
    """Tell whether it was delivered, and nobody is to be told any more."""
    kept = await row(road)
    return kept.state is HandoverState.DELIVERED and kept.notice_due_at is None


async def test_an_agent_hears_both_and_the_customer_is_his(road: Road) -> None:
    """Taken up at once; delivered under its number, by the name that he knows."""
    async with road.working():
        token = await handed(road)
        await does(road, ADA, TookUp(token))
        assert await told(road, 1) == [OPENED]
        await does(road, ADA, Agreed(), Said("+44 7700 900124"), *ANSWERS, Confirmed())
        *_, delivered = await told(road, 2)
    kept = await row(road)
    assert delivered == f"Ada Example is registered with Example Ltd, no. {kept.number}."
    assert (kept.state, kept.status) == (HandoverState.DELIVERED, Status.CREATED)
    assert len(road.teller.reminders) == 2
    assert await user_of(road) == 17


async def test_it_is_told_again_only_where_it_surely_was_not(sqlite_road: Road) -> None:
    """A messenger that asks for patience gets it; what may have arrived is not said twice."""
    road = sqlite_road
    road.teller.answers = [Later(0.01), Later()]
    async with road.working():
        await does(road, ADA, TookUp(await handed(road)))
        assert await told(road, 2) == [OPENED, OPENED]
    assert (await row(road)).notice_due_at is None


@pytest.mark.parametrize("seconds", [0.0, 2.5])
async def test_what_may_have_arrived_is_not_told_again(sqlite_road: Road, seconds: float) -> None:
    """A messenger that breaks, or is silent for longer than such news is leased."""
    road = sqlite_road
    road.teller.seconds, road.teller.answers = seconds, [OSError()]
    async with road.working():
        await does(road, ADA, TookUp(await handed(road)))
        assert await told(road, 1) == [OPENED]
        await asyncio.sleep(1.5 * bool(seconds))
    assert len(road.teller.reminders) == 1
    assert (await row(road)).notice_due_at is None


async def test_who_cannot_be_reached_is_not_told_again(sqlite_road: Road) -> None:
    """The list says it all the same."""
    road = sqlite_road
    road.teller.answers = [Unreachable()]
    async with road.working():
        await does(road, ADA, TookUp(await handed(road)))
        assert await told(road, 1) == [OPENED]
    assert (await row(road)).notice_due_at is None


async def test_a_removed_agent_hears_nothing_and_the_customer_is_his_still(
    sqlite_road: Road,
) -> None:
    """What was taken up goes on."""
    road = sqlite_road
    async with road.working():
        token = await handed(road)
        await does(road, ADA, TookUp(token))
        await told(road, 1)
        async with road.database.begin() as work:
            await work.agents.remove(GRACE)
        await does(road, ADA, Agreed(), Said("+44 7700 900124"), *ANSWERS, Confirmed())
        async with asyncio.timeout(15):
            while not await is_over(road):  # noqa: ASYNC110 - a database has no event
                await asyncio.sleep(0.02)
    assert len(road.teller.reminders) == 1
    assert await user_of(road) == 17


async def test_what_is_over_its_time_is_swept(road: Road) -> None:
    """With all that the agent had entered."""
    async with road.working():
        await handed(road)
    road.database.clock_offset += timedelta(days=8)
    await forget_handovers(road.database)
    road.database.clock_offset -= timedelta(days=8)
    async with road.database.begin() as work:
        assert await work.handovers.page(GRACE, 10) == []


def a_handover(state: HandoverState) -> Handover:
    """Return a handover that stands so."""
    name = Draft({"name": Answer({"first_name": "Ada", "last_name": "Example"})})
    parts = (GRACE, 17, draft_document(name), None, state, NOW, NOW)
    return Handover("h1", "hash", *parts, number="4711")


CHAT = Chat(GRACE, "token", 9, conversation_document(Conversation("en")))


@pytest.mark.parametrize("chat", [None, replace(CHAT, is_readable=False)])
def test_where_the_chat_is_gone_it_is_told_in_the_default_language(
    keyring: Keyring, chat: Chat | None
) -> None:
    """Nothing is lost by a week of silence."""
    agent = Agent(GRACE, "Grace Hopper", 17, NOW)
    told = said(a_talk(keyring), a_handover(HandoverState.DELIVERED), agent, chat)
    assert told is not None
    assert told.reply.text == "Ada Example is registered with Example Ltd, no. 4711."
    assert told.card == (CardName("", 0) if chat is None else CardName("token~", 9))


@pytest.mark.parametrize(
    ("state", "chat"),
    [(HandoverState.ENDED, CHAT), (HandoverState.OPENED, replace(CHAT, blocked_at=NOW))],
)
def test_some_of_it_is_told_nobody(keyring: Keyring, state: HandoverState, chat: Chat) -> None:
    """Neither what came to nothing, nor anything to who has blocked the bot."""
    agent = Agent(GRACE, "Grace Hopper", 17, NOW)
    assert said(a_talk(keyring), a_handover(state), agent, chat) is None
