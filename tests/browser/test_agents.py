"""An agent enters a customer while another one registers himself beside him."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import only_customer
from tests.browser.person import Person, joined
from tests.browser.pictures import picture
from tests.browser.walks import REGISTERED, agrees

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.rehearsal.house import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA, LAILA = 1001, 1002


async def made_an_agent(page: Page, first_name: str, phone: str) -> Person:
    """Add somebody to the stage who opens the link that Ada, an operator, was given for him."""
    ada, agent = Person(page, ADA), await joined(page, first_name, "en", phone)
    await ada.says(f"/invite 17 {first_name} Hopper")
    invitation = ada.cards.filter(has_text="whoever opens it enters customers").last
    link = await invitation.get_by_role("link").last.get_attribute("href") or ""
    await agent.says(f"/start {link.partition('start=')[2]}")
    await agent.sees("You are an agent of Example Ltd now")
    return agent


async def owners(house: Rehearsal, page: Page) -> dict[str, int | None]:
    """Return whose each customer in Flextell is, by first name."""
    answer = await page.request.get(f"{house.stage.address}/stage/flextell/customers")
    customers = (await answer.json())["customers"]
    users = {each["first_name"]: each.get("related_user") for each in customers}
    return {name: user and user["id"] for name, user in users.items()}


async def test_an_agent_and_a_customer_side_by_side(page: Page, house: Rehearsal) -> None:
    """Each hears what is his: the list of the one is a command nobody knows to the other."""
    grace = await made_an_agent(page, "Grace", "+447700900401")
    for operator in (ADA, LAILA):
        await page.get_by_test_id(f"show-{operator}").click()
    joan = await joined(page, "Joan", "en", "+447700900402")
    await agrees(joan)
    await joan.says("Joan Example")
    await joan.sees("What is your phone number?")
    await grace.says("Emmy Example, +44 7700 900403, emmy@example.org")
    await grace.sees("How did the customer agree")
    await picture(page, "agent", width=1300, height=860)
    await grace.presses("Confirm: By phone")
    await grace.sees("Emmy Example is registered with Example Ltd, no.")
    await only_customer(page, "Emmy")
    await joan.says("/leads Emmy")
    await joan.sees("one question at a time")
    assert "Emmy" not in await joan.text()
    await joan.shares("Share my number")
    for asked in ("What is your e-mail address?", "When were you born?", "What is your gender?"):
        await joan.sees(asked)
        await joan.presses("Skip")
    await joan.sees("All correct?")
    await joan.presses("Confirm")
    await joan.sees(REGISTERED)
    await grace.says("/leads")
    await grace.sees("Today – confirmed: 1, registered: 1, on the way: 0, not accepted: 0")
    await expect(grace.last).not_to_contain_text("Joan")
    await picture(page, "agent-leads", width=1300, height=860)
    await grace.presses("1. Emmy Example – registered")
    await grace.sees("Number in Flextell:")
    whose = await owners(house, page)
    assert whose == {"Emmy": 17, "Joan": None}
