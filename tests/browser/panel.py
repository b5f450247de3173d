"""The panel beside the chats: who is in Flextell, and the switches for what goes wrong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import Page

READ_ROWS = """rows => rows.map(row => Object.fromEntries(
  [...row.querySelectorAll("[data-field]")].map(
    fact => [fact.dataset.field, fact.textContent])))"""
NOBODY = "–"


async def customers(page: Page) -> list[dict[str, str]]:
    """Return all that is shown, newest first; what a customer has not is left out."""
    rows: list[dict[str, str]] = await page.get_by_test_id("customer").evaluate_all(READ_ROWS)
    return [{key: cell for key, cell in row.items() if cell != NOBODY} for row in rows]


async def only_customer(page: Page, first_name: str) -> dict[str, str]:
    """Wait until the panel shows exactly one customer of this first name, and return the row."""
    await are_shown(page, first_name, 1)
    rows = await customers(page)
    (row,) = (row for row in rows if row["first_name"].casefold() == first_name.casefold())
    return row


async def are_shown(page: Page, first_name: str, count: int) -> None:
    """Wait until so many rows name this person, whatever the case."""
    named = re.compile(re.escape(first_name), re.IGNORECASE)
    rows = page.get_by_test_id("customer").filter(has_text=named)
    await expect(rows).to_have_count(count)


async def switch_on(page: Page, fault: str, when: str = "once") -> None:
    """Choose what goes wrong when a customer is created: `once` or `always`."""
    await page.get_by_test_id("fault-create-when").select_option(when)
    await page.get_by_test_id("fault-create").select_option(fault)
    await expect(page.get_by_test_id("fault-create")).to_have_value(fault)


async def is_met(page: Page) -> None:
    """Wait until a fault that was to strike once has struck."""
    await expect(page.get_by_test_id("fault-create")).to_have_value("")


async def switch_off(page: Page) -> None:
    """Have all be well when a customer is created."""
    await page.get_by_test_id("fault-create").select_option("")
    await is_met(page)
