"""Somebody blocks the bot while a registration is under way: it is delivered, in silence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.rehearsal.script import Writes
from tests.road.registering import PATIENCE_SECONDS, Person, says_registered
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

SPEAKING = ("sendMessage", "editMessageText")
QUIET_SECONDS = 3.0


async def test_who_blocks_the_bot_is_registered_all_the_same(serving: Deployment) -> None:
    """Once the block is known nothing is tried; unblocking shows what has become of it."""
    await serving.serves()
    # Flextell takes no calls for a while, so that there is time to block the bot.
    serving.spoil_flextell(create={"fault": "refuse_503", "times": 1})
    person = Person(serving.stage)
    for step in person.steps:
        await person.does(step)
    act(serving, person, "block")
    await until(lambda: bool(serving.stage.customers()), PATIENCE_SECONDS)
    await asyncio.sleep(QUIET_SECONDS)
    refused = [call for call in serving.calls(*SPEAKING) if call["status"] == 403]
    assert len(refused) <= 1
    before = len(serving.calls(*SPEAKING))
    act(serving, person, "unblock")
    await until(lambda: says_registered(person.cards()[-1]), PATIENCE_SECONDS)
    assert len(serving.calls(*SPEAKING)) == before + 1
    serving.stage.do(person.chat_id, Writes("/status"))
    await until(lambda: len(serving.calls(*SPEAKING)) == before + 2, PATIENCE_SECONDS)
    assert len(serving.stage.customers()) == 1


def act(serving: Deployment, person: Person, what: str) -> None:
    """Have the person block or unblock the bot."""
    serving.http.post(f"/stage/people/{person.chat_id}/{what}").raise_for_status()
