"""An operator comes in by the chat, sees what waits, and decides; nobody else comes in."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from storage import new_keys
from tests.browser import seeded
from tests.browser.panel import is_met, only_customer, switch_on
from tests.browser.person import Person, joined
from tests.browser.pictures import picture
from tests.browser.walks import REGISTERED, STAFF, answers_in_writing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser, ConsoleMessage, Page, Request

    from bot.rehearsal.house import Rehearsal

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA = 1001
KEYS = new_keys()
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'&"


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Give the bot keys that are known."""
    return {"ENCRYPTION_KEYS": KEYS[0], "INDEX_KEY": KEYS[1]}


@dataclass
class Desk:
    """An operator's browser; after use it has asked nobody outside and complained of nothing."""

    page: Page
    home: str = ""
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Listen to all requests and to the console."""
        self.page.on("request", self._note_request)
        self.page.on("console", self._note_words)
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))

    async def opens(self, path: str) -> None:
        """Open one of the operators' pages."""
        await self.page.goto(f"{self.home}{path}")

    async def clicks(self, name: str) -> None:
        """Press a button."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def reads(self, words: str) -> None:
        """Wait until the page says this."""
        await expect(self.page.locator("main")).to_contain_text(words)

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith(f"{self.home}/admin"):
            self.outside.append(request.url)

    def _note_words(self, message: ConsoleMessage) -> None:
        # A page that is refused is an error to the browser, and the point of the test.
        if message.type in {"error", "warning"} and "403" not in message.text:
            self.complaints.append(message.text)


async def link_from_chat(page: Page) -> str:
    """Have Ada ask the bot for a link, and return where it leads."""
    ada = Person(page, ADA)
    links = ada.cards.filter(has_text="This opens the operators' page")
    before = await links.count()
    await ada.says("/admin")
    await expect(links).to_have_count(before + 1)  # beside what she is told is wrong
    return await links.last.get_by_role("link").get_attribute("href") or ""


@asynccontextmanager
async def a_desk(browser: Browser, link: str, scheme: str = "light") -> AsyncIterator[Desk]:
    """Lend a browser of its own, which was nowhere yet."""
    context = await browser.new_context(
        viewport={"width": 1100, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=scheme != "without scripts",
    )
    desk = Desk(await context.new_page(), link.partition("/admin")[0])
    desk.watch()
    yield desk
    assert desk.outside == []
    assert desk.complaints == []
    await context.close()


@asynccontextmanager
async def signed_in(page: Page, browser: Browser, scheme: str = "light") -> AsyncIterator[Desk]:
    """Lend the browser of an operator who came in by the bot's link."""
    link = await link_from_chat(page)
    async with a_desk(browser, link, scheme) as desk:
        await desk.page.goto(link)
        await desk.clicks("Sign in")
        await desk.reads("Submissions")
        yield desk


async def test_an_operator_decides_and_the_person_reads_it(page: Page, browser: Browser) -> None:
    """Flextell says such a customer is there; the operator knows better, and it is created."""
    emmy = await joined(page, "Emmy", "en", "+447700900301")
    await answers_in_writing(emmy, "Emmy Example", "07700 900301", "emmy@example.org")
    await switch_on(page, "conflict_409")
    await emmy.presses("Confirm")
    await is_met(page)
    await emmy.sees(STAFF)
    async with signed_in(page, browser) as desk:
        await desk.page.get_by_role("link", name="To decide").click()
        await desk.page.get_by_role("link", name="E. E., ••• 301").click()
        await desk.reads("Flextell says that such a customer is there already")
        await expect(desk.page.locator("main")).not_to_contain_text("Emmy")
        await picture(desk.page, "operators", width=1100, height=900)
        await desk.clicks("Show in full")
        await desk.reads("Emmy Example")
        await desk.page.get_by_role("link", name="Hide again").click()
        await desk.clicks("Create again")
        await desk.reads("Are you sure?")
        await desk.clicks("Yes")
        await desk.reads("had it created again, operator 1001")
        await desk.reads("looked at personal data, operator 1001")
    await emmy.sees(REGISTERED)
    await only_customer(page, "Emmy")


async def test_all_of_it_works_without_scripts(
    page: Page, browser: Browser, house: Rehearsal
) -> None:
    """No page needs any, so none is ever allowed; the person hears of the end all the same."""
    async with seeded.opened(house.folder, KEYS) as database:
        row = await seeded.waits_for_decision(database, "Lise", "Example")
    async with signed_in(page, browser, "without scripts") as desk:
        await desk.opens(f"/admin/submissions/{row.id}")
        await desk.page.get_by_label("Number of the customer").fill("4711")
        await desk.clicks("It exists")
        await desk.reads("customer no. 4711")
        await desk.clicks("Yes")
        await desk.reads("belongs to a customer that was found")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_markup_in_a_name_is_a_name(
    page: Page, browser: Browser, house: Rehearsal, scheme: str
) -> None:
    """It is shown as it was written, and does nothing; right to left it keeps to itself."""
    async with seeded.opened(house.folder, KEYS) as database:
        row = await seeded.waits_for_decision(database, MARKUP, "ليلى منصور")
    async with signed_in(page, browser, scheme) as desk:
        await desk.opens(f"/admin/submissions/{row.id}")
        await desk.clicks("Show in full")
        shown = desk.page.locator("dd").first
        await expect(shown).to_contain_text(MARKUP)
        await expect(shown).to_contain_text("ليلى منصور")
        assert await desk.page.locator("main img, main script").count() == 0


async def test_where_people_stop_is_drawn(page: Page, browser: Browser, house: Rehearsal) -> None:
    """In both colour schemes, and each picture is told in words as well."""
    async with seeded.opened(house.folder, KEYS) as database:
        await seeded.figures(database)
    for scheme in ("light", "dark"):
        async with signed_in(page, browser, scheme) as desk:
            await desk.page.get_by_role("link", name="Where people stop").click()
            for name in ("How far people come", "How long an answer takes"):
                chart = desk.page.get_by_role("img", name=name)
                await expect(chart).to_be_visible()
            assert await is_legible(desk.page)
            await picture(desk.page, f"stopping-{scheme}", width=1100, height=1130)
            await desk.page.get_by_label("in", exact=True).select_option("ar")
            await desk.clicks("Show")
            await desk.page.get_by_text("In figures").click()
            await desk.reads("720")


async def test_a_link_opens_once_and_for_nobody_else(page: Page, browser: Browser) -> None:
    """Who finds a used link, a made-up one, or none, stays outside."""
    async with signed_in(page, browser):
        pass
    link = await link_from_chat(page)
    async with a_desk(browser, link) as first, a_desk(browser, link) as second:
        for desk in (first, second):
            await desk.page.goto(link)
        await first.clicks("Sign in")
        await first.reads("Submissions")
        await second.clicks("Sign in")
        await second.reads("This link does not open")
        await second.opens("/admin/submissions")
        await second.reads("For operators only")
        await picture(second.page, "refused", width=1100, height=420)
        await second.opens("/admin/enter/made-up")
        await second.clicks("Sign in")
        await second.reads("This link does not open")


async def test_signed_out_is_out(page: Page, browser: Browser) -> None:
    """Going back in the browser shows nothing either: no page is kept there."""
    async with signed_in(page, browser) as desk:
        await desk.opens("/admin/submissions")
        await desk.clicks("Sign out")
        await desk.reads("Signed out")
        await desk.page.go_back()
        await desk.reads("For operators only")


async def test_another_site_cannot_have_an_operator_act(page: Page, browser: Browser) -> None:
    """A page elsewhere that sends a form on the operator's behalf reaches nothing."""
    async with signed_in(page, browser) as desk:
        elsewhere = await desk.page.context.new_page()
        await elsewhere.goto(page.url)
        await elsewhere.evaluate(
            """address => {
              const form = document.createElement("form");
              Object.assign(form, { method: "post", action: address });
              document.body.append(form);
              form.submit();
            }""",
            f"{desk.home}/admin/leave",
        )
        await expect(elsewhere.locator("main")).to_contain_text("For operators only")
        await elsewhere.close()
        await desk.opens("/admin/submissions")
        await desk.reads("Submissions")


async def test_others_are_not_told_of_any_page(page: Page) -> None:
    """The bot answers as to a command it does not know."""
    stranger = await joined(page, "Irene", "en", "+447700900302")
    await stranger.says("/admin")
    await stranger.sees("one question at a time")
    text = await stranger.text()
    await stranger.says("/nonsense")
    await expect(stranger.cards).to_have_count(2)
    assert await stranger.text() == text


# WCAG 2.2, 1.4.3: text against its ground, here that of the charts' names and figures.
_CONTRASTS = """() => {
  const parts = (colour) => colour.match(/[0-9.]+/g).slice(0, 3).map(Number);
  const light = (colour) => {
    const [r, g, b] = parts(colour).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = light(getComputedStyle(document.querySelector(".card")).backgroundColor);
  return [...document.querySelectorAll("svg text")].map((text) => {
    const ink = light(getComputedStyle(text).fill);
    return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05);
  });
}"""


async def is_legible(page: Page) -> bool:
    """Tell whether every word of the charts stands out from its ground."""
    contrasts: list[float] = await page.evaluate(_CONTRASTS)
    return bool(contrasts) and min(contrasts) >= 4.5


async def test_it_fits_on_the_phone_that_the_link_came_to(page: Page, browser: Browser) -> None:
    """No page is wider than the screen, and the head leaves most of it to what is looked for."""
    async with signed_in(page, browser) as desk:
        await desk.page.set_viewport_size({"width": 390, "height": 800})
        for path in ("submissions", "stopping", "agents", "quarantine", "audit"):
            await desk.opens(f"/admin/{path}")
            assert await desk.page.evaluate("document.documentElement.scrollWidth") == 390
            head = await desk.page.get_by_role("banner").bounding_box()
            assert head is not None
            assert head["height"] < 160
