"""Registrations by hand while Flextell fails, in every way that the panel offers."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.ends import OF_FURTHER_QUESTIONS, OF_MANY_CALLS, OF_ONE_CALL, OF_SETTINGS
from tests.browser.pictures import picture
from tests.browser.scene import played

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from playwright.async_api import Browser, Page

    from tests.browser.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_end_of_every_fault_on_the_panel_is_known(page: Page) -> None:
    """What the panel offers is what is played below, so that a new fault cannot be left out."""
    options = page.get_by_test_id("fault-create").locator("option")
    await expect(options).not_to_have_count(1)
    offered = await options.evaluate_all("options => options.map(each => each.value)")
    assert set(offered) == {
        "",
        *OF_ONE_CALL,
        *OF_FURTHER_QUESTIONS,
        *OF_MANY_CALLS,
        *OF_SETTINGS,
    }


async def test_every_fault_ends_with_one_customer_or_with_staff(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each of many people meets another fault; no card is ever false, nobody is created twice.

    All of it is one test, for most of it is waiting: a minute, where an operator has to mend.
    """
    entrance = asyncio.Lock()

    def stage(name: str) -> AbstractAsyncContextManager[Scene]:
        return played(browser, tmp_path_factory.mktemp(name), entrance)

    async with asyncio.TaskGroup() as group:
        group.create_task(_all_at_once(stage("faults")))
        for fault, status in OF_SETTINGS.items():
            group.create_task(_goes_on_once_mended(stage(fault), fault, status))
        group.create_task(_one_after_another(stage("limits")))


async def _all_at_once(stage: AbstractAsyncContextManager[Scene]) -> None:
    async with stage as scene:
        await scene.begins_well()
        async with asyncio.TaskGroup() as group:
            for turn, (fault, end) in enumerate(OF_ONE_CALL.items()):
                group.create_task(scene.meets(turn, fault, end))


async def _one_after_another(stage: AbstractAsyncContextManager[Scene]) -> None:
    async with stage as scene:
        for turn, (fault, end) in enumerate(OF_MANY_CALLS.items()):
            await scene.meets(turn, fault, end)


async def _goes_on_once_mended(
    stage: AbstractAsyncContextManager[Scene], fault: str, status: int
) -> None:
    async with stage as scene:
        person = await scene.is_held_up(fault, status)
        if fault == "forbidden_403":
            for other in ("show-1001", "show-1002"):
                await scene.watched.page.get_by_test_id(other).click()
            await picture(scene.watched.page, "faults", width=1000, height=820)
        await scene.is_mended(person)
