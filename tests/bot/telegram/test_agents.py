"""An agent enters customers by chat, and nobody else can, whatever he sends."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram import callback_data
from bot.turns.turn import CardName
from conversations.events import Confirmed, WantedLead
from tests.bot.telegram import made

if TYPE_CHECKING:
    from bot.telegram.calls import Call
    from storage import Submission
    from tests.bot.telegram.receiving import Receiving

GRACE, HEDY, EVE = 2001, 2002, 2003


async def named(house: Receiving, agent_id: int = GRACE, user_id: int = 17) -> None:
    """Name an agent."""
    async with house.database.begin() as work:
        await work.agents.add(agent_id, "Grace Hopper", user_id)


async def removed(house: Receiving, agent_id: int = GRACE) -> None:
    """End an agent's access."""
    async with house.database.begin() as work:
        assert await work.agents.remove(agent_id)


async def until_confirm(house: Receiving, who: int = GRACE, name: str = "Ada Byron") -> Any:
    """Enter a lead up to its card, and return that."""
    await house.says("/new", who)
    await house.says(name, who)
    contact = {"phone_number": f"+447700900{100 + len(name):03}"}
    await house.receives(made.said(None, house.next_id(), who, contact=contact))
    for _ in range(3):
        card = await house.says("/skip", who)
    return card


async def entered(house: Receiving, who: int = GRACE) -> Submission:
    """Enter a lead, and return what is due to be delivered then."""
    await house.presses(await until_confirm(house, who), "Confirm: By phone", who)
    return (await house.submissions())[-1]


def text_of(calls: tuple[Call, ...]) -> str:
    """Return the text of what was said last."""
    return str(calls[-1].params["text"])


async def test_a_lead_carries_the_agents_user(house: Receiving) -> None:
    """It says who entered it, and how the customer agreed, which Flextell is not told."""
    await named(house)
    row = await entered(house)
    assert (row.chat_id, row.agent_id, row.agreed) == (GRACE, GRACE, "by_phone")
    body = json.loads(row.body)
    assert (body["user_id"], body["first_name"], body["phone_number"]) == (
        17,
        "Ada",
        "+447700900109",
    )
    assert "by_phone" not in row.body.decode()
    assert house.woken == 1


async def test_the_next_lead_may_be_entered_at_once(house: Receiving) -> None:
    """The card of the first stays, and both are on their way."""
    await named(house)
    first = await house.presses(await until_confirm(house), "Confirm: By phone", GRACE)
    assert text_of(first) == "Ada Byron: accepted, on the way to Example Ltd."
    assert first[0].method == "editMessageText"
    asked = await house.presses(first, "New customer", GRACE)
    assert asked[0].method == "sendMessage"
    second = await until_confirm(house, name="Alan Turing")
    await house.presses(second, "Confirm: In person", GRACE)
    assert len(await house.submissions()) == 2


async def test_what_waits_comes_up_below_the_card_of_what_was_confirmed(house: Receiving) -> None:
    """Two calls: the card that was pressed becomes the status, the next lead is a new message."""
    await named(house)
    await house.says("/new", GRACE)
    await house.says("Alan Turing", GRACE)
    above, below = await house.presses(await until_confirm(house), "Confirm: By phone", GRACE)
    assert (above.method, below.method) == ("editMessageText", "sendMessage")
    assert above.params["text"].startswith("Ada Byron: accepted")
    assert below.params["text"].startswith("We go on with: Alan Turing")


async def test_a_press_that_comes_twice_submits_once(house: Receiving) -> None:
    """Telegram repeats what was not acknowledged."""
    await named(house)
    await house.presses(await until_confirm(house), "Confirm: By phone", GRACE)
    await house.receives(house.last)
    assert len(await house.submissions()) == 1


async def test_to_a_customer_nothing_of_it_exists(house: Receiving) -> None:
    """Neither the command nor a forged button: the answer is the one to a command nobody knows."""
    await house.says("/start", EVE)
    unknown = text_of(await house.says("/nonsense", EVE))
    assert text_of(await house.says("/new", EVE)) == unknown
    async with house.database.begin() as work:
        chat = (await work.chats.load([EVE]))[EVE]
    for event in (WantedLead(), Confirmed("by_phone")):
        for token in (chat.token, f"{chat.token}~"):
            data = callback_data.encode(CardName(token, chat.revision), event)
            calls = await house.receives(made.pressed(data, house.next_id(), EVE))
            assert "customer's" not in text_of(calls)
            assert "/new" not in text_of(calls)
    assert await house.submissions() == []


async def test_a_card_of_another_agent_means_nothing(house: Receiving) -> None:
    """Its button, forged into another chat, confirms nothing and shows nothing."""
    await named(house)
    await named(house, HEDY)
    card = await until_confirm(house)
    calls = await house.presses(card, "Confirm: By phone", HEDY)
    assert "Ada" not in text_of(calls)
    assert await house.submissions() == []
    await house.presses(card, "Confirm: By phone", GRACE)
    assert len(await house.submissions()) == 1


async def test_removal_ends_access_at_once_and_keeps_the_leads(house: Receiving) -> None:
    """The next message is a customer's, and the last card of the agent is an old one."""
    await named(house)
    await entered(house)
    card = await until_confirm(house, name="Alan Turing")
    await removed(house)
    calls = await house.presses(card, "Confirm: By phone", GRACE)
    assert "Alan" not in text_of(calls)
    assert "Agree" in str(calls[-1].params)
    unknown = text_of(await house.says("/nonsense", GRACE))
    assert text_of(await house.says("/new", GRACE)) == unknown
    assert [row.agent_id for row in await house.submissions()] == [GRACE]


async def test_who_is_named_again_goes_on_where_he_was(house: Receiving) -> None:
    """What he had entered of a lead is there."""
    await named(house)
    await until_confirm(house)
    await removed(house)
    await house.says("/start", GRACE)
    await named(house)
    assert "Ada Byron" in text_of(await house.says("/start", GRACE))


async def test_an_agents_own_registration_stays_beside_his_leads(house: Receiving) -> None:
    """What he began as a customer is not touched, and no card of it means anything meanwhile."""
    card = await house.until_summary(GRACE)
    await named(house)
    await house.presses(card, "Confirm", GRACE)
    assert await house.submissions() == []
    row = await entered(house)
    await removed(house)
    (confirmed,) = [await house.presses(await house.says("/start", GRACE), "Confirm", GRACE)]
    assert "Accepted" in text_of(confirmed)
    rows = await house.submissions()
    assert sorted(str(each.agent_id) for each in rows) == sorted([str(row.agent_id), "None"])


@pytest.mark.parametrize("words", ["/forget everything", "/mydata", "/privacy withdraw"])
async def test_what_is_about_a_person_never_touches_his_leads(
    house: Receiving, words: str
) -> None:
    """Neither while he is an agent, nor after."""
    await named(house)
    row = await entered(house)
    await until_confirm(house, name="Alan Turing")
    await house.says(words, GRACE)
    await removed(house)
    calls = await house.says(words, GRACE)
    assert not any("Ada" in str(call.params) + str(call.file) for call in calls)
    assert not any(b"Ada" in call.file.content for call in calls if call.file)
    async with house.database.begin() as work:
        kept = await work.submissions.peek(row.id)
    assert kept is not None
    assert (kept.status, kept.body, kept.chat_id) == (row.status, row.body, GRACE)


async def test_who_wants_to_be_forgotten_leaves_no_lead_that_he_had_begun(
    house: Receiving,
) -> None:
    """It was in the row of his chat, and nobody could open it any more."""
    await named(house)
    await until_confirm(house)
    await removed(house)
    await house.says("/forget everything", GRACE)
    await named(house)
    assert "Ada" not in text_of(await house.says("/start", GRACE))


async def test_an_agent_is_offered_neither_his_own_number_nor_his_name(house: Receiving) -> None:
    """Both would be the agent's, and not the customer's."""
    await named(house)
    name = await house.says("/new", GRACE)
    phone = await house.says("Ada Byron", GRACE)
    assert "Use:" not in str(name[-1].params)
    assert "request_contact" not in str(phone[-1].params)


async def test_an_agents_steps_are_not_counted_as_customers(house: Receiving) -> None:
    """Where people stop is told of people who register themselves."""
    await named(house)
    await entered(house)
    await house.batches.step_counts.keep(house.database)
    async with house.database.begin() as work:
        assert await work.counters.since(date(2000, 1, 1)) == []


async def test_a_forwarded_contact_begins_a_lead(house: Receiving) -> None:
    """By its vCard, or by the names that the messenger gives."""
    await named(house)
    vcard = "BEGIN:VCARD\nVERSION:3.0\nN:Byron;Ada\nEMAIL:ada@example.org\nEND:VCARD"
    contact = {"phone_number": "447700900123", "first_name": "A.", "vcard": vcard}
    fields = {"contact": contact, "forward_origin": {"type": "hidden_user"}}
    card = text_of(await house.receives(made.said(None, house.next_id(), GRACE, **fields)))
    assert "1. Name: Ada Byron" in card
    assert "2. Phone: +44 7700 900123\n3. E-mail: ada@example.org" in card
    names = {"phone_number": "447700900124", "first_name": "Alan", "last_name": "Turing"}
    waits = await house.receives(made.said(None, house.next_id(), GRACE, contact=names))
    assert text_of(waits).startswith("Waiting, to come up behind this one: Alan Turing")
