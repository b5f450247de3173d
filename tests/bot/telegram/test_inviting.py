"""An operator makes a link by which one person becomes an agent; nobody else learns of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.operators.inviting import INVITATION_LASTS, Invited, Inviting, invited
from bot.telegram.own_name import OwnName
from tests.bot.telegram.receiving import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.telegram.calls import Call
    from storage import Agent, Database
    from tests.bot.telegram.receiving import Receiving

GRACE, EVE = 2001, 2002
_LINK = re.compile(r"https://t\.me/ExampleBot\?start=(agent-\S{43})$")


async def link(house: Receiving, words: str = "/invite 17 Grace Hopper") -> str:
    """Return what the link carries that an operator is given."""
    (call,) = await house.says(words, OPERATOR)
    found = _LINK.search(call.params["text"])
    assert found is not None
    return found[1]


async def agents(house: Receiving) -> list[Agent]:
    """Return who is an agent or was one."""
    async with house.database.begin() as work:
        return await work.agents.list(10)


def text_of(calls: tuple[Call, ...]) -> str:
    """Return the text of what was said last."""
    return str(calls[-1].params["text"])


async def test_a_link_makes_an_agent(house: Receiving) -> None:
    """He is told so, and what an operator did and who came is written down."""
    (call,) = await house.says(f"/start {await link(house)}", GRACE)
    assert call.params["text"] == "You are an agent of Example Ltd now: you enter its customers."
    (agent,) = await agents(house)
    assert (agent.agent_id, agent.name, agent.user_id) == (GRACE, "Grace Hopper", 17)
    async with house.database.begin() as work:
        accepted, invites = await work.audit.newest(10)
    assert (invites.who, invites.action) == (f"operator {OPERATOR}", "invite")
    assert (accepted.who, accepted.action, accepted.about) == (
        f"agent {GRACE}",
        "accept",
        f"operator {OPERATOR}",
    )


async def test_a_link_works_once(house: Receiving) -> None:
    """Whoever opens it after that hears what is said to a command nobody knows."""
    payload = await link(house)
    await house.says(f"/start {payload}", GRACE)
    unknown = await house.says("/nonsense", EVE)
    used = await house.says(f"/start {payload}", EVE)
    assert text_of(used) == text_of(unknown)
    assert [each.agent_id for each in await agents(house)] == [GRACE]


async def test_a_link_that_is_opened_again_by_its_agent_says_the_same(house: Receiving) -> None:
    """Telegram may deliver the update twice, and nothing more is written down."""
    opened = f"/start {await link(house)}"
    first, second = await house.says(opened, GRACE), await house.says(opened, GRACE)
    assert text_of(first) == text_of(second)
    async with house.database.begin() as work:
        assert len(await work.audit.newest(10)) == 2


async def test_a_link_nobody_made_is_a_command_nobody_knows(house: Receiving) -> None:
    """It is not taken for a campaign either."""
    unknown = await house.says("/nonsense", EVE)
    foreign = await house.says(f"/start agent-{'x' * 43}", EVE)
    assert text_of(foreign) == text_of(unknown)
    assert await agents(house) == []


async def test_a_link_of_a_removed_agent_is_void(house: Receiving) -> None:
    """The way in is closed at once, even where it was his."""
    payload = await link(house)
    await house.says(f"/start {payload}", GRACE)
    async with house.database.begin() as work:
        await work.agents.remove(GRACE)
    unknown = await house.says("/nonsense", GRACE)
    assert text_of(await house.says(f"/start {payload}", GRACE)) == text_of(unknown)


async def test_a_link_expires(database_url: str, opened: Callable[..., Database]) -> None:
    """A day later it makes nobody an agent."""
    payload = await Inviting(opened(database_url)).invite(OPERATOR, Invited("Grace Hopper", 17))
    late = Inviting(opened(database_url, clock_offset=INVITATION_LASTS))
    assert not await late.accept(payload, GRACE)


async def test_to_others_there_is_no_such_command(house: Receiving) -> None:
    """They hear what is said to a command nobody knows, and no link is made."""
    unknown = await house.says("/nonsense")
    asked = await house.says("/invite 17 Grace Hopper")
    assert text_of(asked) == text_of(unknown)
    assert "/invite" not in text_of(unknown)


@pytest.mark.parametrize("words", ["/invite", "/invite Grace", "/invite 17", "/invite 0 Grace"])
async def test_an_operator_is_told_how_to_invite(house: Receiving, words: str) -> None:
    """Whose the leads are in Flextell has to be known, and the name."""
    assert "/invite 17 Ada Lovelace" in text_of(await house.says(words, OPERATOR))


async def test_without_telegram_there_is_no_link(house: Receiving) -> None:
    """The operator is told to try again, and nothing is written down."""
    house.knows_its_name = False
    said = text_of(await house.says("/invite 17 Grace Hopper", OPERATOR))
    assert said.startswith("Telegram does not answer")
    async with house.database.begin() as work:
        assert await work.audit.newest(10) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("17 Ada", Invited("Ada", 17)),
        (" 17\n Ada  Lovelace ", Invited("Ada Lovelace", 17)),
        ("9999999999999999999 Ada", None),
        (f"17 {'x' * 101}", None),
        ("17Ada", None),
    ],
)
def test_who_is_invited_is_read(text: str, who: Invited | None) -> None:
    """Flextell's number first, and then the name, in one line."""
    assert invited(text) == who


class Asked:
    """A bot that counts how often it is asked its name."""

    times = 0

    async def get_me(self) -> Asked:
        """Return itself."""
        self.times += 1
        return self

    username = "ExampleBot"


async def test_the_bot_asks_for_its_name_once() -> None:
    """It does not change while a process lives."""
    asked = Asked()
    name = OwnName(asked)  # type: ignore[arg-type]  # as much of a bot as is used
    assert (await name(), await name(), asked.times) == ("ExampleBot", "ExampleBot", 1)
