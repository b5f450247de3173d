"""The page itself: columns and chips, and a panel in which everything can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import only_customer
from tests.browser.person import joined
from tests.browser.walks import REGISTERED, answers_all

if TYPE_CHECKING:
    from playwright.async_api import Page

    from bot.rehearsal.house import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA, LAILA = 1001, 1002

_HOOKS = "columns => columns.map(column => column.dataset.testid)"
_CUT = """panel => [panel, ...panel.querySelectorAll("li, dl, dd, .what")]
  .filter(each => each.scrollWidth > each.clientWidth && each.clientWidth > 0)
  .map(each => each.textContent)"""


async def test_who_is_shown_again_stands_where_their_chip_does(page: Page) -> None:
    """Hiding and showing somebody leaves the columns in the order they had."""
    columns = page.locator("[data-testid^=person-]")
    await expect(columns).to_have_count(2)
    chip = page.get_by_test_id(f"show-{ADA}")
    await chip.click()
    await expect(columns).to_have_count(1)
    await chip.click()
    await expect(columns).to_have_count(2)
    assert await columns.evaluate_all(_HOOKS) == [f"person-{ADA}", f"person-{LAILA}"]


@pytest.mark.parametrize(("width", "name"), [(1000, "Joan"), (1440, "Katherine")])
async def test_the_panel_cuts_nothing_off(page: Page, width: int, name: str) -> None:
    """Customers and what happened fit the panel on a small screen and on a large one."""
    await page.set_viewport_size({"width": width, "height": 700})
    person = await joined(page, name, "en", f"+44770090{width:04}")
    await answers_all(person, f"{name} {'Example' * 12}", f"{name}.{'example' * 5}@example.org")
    await person.presses("Confirm")
    await person.sees(REGISTERED)
    await only_customer(page, name)
    assert await page.get_by_test_id("flextell").evaluate(_CUT) == []


async def test_looks_that_repeat_each_other_are_one_line(page: Page, house: Rehearsal) -> None:
    """The bot is at rest by now: nothing comes between three looks at Flextell."""
    for _ in range(3):
        await page.request.get(f"{house.stage.address}/api/v1/customers")
    lines = page.get_by_test_id("happening")
    await expect(lines.first).to_contain_text("GET /api/v1/customers × 3")
    await expect(lines.nth(1)).to_contain_text("Telegram")
