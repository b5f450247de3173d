"""Operators hear in their chats what is wrong, and that it is over, each in his language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.rehearsal.house import Rehearsal, rehearsal
from tests.browser.panel import only_customer, switch_off, switch_on
from tests.browser.person import Person, joined
from tests.browser.pictures import picture
from tests.browser.walks import ACCEPTED, REGISTERED, answers_in_writing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA, LAILA = 1001, 1002


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    browser_path: str,  # noqa: ARG001 - without a browser nothing is started
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Rehearsal]:
    """Run a stage and a bot that both first people operate."""
    settings = {"SETTLE_MINUTES": "0.03", "OPERATOR_IDS": f"{ADA},{LAILA}"}
    async with rehearsal(tmp_path_factory.mktemp("house"), settings=settings) as running:
        await running.bot_is_up()
        yield running


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
