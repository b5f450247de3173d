"""A browser, and a stage with a bot of its own for each module of tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

from bot.rehearsal.house import Rehearsal, rehearsal
from tests.browser.watched import Watched, browsing, executable, opened

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Browser, Page


@pytest.fixture(scope="session")
def browser_path() -> str:
    """Find a browser, or skip."""
    path = executable()
    if path is None:
        pytest.skip("no browser is found")
    return path


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser(browser_path: str) -> AsyncIterator[Browser]:
    """Run a browser."""
    async with browsing(browser_path) as browser:
        yield browser


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Give what the bot is set to beside what it needs; a module may give its own."""
    return {}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    browser_path: str,  # noqa: ARG001 - without a browser nothing is started
    tmp_path_factory: pytest.TempPathFactory,
    settings: dict[str, str],
) -> AsyncIterator[Rehearsal]:
    """Run a stage and a bot, which clears up unclear outcomes in seconds."""
    folder = tmp_path_factory.mktemp("house")
    async with rehearsal(folder, settings={"SETTLE_MINUTES": "0.03"} | settings) as running:
        await running.bot_is_up()
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def watched(browser: Browser, house: Rehearsal) -> Watched:
    """Open the page."""
    return await opened(browser, house.stage)


@pytest.fixture
def page(watched: Watched) -> Iterator[Page]:
    """Lend the page; after each test, that it asked nobody outside and complained of nothing."""
    yield watched.page
    complaints, watched.complaints = watched.complaints, []
    assert watched.asked > 0
    assert watched.outside == []
    assert complaints == []
