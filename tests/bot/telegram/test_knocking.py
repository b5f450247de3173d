"""An operator asks the bot for the way to the operators' page; nobody else learns of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from storage import DatabaseAway
from tests.bot.telegram import made
from tests.bot.telegram.receiving import OPERATOR

if TYPE_CHECKING:
    from tests.bot.telegram.receiving import Receiving
    from tests.bot.turns.jobs import Watched


async def test_an_operator_is_given_a_link(house: Receiving) -> None:
    """A new one each time, to the operators' page, in the operator's language."""
    calls = [(await house.says("/admin", OPERATOR))[-1] for _ in range(2)]
    first = calls[0]
    pattern = r"https://bot\.example\.org/admin/enter/\S{43}$"
    assert len({link for call in calls for link in re.findall(pattern, call.params["text"])}) == 2
    assert "once and within 10 minutes" in first.params["text"]
    assert first.params["link_preview_options"] == {"is_disabled": True}


async def test_an_operator_who_knocks_loses_no_answer(house: Receiving) -> None:
    """The registration he may be in the middle of stays where it is."""
    card = await house.says("/start", OPERATOR)
    await house.says("/admin", OPERATOR)
    (name,) = await house.presses(card, "Agree", OPERATOR)
    assert "full name" in name.params["text"]


async def test_to_others_there_is_no_such_page(house: Receiving) -> None:
    """The answer is the one to a command that nobody knows, and nothing is written down."""
    unknown, knock = [(await house.says(words))[-1] for words in ("/nonsense", "/admin")]
    assert knock.params["text"] == unknown.params["text"]
    assert "admin" not in knock.params["text"]
    async with house.database.begin() as work:
        found = await work.sessions._connection.execute(text("SELECT * FROM operator_links"))
    assert found.all() == []


async def test_a_knock_in_a_group_gives_nothing_away(house: Receiving) -> None:
    """Not even to an operator."""
    chat = {"chat": made.group(), "from": made.person(OPERATOR)}
    (call,) = await house.says("/admin", OPERATOR, **chat)
    assert "/admin" not in call.params["text"]


async def test_a_knock_is_sent_back_while_the_database_is_away(
    house: Receiving, watched: Watched
) -> None:
    """As every update is."""
    watched.watch.troubles = [DatabaseAway("gone")]
    with pytest.raises(DatabaseAway):
        await house.says("/admin", OPERATOR)
