"""Names with signs that break messages elsewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import only_customer
from tests.browser.person import joined
from tests.browser.walks import REGISTERED, agrees, answers_needed

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

# They keep a name whole in a text that runs the other way, and are not seen.
ISOLATES = "\u2068\u2069"

TAKEN = {
    "Siobhán": "Siobhán O’Example",
    "Anne-Marie": "Anne-Marie d’Example",
    "Дарья": "Дарья Примерова",
    "محمد": "محمد المثال",
    "Xi" * 20: f"{'Xi' * 20} {'Example' * 30}",
}
REFUSED = (
    "Bo <b>x</b>",
    "Bo _*[`",
    "Bo {{x}} ${x}",
    "=Bo+1",
    "Bo\u202e Example\u0000x",
    "B" * 256,
)


@pytest.mark.parametrize("first_name", TAKEN)
async def test_a_name_that_is_taken_is_shown_and_sent_as_it_was_typed(
    page: Page, first_name: str
) -> None:
    """Nothing is lost or changed between the person, the bot and Flextell."""
    number = 400 + list(TAKEN).index(first_name)
    person = await joined(page, first_name, "en", f"+447700900{number}")
    typed = TAKEN[first_name]
    await answers_needed(person, typed)
    shown = (await person.text()).translate(dict.fromkeys(map(ord, ISOLATES)))
    assert f"1. Name: {typed}" in shown.splitlines()
    await person.presses("Confirm")
    await person.sees(REGISTERED)
    customer = await only_customer(page, first_name)
    assert f"{customer['first_name']} {customer['last_name']}" == typed


async def test_a_name_that_is_not_taken_is_refused_in_words(page: Page) -> None:
    """The person's own words stay as they were typed, and no mark-up comes of them."""
    bo = await joined(page, "Bo", "en", "+447700900450")
    await agrees(bo)
    for typed in REFUSED:
        count = await bo.cards.count()
        await bo.says(typed)
        await expect(bo.cards).to_have_count(count + 1)
        await bo.sees("Please send")
        await bo.sees("What is your full name?")
    assert await bo.column.locator("b, x").count() == 0
    await expect(bo.bubbles.filter(has_text="Bo <b>x</b>")).to_have_count(1)


async def test_the_name_of_the_profile_is_taken_by_one_tap(page: Page) -> None:
    """It is offered as it stands there, in either direction of writing."""
    for language, agree, use, name in (
        ("en", "Agree", "Use: Ada", "Name: Ada"),
        ("ar", "أوافق", "استخدام: ليلى", "الاسم: ليلى"),
    ):
        first_name = name.split(": ")[1] + " ☕"
        person = await joined(page, first_name, language, f"+447700900{460 + len(language + use)}")
        await person.starts()
        await person.presses(agree)
        offer = person.column.get_by_test_id("button").first
        await expect(offer).to_have_text(re.compile(use.replace(": ", ": [\u2068]?")))
        await offer.click()
        await person.sees(re.compile(name.replace(": ", ": [\u2068]?")))
