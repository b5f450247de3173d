"""An open draft is mentioned once, when it may be, and never to who does not want to hear."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.notices import Later, Unreachable
from bot.delivery.reminding import is_humane
from bot.turns.silence import Remind
from bot.turns.taking import TakeTurn
from bot.turns.turn import Turn
from conversations.answers import Answer
from conversations.conversation import Conversation
from conversations.draft import Draft
from conversations.events import Agreed, Cancelled, Said, Started
from storage import Chat, Database, Keyring, Status, new_keys
from tests.bot.delivery.conftest import a_road
from tests.bot.delivery.road import AGREED

if TYPE_CHECKING:
    from collections.abc import Callable

    from conversations.events import Event
    from tests.bot.delivery.road import Road

ADA = 1001
DAY = timedelta(days=1)
ZONES = ["UTC", "Europe/Istanbul", "America/New_York", "Asia/Kolkata"]


async def does(road: Road, *events: Event) -> None:
    """Take turns of somebody."""
    for event in events:
        await road.batches.decided(TakeTurn(road.talk, Turn(ADA, event)))


async def row(road: Road) -> Chat:
    """Return the chat's row."""
    async with road.database.begin() as work:
        return (await work.chats.load([ADA]))[ADA]


async def at_noon(road: Road, days: int = 1) -> None:
    """Let it become noon, a few seconds past, some days later."""
    async with road.database.begin() as work:
        now = work.now - road.database.clock_offset
    noon = datetime.combine(now.date() + days * DAY, datetime.min.time(), UTC)
    road.database.clock_offset = noon + timedelta(hours=12, seconds=5) - now


async def quiet(road: Road, seconds: float = 0.5) -> None:
    """Let workers look for a while."""
    async with road.working():
        await asyncio.sleep(seconds)


async def test_an_open_draft_is_mentioned_once(road: Road) -> None:
    """At the next day's noon, with the open question; not again when there is silence again."""
    async with road.working():
        await does(road, Started(), Agreed(), Said("Ada Byron"))
    before = await row(road)
    await quiet(road)
    assert road.teller.reminders == []
    await at_noon(road)
    await quiet(road)
    [(chat_id, text)] = road.teller.reminders
    assert (chat_id, "not finished yet" in text, "phone number" in text) == (ADA, True, True)
    after = await row(road)
    assert (after.token, after.revision, after.remind_at) == (before.token, before.revision, None)
    assert after.kept_at == before.kept_at
    async with road.working():
        await does(road, Said("07700 900123"))
    await at_noon(road, 3)
    await quiet(road)
    assert len(road.teller.reminders) == 1


async def test_several_processes_mention_it_once(database: Database, keyring: Keyring) -> None:
    """Whoever is first has it on record before a word is said."""
    road = a_road(database, keyring)
    async with road.working():
        await does(road, Started(), Agreed())
    await at_noon(road)
    async with road.working():
        workers = [road.worker() for _ in range(3)]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        await asyncio.sleep(0.5)
        for worker in workers:
            worker.stop()
        await asyncio.gather(*running)
    assert len(road.teller.reminders) == 1


async def test_a_worker_that_comes_back_at_night_waits(sqlite_road: Road) -> None:
    """What was due at noon is said when people are awake again."""
    road = sqlite_road
    async with road.working():
        await does(road, Started(), Agreed())
    await at_noon(road)
    road.database.clock_offset += timedelta(hours=12)
    await quiet(road)
    assert road.teller.reminders == []


@pytest.mark.parametrize("events", [(), (Agreed(), Cancelled())], ids=["no consent", "cancelled"])
async def test_where_no_draft_is_open_nothing_is_said(
    road: Road, events: tuple[Event, ...]
) -> None:
    """Who only looked in is left in peace."""
    async with road.working():
        await does(road, Started(), *events)
    await at_noon(road)
    await quiet(road)
    assert road.teller.reminders == []


async def test_who_blocked_the_bot_is_left_in_peace(road: Road) -> None:
    """Nothing is tried; with the person's next word it begins anew."""
    async with road.working():
        await does(road, Started(), Agreed())
    async with road.database.begin() as work:
        chat = (await work.chats.load([ADA]))[ADA]
        await work.chats.keep([replace(chat, blocked_at=work.now)])
    await at_noon(road)
    await quiet(road)
    assert road.teller.reminders == []
    async with road.working():
        await does(road, Said("Ada Byron"))
    assert (await row(road)).remind_at is not None


async def test_who_cannot_be_reached_is_remembered(road: Road) -> None:
    """A 403 to the reminder stops all further words."""
    road.teller.answers = [Unreachable()]
    async with road.working():
        await does(road, Started(), Agreed())
    await at_noon(road)
    await quiet(road)
    assert (await row(road)).blocked_at is not None


@pytest.mark.parametrize(("told", "tries"), [(Later(0.01), 3), (Later(), 1)])
async def test_what_may_have_arrived_is_not_said_again(
    sqlite_road: Road, told: Later, tries: int
) -> None:
    """What surely has not arrived is, a few times."""
    road = sqlite_road
    road.teller.answers = [told] * 5
    async with road.working():
        await does(road, Started(), Agreed())
    await at_noon(road)
    await quiet(road)
    assert len(road.teller.reminders) == tries


async def test_a_chat_that_does_not_open_holds_up_no_other(
    sqlite_url: str, keyring: Keyring, opened: Callable[..., Database]
) -> None:
    """It is passed over for good, and its row stays as it is."""
    keys = Keyring.parse(*new_keys())
    road = a_road(opened(sqlite_url, keys), keys)
    async with road.working():
        await does(road, Started(), Agreed())
    other = a_road(opened(sqlite_url, keyring), keyring)
    await at_noon(other)
    await quiet(other)
    assert other.teller.reminders == []
    left = await row(road)
    assert (left.remind_at, left.is_readable) == (None, True)


async def test_a_person_who_has_written_meanwhile_is_not_reminded(sqlite_road: Road) -> None:
    """Between looking and deciding somebody may answer."""
    road = sqlite_road
    job = Remind(road.talk, ADA)
    async with road.working():
        assert await road.batches.decided(job) is None
        await does(road, Started(), Agreed())
        assert await road.batches.decided(job) is None


@pytest.mark.parametrize("zone", ZONES)
def test_a_reminder_is_planned_for_an_hour_people_are_awake(road: Road, zone: str) -> None:
    """Whenever the last word was, it is 12 to 36 hours later, at noon of the company's day."""
    talk = replace(road.talk, time_zone=ZoneInfo(zone))
    start = datetime(2026, 3, 28, tzinfo=UTC)
    open_draft = Conversation("en", AGREED, Draft({"name": Answer({"first_name": "Ada"})}))
    for minutes in range(0, 60 * 48, 37):
        now = start + timedelta(minutes=minutes)
        planned = talk.remind_at(open_draft, talk.occasion(now).today)
        assert planned is not None
        assert timedelta(hours=11) <= planned - now <= timedelta(hours=37)
        assert planned.astimezone(ZoneInfo(zone)).hour == 12


@pytest.mark.parametrize(("hour", "humane"), [(8, False), (9, True), (19, True), (20, False)])
def test_night_is_left_in_peace(hour: int, humane: bool) -> None:  # noqa: FBT001 - the fact stated
    """Also where a worker comes back late."""
    now = datetime(2026, 6, 1, hour - 3, 30, tzinfo=UTC)
    assert is_humane(now, ZoneInfo("Europe/Istanbul")) is humane


async def test_a_delivery_to_who_blocked_the_bot_goes_on_in_silence(road: Road) -> None:
    """The customer is created; the first refusal is remembered, and nothing more is tried."""
    road.teller.answers = [Unreachable()]
    first = await road.confirmed(chat_id=ADA)
    async with road.working():
        await road.ends(first.id, Status.CREATED)
        assert (await row(road)).blocked_at is not None
        second = await road.confirmed(chat_id=ADA)
        async with road.database.begin() as work:
            chat = (await work.chats.load([ADA]))[ADA]
            await work.chats.keep([replace(chat, blocked_at=work.now)])
        end = await road.ends(second.id, Status.CREATED)
    assert end.told is None
    assert len(road.teller.notices) == 1
