"""A person at the page: what hands can do there, and what eyes can see."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from playwright.async_api import Route, expect

if TYPE_CHECKING:
    import re
    from collections.abc import AsyncIterator

    from playwright.async_api import Locator, Page

# The longest wait for what comes at once on a quiet machine; another one may be busy.
SECONDS = 40.0


class Person:
    """Somebody whose column is on the page; `id` is that of the chat."""

    def __init__(self, page: Page, person_id: int) -> None:
        self.page = page
        self.id = person_id
        self.column = page.get_by_test_id(f"person-{person_id}")
        self.input = page.get_by_test_id(f"say-{person_id}")
        self.bubbles = self.column.get_by_test_id("bubble")
        self.cards = self.column.locator('[data-testid="bubble"][data-from="bot"]')
        self.last = self.cards.last

    async def starts(self) -> None:
        """Press START in a chat that is empty."""
        await self.page.get_by_test_id(f"start-{self.id}").click()

    async def says(self, text: str) -> None:
        """Write a text and send it."""
        await self.input.fill(text)
        await self.page.get_by_test_id(f"send-{self.id}").click()

    async def presses(self, label: str) -> None:
        """Press the newest button of this label."""
        await self.button(label).click()

    async def taps(self, key: str) -> None:
        """Press a key of the keyboard under the input."""
        await self.column.get_by_test_id("key").and_(self._named(key)).click()

    async def shares(self, key: str) -> None:
        """Press the key that asks for the number, and agree in the dialog."""
        await self.taps(key)
        await self.page.get_by_test_id("share-yes").click()

    async def uses(self, hook: str) -> None:
        """Press what this hook names beside the input, such as `sticker`."""
        await self.page.get_by_test_id(f"{hook}-{self.id}").click()

    async def uses_menu(self, hook: str) -> None:
        """Choose what this hook names in the menu, such as `edit`."""
        await self.uses("more")
        await self.uses(hook)

    async def attaches(self, name: str, content: bytes) -> None:
        """Choose a file on this machine, and send it."""
        async with self.page.expect_file_chooser() as choosing:
            await self.uses_menu("document")
        chooser = await choosing.value
        await chooser.set_files({"name": name, "mimeType": "text/csv", "buffer": content})

    async def edits(self, before: str, after: str) -> None:
        """Click an own message with the other button, and rewrite it."""
        mine = self.column.locator('[data-testid="bubble"][data-from="person"]')
        await mine.filter(has_text=before).last.click(button="right")
        await expect(self.input).to_have_value(before)
        await self.says(after)
        await expect(mine.filter(has_text=after)).to_have_count(1)

    async def sees(self, words: str | re.Pattern[str], seconds: float = SECONDS) -> None:
        """Wait until the bot's last message has these words."""
        await expect(self.last).to_contain_text(words, timeout=seconds * 1000)

    async def text(self) -> str:
        """Return the words of the bot's last message, its lines as they are."""
        return await self.last.get_by_test_id("text").inner_text()

    async def texts(self) -> list[str]:
        """Return the words of all messages of the bot, oldest first."""
        return await self.cards.get_by_test_id("text").all_inner_texts()

    @asynccontextmanager
    async def not_yet_told(self) -> AsyncIterator[None]:
        """Keep the column as it is: what changes in the chat is seen only after this."""
        chat, held = f"**/stage/chats/{self.id}", list[Route]()

        def hold(look: Route) -> None:
            held.append(look)

        await self.page.route(chat, hold)
        try:
            yield
        finally:
            for look in held:
                await look.continue_()
            await self.page.unroute(chat, hold)

    def button(self, label: str) -> Locator:
        """Return the newest button of this label."""
        return self.column.get_by_test_id("button").and_(self._named(label)).last

    def _named(self, label: str) -> Locator:
        return self.page.get_by_role("button", name=label, exact=True)


async def joined(page: Page, first_name: str, language: str, phone: str) -> Person:
    """Add a person to the stage by the page's dialog."""
    await page.get_by_test_id("add-person").click()
    await page.get_by_test_id("new-first-name").fill(first_name)
    await page.get_by_test_id("new-language").select_option(language)
    await page.get_by_test_id("new-phone").fill(phone)
    await page.get_by_test_id("new-save").click()
    name = page.get_by_role("heading", name=first_name, exact=True)
    column = page.locator("[data-testid^=person-]").filter(has=name)
    hook = await column.get_attribute("data-testid") or ""
    return Person(page, int(hook.removeprefix("person-")))


async def shows_only(person: Person) -> None:
    """Hide the columns of everybody else."""
    for chip in await person.page.locator("[data-testid^=show-]").all():
        is_shown = await chip.get_attribute("aria-pressed") == "true"
        if is_shown and await chip.get_attribute("data-testid") != f"show-{person.id}":
            await chip.click()
