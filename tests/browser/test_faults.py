"""Registrations by hand while Flextell fails, in every way that the panel offers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.ends import OF_MANY_CALLS, OF_ONE_CALL, OF_SETTINGS
from tests.browser.scene import played
from tests.browser.watched import picture

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Browser, Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Unclear outcomes are cleared up in two seconds, or wait for who is created late.
SHORT, LONG = "0.03", "0.25"


async def test_the_end_of_every_fault_on_the_panel_is_known(page: Page) -> None:
    """What the panel offers is what is played here, so that a new fault cannot be left out."""
    options = page.get_by_test_id("fault-create").locator("option")
    await expect(options).not_to_have_count(1)
    offered = await options.evaluate_all("options => options.map(each => each.value)")
    assert set(offered) == {"", *OF_ONE_CALL, *OF_MANY_CALLS, *OF_SETTINGS}


async def test_a_fault_of_one_call_ends_with_one_customer_or_with_staff(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each of many people meets another fault, and nobody is told what is not true."""
    async with (
        played(browser, tmp_path_factory.mktemp("one"), SHORT) as scene,
        asyncio.TaskGroup() as group,
    ):
        for turn, (fault, end) in enumerate(OF_ONE_CALL.items()):
            group.create_task(scene.meets(turn, fault, end))


async def test_what_holds_everybody_up_ends_by_itself_or_once_it_is_mended(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Limits are waited for; what the operator mends is noticed; each card waits, then is true."""
    async with asyncio.TaskGroup() as group:
        group.create_task(_limits(browser, tmp_path_factory.mktemp("limits")))
        for fault, status in OF_SETTINGS.items():
            group.create_task(_is_mended(browser, tmp_path_factory.mktemp(fault), fault, status))


async def _limits(browser: Browser, folder: Path) -> None:
    async with played(browser, folder, LONG) as scene:
        for turn, (fault, end) in enumerate(OF_MANY_CALLS.items()):
            await scene.meets(turn, fault, end)


async def _is_mended(browser: Browser, folder: Path, fault: str, status: int) -> None:
    async with played(browser, folder, SHORT) as scene:
        person = await scene.is_held_up(fault, status)
        if fault == "forbidden_403":
            await picture(scene.watched.page, "faults")
        await scene.is_mended(person)
