from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.conversation import Registration, Standing
from storage import Status

if TYPE_CHECKING:
    from tests.bot.delivery.road import Road


async def test_a_confirmation_becomes_one_customer(road: Road) -> None:
    """The plain way: one POST, one customer, and the person reads the number."""
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.customer_id, end.posts, end.told) == ("1", 1, "created")
    assert road.flextell.posts == {row.id: 1}
    assert road.teller.texts(row.chat_id) == ["You are registered with Example Ltd, no. 1."]
    talk = await road.talk_of(row.chat_id)
    assert talk.registration == Registration(Standing.REGISTERED, "1")
