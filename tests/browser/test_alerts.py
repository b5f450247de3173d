"""Operators hear in their chats what is wrong, and that it is over, each in his language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import only_customer, switch_off, switch_on
from tests.browser.person import Person, joined
from tests.browser.pictures import picture
from tests.browser.walks import ACCEPTED, REGISTERED, answers_in_writing

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA, LAILA = 1001, 1002


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Have both first people operate the bot."""
    return {"OPERATOR_IDS": f"{ADA},{LAILA}"}


async def test_operators_see_a_trouble_come_and_go(page: Page) -> None:
    """One message each, with its count; its buttons try the queue and open the page."""
    ada, laila = Person(page, ADA), Person(page, LAILA)
    await laila.starts()
    await laila.sees("أوافق")
    await page.get_by_test_id(f"show-{LAILA}").click()
    emmy = await joined(page, "Emmy", "en", "+447700900301")
    await answers_in_writing(emmy, "Emmy Example", "07700 900301", "emmy@example.org")
    await switch_on(page, "forbidden_403", "always")
    await emmy.presses("Confirm")
    await emmy.sees(ACCEPTED)
    await ada.sees("Flextell does not take registrations")
    await ada.sees("Registrations: 1")
    await page.get_by_test_id(f"show-{LAILA}").click()
    await laila.sees("لا يقبل Flextell التسجيلات")
    await page.get_by_test_id(f"show-{emmy.id}").click()
    await picture(page, "alerts", width=1000, height=720)

    await ada.presses("Open the page")
    await ada.sees("This opens the operators' page")
    await switch_off(page)
    await ada.presses("Look again")
    await page.get_by_test_id(f"show-{emmy.id}").click()
    await emmy.sees(REGISTERED, 30)
    await only_customer(page, "Emmy")
    over = ada.cards.filter(has_text="Over: Flextell does not take registrations")
    await expect(over).to_have_count(1, timeout=45_000)
    await expect(over.get_by_test_id("button")).to_have_count(0)
    await expect(ada.cards).to_have_count(2)
    await laila.sees("انتهى: لا يقبل Flextell التسجيلات", 45)
