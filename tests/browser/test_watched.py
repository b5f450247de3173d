"""The watch that all other browser tests rely on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.watched import opened

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from bot.rehearsal.house import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="module")

OUTSIDE = "http://outside.example.org/"


async def test_what_the_page_would_load_from_outside_is_forbidden_and_noticed(
    browser: Browser, house: Rehearsal
) -> None:
    """The page's own policy stops it, and the watch hears of that."""
    watched = await opened(browser, house.stage)
    await watched.page.evaluate(
        f"document.body.append(Object.assign(new Image(), {{src: '{OUTSIDE}'}}))"
    )
    await watched.page.wait_for_timeout(100)
    assert any("Content Security Policy" in complaint for complaint in watched.complaints)
    await watched.page.close()


async def test_a_request_that_leaves_the_stage_is_noticed(
    browser: Browser, house: Rehearsal
) -> None:
    """An address that is not the stage's is kept, whatever came of the request."""
    watched = await opened(browser, house.stage)
    await watched.page.route(f"{OUTSIDE}**", lambda route: route.abort())
    await watched.page.evaluate(f"window.open('{OUTSIDE}', '_self')")
    await watched.page.wait_for_timeout(100)
    assert watched.outside == [OUTSIDE]
    await watched.page.close()
