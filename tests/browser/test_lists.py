"""An agent sends a list at the page, beside a customer who can do nothing of the sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from storage import new_keys
from tests.browser.panel import only_customer
from tests.browser.person import joined
from tests.browser.pictures import picture
from tests.browser.seeded import opened

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.rehearsal.house import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEYS = new_keys()
LIST = (
    "Name,Phone,E-mail,Born,Notes\n"
    "Katherine Example,07700 900401,katherine@example.org,26.8.1918,wants a call\n"
    "Dorothy Example,07700 900402,dorothy@example,20.9.1910,\n"
    "Mary Example,,mary@example.org,9.4.1921,\n"
)


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Give the bot keys that are known."""
    return {"ENCRYPTION_KEYS": KEYS[0], "INDEX_KEY": KEYS[1], "DEFAULT_REGION": "GB"}


async def test_a_list_is_sent_confirmed_and_comes_back(page: Page, house: Rehearsal) -> None:
    """What was taken is registered; the file that comes back says what was not, and why."""
    agent = await joined(page, "Annie", "en", "+447700900400")
    customer = await joined(page, "Eve", "en", "+447700900499")
    async with opened(house.folder, KEYS) as database, database.begin() as work:
        await work.agents.add(agent.id, "Annie Example", 17)

    await customer.attaches("fair.csv", LIST.encode())
    await expect(customer.cards).to_have_count(1)
    await agent.attaches("fair.csv", LIST.encode())
    await agent.sees("fair.csv, rows: 3")
    await agent.sees("Phone → Phone")
    await agent.sees("Not used: Notes")
    await expect(agent.last.get_by_test_id("button")).to_have_text(
        ["In person", "By phone", "In writing", "Do not take it"]
    )
    await picture(page, "list-shown", width=1000)
    await agent.presses("In person")
    await agent.sees("What about those with a phone or an e-mail that is known already?")
    await agent.presses("Leave them to staff")
    await agent.sees("Taken: 1")
    await agent.sees("Needs an answer: 1")
    await agent.sees("Not taken: 1")
    await expect(agent.last).to_contain_text("fair-done.csv")
    await picture(page, "list-done", width=1000)
    await only_customer(page, "Katherine")
    await expect(customer.cards).to_have_count(1)
