"""A page that is watched: what it asks for, and what it complains of."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playwright.async_api import async_playwright, expect

from tests.browser.person import SECONDS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Error, Page, Request

    from bot.rehearsal.stage import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# A machine of tests has no graphics card; and nothing here may ask the outside for anything.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass  # playwright keeps its listeners on the object, so it has no slots
class Watched:
    """A page with what went wrong on it; `outside` holds addresses that are not the stage's."""

    page: Page
    stage: Stage
    asked: int = 0
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Listen to all requests, to the console and to errors that nobody caught."""
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_words)
        self.page.on("pageerror", self._note_error)

    def _note_request(self, request: Request) -> None:
        self.asked += 1
        if not request.url.startswith(f"{self.stage.address}/"):
            self.outside.append(request.url)

    def _note_words(self, message: ConsoleMessage) -> None:
        # Violations of the page's security policy are among the errors.
        if message.type in {"error", "warning"}:
            self.complaints.append(f"{message.type}: {message.text}")

    def _note_error(self, error: Error) -> None:
        self.complaints.append(str(error))


def executable() -> str | None:
    """Return where a browser is, None where none is found."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def browsing(path: str) -> AsyncIterator[Browser]:
    """Run the browser at `path` until left."""
    async with async_playwright() as playwright:
        expect.set_options(timeout=SECONDS * 1000)
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def opened(browser: Browser, stage: Stage) -> Watched:
    """Open the stage's page, watched from its first request on; a small one is drawn quickly."""
    page = await browser.new_page(viewport={"width": 1000, "height": 600}, reduced_motion="reduce")
    watched = Watched(page, stage)
    watched.watch()
    await page.goto(stage.address)
    return watched
