"""An agent sends lists by chat, and nobody else can, whatever he sends or presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.delivery.notices import Done
from bot.lists.courier import ListMessage
from bot.telegram import list_buttons
from bot.telegram.list_buttons import ListPress
from bot.telegram.list_courier import ListCourier
from conversations.lists.limits import MOST_BYTES
from conversations.replies import File
from storage import Import, ImportState
from tests.bot.telegram import bot_api, made

if TYPE_CHECKING:
    from bot.telegram.calls import Call
    from bot.telegram.sender import Sender
    from tests.bot.telegram.bot_api import BotAPI
    from tests.bot.telegram.receiving import Receiving

GRACE, HEDY, EVE = 2001, 2002, 2003
LIST_ID = "0123456789abcdef" * 2
DOCUMENT = {"file_id": "file-1", "file_name": "fair.csv", "file_size": 100}


async def named(house: Receiving, *agents: int) -> None:
    """Name agents."""
    async with house.database.begin() as work:
        for agent_id in agents:
            await work.agents.add(agent_id, "Grace Hopper", 17)


async def sends(house: Receiving, who: int = GRACE, **fields: Any) -> tuple[Call, ...]:
    """Receive a file of somebody."""
    document = DOCUMENT | fields
    return await house.receives(made.said(None, house.next_id(), who, document=document))


async def presses(house: Receiving, how: str, who: int = GRACE, **fields: Any) -> tuple[Call, ...]:
    """Receive the press on a button under the list."""
    data = list_buttons.encode(LIST_ID, how)
    return await house.receives(made.pressed(data, house.next_id(), who, **fields))


async def shown(house: Receiving, agent_id: int = GRACE) -> None:
    """Have the columns of a list shown to its agent."""
    document = {"language": "en", "name": "fair.csv", "met": [4, [[2, "A. L."]]]}
    async with house.database.begin() as work:
        row = Import(LIST_ID, agent_id, ImportState.SHOWN, b"x", document, 12)
        await work.imports.keep(row)


async def state(house: Receiving, import_id: str = LIST_ID) -> ImportState | None:
    """Return where an import stands."""
    async with house.database.begin() as work:
        row = await work.imports.load(import_id)
    return None if row is None else row.state


async def kept(house: Receiving) -> list[str]:
    """Return the imports of files that are still at the messenger."""
    async with house.database.begin() as work:
        return await work.imports.waiting(ImportState.SENT, 10)


async def test_a_file_of_an_agent_is_looked_at(house: Receiving) -> None:
    """He hears that at once, and whoever has time for it knows where the file is."""
    await named(house, GRACE)
    (call,) = await sends(house)
    assert call.params["text"] == "I am looking at the list; one moment, please."
    (import_id,) = await kept(house)
    async with house.database.begin() as work:
        row = await work.imports.load(import_id)
    assert row is not None
    assert (row.agent_id, row.document["file_id"], row.document["name"]) == (
        GRACE,
        "file-1",
        "fair.csv",
    )
    assert house.lists_woken == 1


async def test_the_same_update_is_the_same_file(house: Receiving) -> None:
    """What Telegram sends twice is looked at once."""
    await named(house, GRACE)
    await sends(house, file_name="")
    await house.receives(house.last)
    assert len(await kept(house)) == 1


async def test_a_file_that_is_too_large_is_not_even_fetched(house: Receiving) -> None:
    """Its size is told with it."""
    await named(house, GRACE)
    (call,) = await sends(house, file_size=MOST_BYTES + 1)
    assert call.params["text"].startswith("This file is too large.")
    assert await kept(house) == []


async def test_an_agent_is_answered_in_the_language_of_his_chat(house: Receiving) -> None:
    """It is the one he chose, whatever his app speaks."""
    await named(house, GRACE)
    await house.says("/language العربية", GRACE)
    (call,) = await sends(house)
    assert call.params["text"].startswith("أنظر في القائمة")


async def test_a_customers_file_is_what_it_was(house: Receiving) -> None:
    """Who is no agent hears what everybody hears of what cannot be read, and nothing is kept."""
    await named(house, GRACE)
    photo = {"photo": [{"file_id": "file-2"}]}
    usual = await house.receives(made.said(None, house.next_id(), EVE, **photo))
    assert text_of(await sends(house, EVE)) == text_of(usual)
    assert await kept(house) == []


async def test_an_agents_press_is_answered_on_the_card(house: Receiving) -> None:
    """After how all agreed it is asked what of those who are known; then the list is read."""
    await named(house, GRACE)
    await shown(house)
    (call,) = await presses(house, "by_phone")
    assert (call.method, call.params["message_id"]) == ("editMessageText", 9)
    text = call.params["text"]
    assert text.startswith("fair.csv\n\nKnown already: 4\nRow 2: A. L.\n…\n\nWhat about those")
    labels = [row[0]["text"] for row in call.params["reply_markup"]["inline_keyboard"]]
    assert labels == [
        "Leave them out",
        "Leave them to staff",
        "Create anyway: they are other people",
        "Create anyway: what is there is out of date",
        "Do not take it",
    ]
    assert await state(house) is ImportState.ASKED
    (call,) = await presses(house, "leave_out")
    assert call.params["text"] == "Read so far: 0 of 12"
    assert await state(house) is ImportState.READING


async def test_a_press_whose_answer_was_lost_is_answered_once_more(house: Receiving) -> None:
    """Else the agent would never see what he is asked then."""
    await named(house, GRACE)
    await shown(house)
    lost = await presses(house, "by_phone")
    assert await house.receives(house.last) == lost
    assert await presses(house, "by_phone") == lost
    await presses(house, "leave_out")
    assert await state(house) is ImportState.READING


@pytest.mark.parametrize("first", [(), ("by_phone",)])
async def test_an_agent_may_leave_a_list_at_either_question(
    house: Receiving, first: tuple[str, ...]
) -> None:
    """Then it is forgotten."""
    await named(house, GRACE)
    await shown(house)
    for how in first:
        await presses(house, how)
    (call,) = await presses(house, "")
    assert call.params["text"] == "All right, nothing was taken of this list."
    assert await state(house) is None


@pytest.mark.parametrize("again", ["by_phone", "create", "link", "met"])
async def test_nothing_else_is_an_answer_about_the_known(house: Receiving, again: str) -> None:
    """The press before once more is asked about once more, and what is forged is nothing."""
    await named(house, GRACE)
    await shown(house)
    await presses(house, "by_phone")
    await presses(house, again)
    assert await state(house) is ImportState.ASKED


async def test_a_card_that_cannot_be_edited_is_answered_below(house: Receiving) -> None:
    """Telegram hands out old messages without their content."""
    await named(house, GRACE)
    await shown(house)
    (call,) = await presses(
        house, "by_phone", message={"message_id": 9, "date": 0, "chat": made.private(GRACE)}
    )
    assert call.method == "sendMessage"


@pytest.mark.parametrize("who", [HEDY, EVE])
async def test_a_foreign_list_is_an_old_button(house: Receiving, who: int) -> None:
    """Another agent and a customer learn nothing of it, not even that it exists."""
    await named(house, GRACE, HEDY)
    nothing_there = text_of(await presses(house, "by_phone", who))
    await shown(house)
    assert text_of(await presses(house, "by_phone", who)) == nothing_there
    assert text_of(await presses(house, "", who)) == nothing_there
    assert await state(house) is ImportState.SHOWN


async def test_who_is_an_agent_no_more_has_no_lists(house: Receiving) -> None:
    """What he sent cannot be begun by him any more."""
    await named(house, GRACE)
    await shown(house)
    async with house.database.begin() as work:
        await work.agents.remove(GRACE)
    await presses(house, "by_phone")
    assert await state(house) is ImportState.SHOWN


@pytest.mark.parametrize("how", ["by_pigeon", "agreement"])
async def test_a_forged_way_to_agree_reads_nothing(house: Receiving, how: str) -> None:
    """There are three ways, and no other word is one."""
    await named(house, GRACE)
    await shown(house)
    await presses(house, how)
    assert await state(house) is ImportState.SHOWN


def test_buttons_are_read_as_they_are_written() -> None:
    """Within Telegram's 64 bytes; whatever else they may carry is none of a list."""
    data = list_buttons.encode(LIST_ID, "in_writing")
    assert len(data) <= 64
    assert list_buttons.decode(data) == ListPress(LIST_ID, "in_writing")
    for forged in ("list:", "list:1:x", f"list:{LIST_ID}", f"{data}:x", f"list:{LIST_ID}:A"):
        assert list_buttons.decode(forged) is None


def text_of(calls: tuple[Call, ...]) -> str:
    """Return the text of what was said last."""
    return str(calls[-1].params["text"])


async def test_a_list_is_shown_with_its_buttons(sender: Sender, api: BotAPI) -> None:
    """One below the other, for the labels are words."""
    choices = (("By phone", "by_phone"), ("Do not take it", ""))
    told = await ListCourier(sender).tell(
        ListMessage(GRACE, "Name → Name", None, LIST_ID, choices)
    )
    assert isinstance(told, Done)
    (call,) = api.called("sendMessage")
    rows = call["reply_markup"]["inline_keyboard"]
    assert [[key["text"] for key in row] for row in rows] == [["By phone"], ["Do not take it"]]
    assert rows[0][0]["callback_data"] == f"list:{LIST_ID}:by_phone"


async def test_how_far_it_is_edits_the_message(sender: Sender, api: BotAPI) -> None:
    """And what it came to comes with the file."""
    courier = ListCourier(sender)
    await courier.tell(ListMessage(GRACE, "Read so far: 1 of 2", 9))
    await courier.tell(ListMessage(GRACE, "Taken: 2", file=File("fair-done.csv", b"x")))
    assert api.called("editMessageText") == [
        {"chat_id": GRACE, "text": "Read so far: 1 of 2", "message_id": 9}
    ]
    (sent,) = api.called("sendDocument")
    assert sent["caption"] == "Taken: 2"


@pytest.mark.parametrize(
    "answer", [bot_api.NOT_FOUND, bot_api.BROKEN, bot_api.HTML, bot_api.Answer(result={"x": 1})]
)
async def test_a_file_that_telegram_does_not_give_is_none(
    sender: Sender, api: BotAPI, answer: bot_api.Answer
) -> None:
    """Whatever it says instead."""
    api.answers("getFile", answer)
    assert await ListCourier(sender).fetch("file-1") is None


async def test_a_file_that_is_gone_is_none(sender: Sender, api: BotAPI) -> None:
    """Telegram may tell of a file and not have it any more."""
    api.answers("getFile", bot_api.Answer(result={"file_path": "documents/fair.csv"}))
    assert await ListCourier(sender).fetch("file-1") is None
