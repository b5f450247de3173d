"""An agent's list of his leads: he alone sees it, and nothing of it moves but his own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.telegram import callback_data
from bot.turns.turn import CardName
from conversations.lead_events import (
    AskedLeads,
    MendedLead,
    OpenedLead,
    ResumedLead,
    WithdrewLead,
)
from storage import Status
from tests.bot.telegram import made
from tests.bot.telegram.test_agents import (
    EVE,
    GRACE,
    HEDY,
    entered,
    named,
    removed,
    text_of,
    until_confirm,
)

if TYPE_CHECKING:
    from bot.telegram.calls import Call
    from conversations.events import Event
    from storage import Submission
    from tests.bot.telegram.receiving import Receiving

ON_ONE = [OpenedLead, MendedLead, WithdrewLead]


async def card_of(house: Receiving, who: int, mark: str = "~") -> CardName:
    """Return the name of somebody's newest card as an agent, or with no mark as a customer."""
    async with house.database.begin() as work:
        chat = (await work.chats.load([who]))[who]
    return CardName(f"{chat.token}{mark}", chat.revision)


async def forged(house: Receiving, who: int, card: CardName, event: Event) -> tuple[Call, ...]:
    """Receive a press of a button that nobody was shown."""
    data = callback_data.encode(card, event)
    return await house.receives(made.pressed(data, house.next_id(), who))


async def stored(house: Receiving, row_id: str) -> Submission:
    """Return a submission as it is kept."""
    async with house.database.begin() as work:
        return (await work.submissions.load([row_id]))[row_id]


async def led(house: Receiving, row_id: str, *statuses: Status) -> None:
    """Lead a submission to a status, as the worker would."""
    for status in statuses:
        async with house.database.begin() as work:
            row = (await work.submissions.load([row_id]))[row_id]
            await work.submissions.keep([replace(row, status=status)])


async def test_an_agent_finds_changes_and_confirms_a_lead_again(house: Receiving) -> None:
    """What he changes is sent once, in the place of what he had confirmed before."""
    await named(house)
    first = await entered(house)
    found = await house.says("/leads +44 7700 900109", GRACE)
    opened = await house.presses(found, "1. Ada Byron – waits to be sent", GRACE)
    assert "Phone: +44 7700 900109" in text_of(opened)
    mended = await house.presses(opened, "Change before sending", GRACE)
    assert text_of(mended).startswith("Ada Byron is not sent until you confirm again.")
    assert await house.submissions() == []
    withdrawn = await stored(house, first.id)
    assert (withdrawn.status, withdrawn.body, withdrawn.notice_due_at) == (
        Status.WITHDRAWN,
        b"",
        None,
    )
    await house.presses(mended, "Confirm", GRACE)
    (second,) = await house.submissions()
    assert (second.body, second.agreed, second.agent_id) == (first.body, "by_phone", GRACE)


@pytest.mark.parametrize("words", ["ada", "ada@example.org", "+44 7700 900109"])
async def test_an_agent_finds_his_lead_by_what_he_knows(house: Receiving, words: str) -> None:
    """By name, by e-mail and by phone, and another agent finds nothing by any of them."""
    await named(house)
    await named(house, HEDY)
    await house.presses(await until_confirm(house), "Change: E-mail", GRACE)
    card = await house.says("ada@example.org", GRACE)
    await house.presses(card, "Confirm: By phone", GRACE)
    assert "Ada Byron" in str((await house.says(f"/leads {words}", GRACE))[-1].params)
    others = await house.says(f"/leads {words}", HEDY)
    assert "Ada Byron" not in str(others[-1].params)
    assert text_of(others) == f"Nobody of yours was found by this: {words}"


async def test_the_list_pages_from_the_newest_to_the_oldest(house: Receiving) -> None:
    """With what is unfinished before all."""
    await named(house)
    for number in range(9):
        house.clock.seconds += 60
        await house.presses(
            await until_confirm(house, name=f"Ada N{'o' * number}"),
            "Confirm: By phone",
            GRACE,
        )
    await until_confirm(house, name="Alan Exampletonham")
    first = await house.says("/leads", GRACE)
    assert text_of(first).startswith("Today – confirmed: 9, registered: 0, on the way: 9")
    keys = [row[0]["text"] for row in first[-1].params["reply_markup"]["inline_keyboard"]]
    assert keys[:2] == [
        "1. Alan Exampletonham – open now",
        "2. Ada Noooooooo – waits to be sent",
    ]
    second = await house.presses(first, "Older", GRACE)
    keys = [row[0]["text"] for row in second[-1].params["reply_markup"]["inline_keyboard"]]
    assert keys[:3] == ["9. Ada No – waits to be sent", "10. Ada N – waits to be sent", "Newer"]


async def test_an_older_card_still_pages_and_opens_but_changes_nothing(house: Receiving) -> None:
    """What was answered meanwhile made another card the newest."""
    await named(house)
    row = await entered(house)
    old = await card_of(house, GRACE)
    await house.says("/new", GRACE)
    assert "Today" in text_of(await forged(house, GRACE, old, AskedLeads()))
    assert "Ada Byron" in text_of(await forged(house, GRACE, old, OpenedLead(row.id)))
    assert "full name" in text_of(await forged(house, GRACE, old, WithdrewLead(row.id)))
    assert (await stored(house, row.id)).status is Status.QUEUED


async def test_an_unfinished_lead_is_taken_up_again_from_the_list(house: Receiving) -> None:
    """The one that was open waits behind it."""
    await named(house)
    await until_confirm(house)
    await house.says("/new", GRACE)
    await house.says("Alan Turing", GRACE)
    listed = await house.says("/leads", GRACE)
    resumed = await house.presses(listed, "2. Ada Byron – not finished", GRACE)
    assert text_of(resumed).startswith("We go on with: Ada Byron\n")
    again = await house.presses(listed, "2. Ada Byron – not finished", GRACE)
    assert "Ada Byron" in text_of(again)


@pytest.mark.parametrize("status", [Status.SENDING, Status.UNKNOWN])
async def test_what_may_have_been_sent_is_neither_changed_nor_withdrawn(
    house: Receiving, status: Status
) -> None:
    """A worker was faster than the press; that is said, and the lead goes on."""
    await named(house)
    row = await entered(house)
    card = await card_of(house, GRACE)
    await led(house, row.id, *dict.fromkeys((Status.SENDING, status)))
    for event in (MendedLead(row.id), WithdrewLead(row.id)):
        assert text_of(await forged(house, GRACE, card, event)).startswith("It is too late")
    kept = await stored(house, row.id)
    assert (kept.status, kept.body, kept.taken_back_at) == (status, row.body, None)


async def test_a_second_press_on_withdraw_is_one_on_an_old_button(house: Receiving) -> None:
    """What is withdrawn is in no list any more."""
    await named(house)
    row = await entered(house)
    card = await card_of(house, GRACE)
    assert "withdrawn" in text_of(await forged(house, GRACE, card, WithdrewLead(row.id)))
    assert "withdrawn" not in text_of(await forged(house, GRACE, card, WithdrewLead(row.id)))
    assert "There is nobody here yet." in text_of(await house.says("/leads", GRACE))


@pytest.mark.parametrize("event", ON_ONE)
async def test_what_is_not_ones_own_cannot_be_told_from_what_does_not_exist(
    house: Receiving, event: type[OpenedLead | MendedLead | WithdrewLead]
) -> None:
    """Another agent's lead, a customer's registration, and an id nobody has: one answer."""
    await named(house)
    await named(house, HEDY)
    theirs = (await entered(house)).id
    await house.registers(EVE)
    rows = await house.submissions()
    own = next(row.id for row in rows if row.agent_id is None)
    await house.says("/start", HEDY)
    card = await card_of(house, HEDY)
    answers = {
        str((await forged(house, HEDY, card, event(row_id)))[-1].params)
        for row_id in (theirs, own, "00000000-0000-4000-8000-000000000000", "x")
    }
    assert len(answers) == 1
    assert await house.submissions() == rows


@pytest.mark.parametrize(
    "event", [AskedLeads(), AskedLeads(start=8), ResumedLead(0), *(each("x") for each in ON_ONE)]
)
@pytest.mark.parametrize("mark", ["", "~"])
async def test_a_customer_reaches_none_of_it(house: Receiving, event: Event, mark: str) -> None:
    """Neither by a card of his own nor by one made to look like an agent's."""
    await named(house)
    row = await entered(house)
    await house.says("/start", EVE)
    unknown = str((await house.says("/nonsense", EVE))[-1].params)
    for words in ("/leads", "/leads Ada", "/leads +44 7700 900109", f"/leads {row.id}"):
        assert str((await house.says(words, EVE))[-1].params) == unknown
    if isinstance(event, OpenedLead | MendedLead | WithdrewLead):
        event = replace(event, id=row.id)
    calls = await forged(house, EVE, await card_of(house, EVE, mark), event)
    for told in ("Ada", "/leads", "customer, send", "Today"):
        assert told not in str(calls[-1].params)
    assert await house.submissions() == [row]


async def test_a_removed_agent_sees_nothing_of_his_leads(house: Receiving) -> None:
    """Neither by the command, nor by a card he was shown before."""
    await named(house)
    row = await entered(house)
    listed = await house.says("/leads", GRACE)
    await removed(house)
    unknown = text_of(await house.says("/nonsense", GRACE))
    assert text_of(await house.says("/leads", GRACE)) == unknown
    calls = await house.presses(listed, "1. Ada Byron – waits to be sent", GRACE)
    assert "Ada" not in str(calls[-1].params)
    assert await house.submissions() == [row]


async def test_a_place_beyond_all_is_an_empty_page(house: Receiving) -> None:
    """However far; what no database counts is no button at all."""
    await named(house)
    await entered(house)
    card = await card_of(house, GRACE)
    calls = await forged(house, GRACE, card, AskedLeads(start=999_999_999))
    assert "There is nobody here yet." in text_of(calls)
    data = f"{card.token}:{card.revision}:leads:9999999999"
    calls = await house.receives(made.pressed(data, house.next_id(), GRACE))
    assert "To enter a customer" in text_of(calls)


async def test_what_flextell_refused_is_in_the_list_once(house: Receiving) -> None:
    """It is in the list where it did not come back into the chat, and is corrected from there."""
    await named(house)
    row = await entered(house)
    async with house.database.begin() as work:
        (row,) = (await work.submissions.load([row.id])).values()
        await work.submissions.keep([replace(row, status=Status.SENDING)])
    async with house.database.begin() as work:
        (row,) = (await work.submissions.load([row.id])).values()
        refused = replace(row, status=Status.REFUSED, refused_keys=("phone",))
        await work.submissions.keep([refused])
    listed = await house.says("/leads", GRACE)
    opened = await house.presses(listed, "1. Ada Byron – not accepted", GRACE)
    mended = await house.presses(opened, "Correct and send again", GRACE)
    assert "What is the customer's phone number?" in text_of(mended)
    confirm = await house.says("+44 7700 900777", GRACE)
    await house.presses(confirm, "Confirm", GRACE)
    assert [b"+447700900777" in each.body for each in await house.submissions()] == [True]
    assert (await stored(house, row.id)).status is Status.WITHDRAWN
