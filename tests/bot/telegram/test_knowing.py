"""An agent is told who is known already as soon as the phone is, and decides."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from structlog.testing import capture_logs

from bot.telegram import callback_data
from bot.turns.known import NoteKnown
from bot.turns.turn import CardName
from conversations.known_events import CreatedAnyway, FoundKnown, OpenedWaiting
from storage import DatabaseAway, OnExisting, Status
from tests.bot.telegram import made
from tests.bot.telegram.test_agents import GRACE, HEDY, entered, named, removed, text_of

if TYPE_CHECKING:
    from bot.telegram.calls import Call
    from tests.bot.telegram.receiving import Receiving
    from tests.bot.turns.jobs import Watched

EVE = 2003
PHONE = "+447700900109"  # of who is entered in `test_agents`
KNOWN = "Somebody with this phone or e-mail is known already:"


async def told(house: Receiving, who: int = GRACE, times: int = 1) -> str:
    """Wait until the chat was told so many things by itself, and return the last."""
    async with asyncio.timeout(5):
        while len(house.voice.texts(who)) < times:  # noqa: ASYNC110 - a voice has no event
            await asyncio.sleep(0.01)
    return str(house.voice.texts(who)[-1])


async def looked(house: Receiving) -> None:
    """Wait until nothing is looked for any more."""
    async with asyncio.timeout(5):
        while house.knowing._tasks:  # noqa: ASYNC110 - a set has no event
            await asyncio.sleep(0.01)


async def pasted(house: Receiving, who: int = GRACE, text: str = f"Ada Byron, {PHONE}") -> None:
    """Have an agent paste a lead."""
    assert "Please check" in text_of(await house.says(text, who))


async def test_another_agents_lead_is_told_masked_with_its_day_and_owner(
    house: Receiving,
) -> None:
    """And nothing else of it: no name, no number, no answer."""
    await named(house)
    await named(house, HEDY)
    await entered(house)
    await pasted(house, HEDY, f"Somebody Else, {PHONE}")
    said = await told(house, HEDY)
    assert said.startswith(f"{KNOWN}\n1. A. B., ••• 109, confirmed on ")
    assert said.splitlines()[1].endswith(": Grace Hopper")
    assert "Byron" not in said
    assert PHONE[-6:] not in said


async def test_who_registered_himself_is_told_as_such(house: Receiving) -> None:
    """By the customer: nobody else's name stands there."""
    await named(house)
    await house.registers(EVE)
    await pasted(house, text="Ada Byron, +447700900003")
    assert (await told(house)).splitlines()[1].endswith(": by the customer")


async def test_who_stands_in_flextell_is_told(house: Receiving) -> None:
    """By phone or e-mail; who was deleted, or has another number, is not."""
    await named(house)
    ada = {"first_name": "Ada", "last_name": "Byron", "phone_number": PHONE}
    house.flextell.create(ada | {"related_user": {"id": 5, "name": "Hedy Lamarr"}})
    house.flextell.create(ada | {"phone_number": f"{PHONE}1"})
    house.flextell.create(ada | {"deleted_at": "2026-01-01T00:00:00Z"})
    house.flextell.create({"first_name": "Al", "last_name": "T", "email": "Ada@Example.org"})
    await pasted(house, text=f"Ada Byron, {PHONE}, ada@example.org")
    lines = (await told(house)).splitlines()
    assert lines[-1].startswith("What is not yours cannot be opened here. Please ask: ")
    assert sorted(lines[1:-1]) == [
        "1. A. B., ••• 109, in Flextell since 24 November 2026: Hedy Lamarr",
        "2. A. T., ••• , in Flextell since 24 November 2026: –",
    ]


async def test_an_agent_opens_his_own_from_the_card(house: Receiving) -> None:
    """As from his list; the same press of another agent is an old button."""
    await named(house)
    await named(house, HEDY)
    row = await entered(house)
    await pasted(house)
    await told(house)
    assert "not yours" not in house.voice.texts(GRACE)[-1]
    assert "Ada Byron – waits to be sent" in text_of(await _presses(house, f"of:{row.id}"))
    assert "Byron" not in text_of(await _presses(house, f"of:{row.id}", HEDY))


async def test_a_customer_of_a_submission_is_told_once(house: Receiving) -> None:
    """As the submission that he came of."""
    await named(house)
    row = await entered(house)
    house.flextell.create({**json.loads(row.body)})
    steps: list[dict[str, Any]] = [
        {"status": Status.SENDING},
        {"status": Status.CREATED, "customer_id": "1"},
    ]
    for fields in steps:
        async with house.database.begin() as work:
            (held,) = (await work.submissions.load([row.id])).values()
            await work.submissions.keep([replace(held, **fields)])
    await pasted(house)
    assert len((await told(house)).splitlines()) == 2


async def test_where_nobody_is_known_nothing_is_said(house: Receiving) -> None:
    """The lead goes on as it was, and its newest card stays good."""
    await named(house)
    card = await house.says(f"Ada Byron, {PHONE}", GRACE)
    await looked(house)
    assert house.voice.texts(GRACE) == []
    await house.presses(card, "Confirm: By phone", GRACE)
    assert len(await house.submissions()) == 1


@pytest.mark.parametrize("fault", ["broken", 500])
async def test_a_search_that_fails_stops_nobody(house: Receiving, fault: str | int) -> None:
    """What is known here is told all the same."""
    await named(house)
    await entered(house)
    house.flextell.search_faults.extend([fault] * 4)
    await pasted(house)
    assert (await told(house)).startswith(KNOWN)


async def test_a_database_that_is_away_stops_nobody(house: Receiving, watched: Watched) -> None:
    """The agent goes on, and is told nothing, though somebody is known."""
    await named(house)
    await entered(house)
    await pasted(house)
    watched.watch.troubles = [DatabaseAway("gone")]
    with capture_logs() as events:
        await looked(house)
    assert "search failed" in {each["event"] for each in events}
    assert house.voice.texts(GRACE) == []


async def test_who_closes_looks_no_more(house: Receiving) -> None:
    """A process that ends waits for no search."""
    await named(house)
    house.flextell.seconds = 30
    await pasted(house)
    await asyncio.sleep(0.05)
    async with asyncio.timeout(1):
        await house.knowing.close()
    assert house.voice.texts(GRACE) == []


async def test_what_is_created_anyway_says_so_to_the_delivery(house: Receiving) -> None:
    """With a reason, which is kept sealed beside the answers, and asked once."""
    await named(house)
    first = await entered(house)
    await pasted(house)
    await told(house)
    await _presses(house, "anyway")
    card = await house.says("Two people share this phone.", GRACE)
    await house.presses(card, "Confirm: By phone", GRACE)
    async with house.database.begin() as work:
        rows = await work.submissions.page(frozenset({first.status}), 10)
    second = next(row for row in rows if row.id != first.id)
    assert second.draft["reason"] == "Two people share this phone."
    assert (first.on_existing, second.on_existing) == (OnExisting.REVIEW, OnExisting.CREATE)
    assert b"share" not in second.body


async def test_nothing_is_confirmed_before_it_is_decided(house: Receiving) -> None:
    """A press on the card before is an old one, and a forged one confirms nothing."""
    await named(house)
    await entered(house)
    card = await house.says(f"Ada Byron, {PHONE}", GRACE)
    await told(house)
    await house.presses(card, "Confirm: By phone", GRACE)
    await _presses(house, "confirm:by_phone")
    assert len(await house.submissions()) == 1


async def test_what_comes_too_late_changes_nothing(house: Receiving) -> None:
    """Of a lead that is gone, of another one, and of who is an agent no more."""
    await named(house)
    talk = house.reception._talk
    late = NoteKnown(talk, GRACE, FoundKnown(frozenset({PHONE})))
    assert await house.batches.decided(late) is None
    await house.says("Alan Turing, +447700900110", GRACE)
    await looked(house)
    assert await house.batches.decided(late) is None
    await removed(house)
    assert await house.batches.decided(late) is None


async def test_a_customer_can_press_none_of_it(house: Receiving) -> None:
    """Forged buttons mean what an unknown command means, and no number is looked for."""
    await house.says("/start", EVE)
    unknown = text_of(await house.says("/nonsense", EVE))
    async with house.database.begin() as work:
        chat = (await work.chats.load([EVE]))[EVE]
    for event in (CreatedAnyway(), OpenedWaiting(0)):
        data = callback_data.encode(CardName(chat.token, chat.revision), event)
        calls = await house.receives(made.pressed(data, house.next_id(), EVE))
        assert text_of(calls) == unknown
    await house.until_summary(EVE)
    await looked(house)
    assert house.flextell.gets == 0


async def _presses(house: Receiving, code: str, who: int = GRACE) -> tuple[Call, ...]:
    """Press what the newest card of Grace could carry, and return what is said to who did."""
    async with house.database.begin() as work:
        chat = (await work.chats.load([GRACE]))[GRACE]
    data = f"{chat.token}~:{chat.revision}:{code}"
    return await house.receives(made.pressed(data, house.next_id(), who))
