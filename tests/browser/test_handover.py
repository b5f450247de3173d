"""An agent hands a customer over, who finishes the registration in his own chat beside him."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.person import joined
from tests.browser.pictures import picture
from tests.browser.test_agents import ADA, LAILA, made_an_agent, owners
from tests.browser.walks import REGISTERED

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.rehearsal.house import Rehearsal
    from tests.browser.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def link_of(agent: Person) -> str:
    """Return what the link carries that the agent was given last."""
    card = agent.cards.filter(has_text="it opens once").last
    address = await card.get_by_role("link").last.get_attribute("href") or ""
    return address.partition("start=")[2]


async def test_a_customer_finishes_what_an_agent_has_begun(page: Page, house: Rehearsal) -> None:
    """He agrees, shares his number and confirms; the agent reads how far it is, and no answer."""
    grace = await made_an_agent(page, "Grace", "+447700900411")
    joan = await joined(page, "Joan", "en", "+447700900412")
    for operator in (ADA, LAILA):
        await page.get_by_test_id(f"show-{operator}").click()
    await grace.says("Joan Example, +44 7700 900413")
    await grace.presses("Hand over to the customer")
    await grace.sees("Send this link to Joan Example")
    link = await link_of(grace)
    await joan.says(f"/start {link}")
    await joan.sees("Example Ltd has begun your registration")
    await grace.sees("Joan Example has opened the link")
    await joan.presses("Agree")
    await joan.sees("So far: +44 7700 900413")
    await joan.shares("Share my number")
    await joan.sees("What is your e-mail address?")
    await joan.says("joan@example.org")
    await joan.sees("When were you born?")
    await grace.says("/leads")
    await grace.sees("Today – confirmed: 0")
    await expect(grace.last).to_contain_text("1. Joan Example – agreed, is answering")
    await expect(grace.last).not_to_contain_text("joan@example.org")
    await picture(page, "handover", width=1300, height=860)
    for asked in ("When were you born?", "What is your gender?"):
        await joan.sees(asked)
        await joan.presses("Skip")
    await joan.sees("All correct?")
    await joan.presses("Confirm")
    await joan.sees(REGISTERED)
    await grace.sees("Joan Example is registered with Example Ltd, no.")
    assert (await owners(house, page))["Joan"] == 17
    await grace.says("/leads")
    await expect(grace.last).to_contain_text("1. Joan Example – registered")
    eve = await joined(page, "Eve", "en", "+447700900414")
    await eve.says(f"/start {link}")
    await eve.sees("Welcome to Example Ltd!")
    assert "has begun" not in await eve.text()
