"""Whatever button is forged, an agent's means nothing to others, and theirs nothing to him."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.telegram import callback_data
from tests.bot.telegram import made
from tests.bot.telegram.test_agents import (
    EVE,
    GRACE,
    HEDY,
    entered,
    named,
    removed,
    until_confirm,
)

if TYPE_CHECKING:
    from storage import Chat
    from tests.bot.telegram.receiving import Receiving

# What every button may say, with the id of another's lead where one is named.
CODES = [
    *callback_data.PLAIN,
    *(f"{before}:{{row}}" for before in callback_data.OF_A_WORD),
    *("confirm:by_phone", "edit:phone", "edit:agreement", "keep:phone", "skip:phone"),
    *("is:agreement:by_phone", "read:phone:0", "pick:birth_date:1990", "speak:en"),
    *("leads:0", "leads:8", "resume:0", "resume:1", "open:0", "open:1"),
]

# What is known of Grace's leads, and what is said to agents alone.
SECRETS = ("Byron", "Turing", "900 109", "900109", "900111", "waits to be sent", "not finished")
TO_AGENTS = ("Today –", "/leads", "/new", "New customer", "the customer", "too late")


async def chat_of(house: Receiving, who: int) -> Chat:
    """Return somebody's chat as it is stored."""
    async with house.database.begin() as work:
        return (await work.chats.load([who]))[who]


async def pressed(house: Receiving, who: int, data: str) -> str:
    """Receive a press of a button that nobody was shown, and return all that is said."""
    house.clock.seconds += 60
    calls = await house.receives(made.pressed(data, house.next_id(), who))
    return " ".join(str(call.params) for call in calls)


async def with_leads(house: Receiving) -> str:
    """Have Grace confirm one lead and begin two; return the id of the first."""
    await named(house)
    row = await entered(house)
    house.clock.seconds += 60
    await until_confirm(house, name="Alan Turing")
    await house.says("/new", GRACE)
    await house.says("Ada Turing", GRACE)
    return row.id


@pytest.mark.parametrize("other", ["customer", "agent", "removed agent"])
async def test_no_forged_button_reaches_an_agents_leads(house: Receiving, other: str) -> None:
    """By any card: the presser's own in either role, Grace's, and one of a chat nobody has."""
    row_id = await with_leads(house)
    who = EVE if other == "customer" else HEDY
    if other != "customer":
        await named(house, HEDY)
    await house.says("/start", who)
    if other == "removed agent":
        await removed(house, HEDY)
    before, rows = await chat_of(house, GRACE), await house.submissions()
    secrets = SECRETS if other == "agent" else SECRETS + TO_AGENTS
    for code in CODES:
        own = await chat_of(house, who)
        cards = {(own.token, own.revision), (before.token, before.revision), ("nobody", 0)}
        for token, revision in sorted(cards):
            for mark in ("", "~"):
                data = f"{token}{mark}:{revision}:{code.format(row=row_id)}"
                said = await pressed(house, who, data)
                told = [secret for secret in secrets if secret in said]
                assert told == [], data
    assert await chat_of(house, GRACE) == before
    assert await house.submissions() == rows


async def test_no_button_of_a_customer_moves_him_once_he_is_an_agent(house: Receiving) -> None:
    """What he had begun for himself stays, whatever is pressed on the cards of it."""
    await house.until_summary(GRACE)
    await named(house)
    before = await chat_of(house, GRACE)
    for code in CODES:
        await pressed(house, GRACE, f"{before.token}:{before.revision}:{code.format(row='x')}")
    after = await chat_of(house, GRACE)
    own = {key: part for key, part in after.document.items() if key != "agent"}
    assert own == before.document
    assert await house.submissions() == []
