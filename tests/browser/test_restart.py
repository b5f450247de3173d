"""A bot that is killed without warning, and started again as a host does."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import is_met, only_customer, switch_on
from tests.browser.person import Person
from tests.browser.walks import ACCEPTED, REGISTERED, agrees

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.rehearsal.house import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA = 1001
# An attempt that was cut off by a kill is looked into when its lease of half a minute is over.
LEASE_SECONDS = 60.0


async def test_a_bot_killed_at_any_moment_asks_nothing_twice_and_creates_one_customer(
    page: Page, house: Rehearsal
) -> None:
    """Killed while idle, on an answer, and while Flextell creates: the talk just goes on."""
    ends: asyncio.Queue[int] = asyncio.Queue()
    keeping = asyncio.create_task(house.bot_kept(ends.put_nowait))
    ada = Person(page, ADA)
    await agrees(ada)
    await is_killed(house, ends)
    await ada.says("Ada Lovelace")
    await ada.sees("What is your phone number?")
    await ada.says("07700 900101")
    await is_killed(house, ends)
    await ada.sees("What is your e-mail address?")
    for _ in ("e-mail", "birth date", "gender"):
        card = await ada.text()
        await ada.presses("Skip")
        await expect(ada.last).not_to_contain_text(card)
    await ada.sees("All correct?")
    await switch_on(page, "commit_then_timeout")
    await ada.presses("Confirm")
    await is_met(page)
    await is_killed(house, ends)
    await ada.sees(ACCEPTED)
    await ada.sees(REGISTERED, LEASE_SECONDS)
    await expect(page.get_by_test_id("customer")).to_have_count(1)
    customer = await only_customer(page, "Ada")
    assert await ada.text() == f"{REGISTERED} {customer['id']}."
    asked = "\n".join(await ada.texts())
    assert asked.count("What is your full name?") == 1
    assert asked.count("What is your phone number?") == 1
    keeping.cancel()


async def is_killed(house: Rehearsal, ends: asyncio.Queue[int]) -> None:
    """Kill the bot's process: it can do nothing before it ends.  It is started again."""
    house._bot.kill()
    assert await asyncio.wait_for(ends.get(), 5) == -signal.SIGKILL
