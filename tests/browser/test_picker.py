"""A day is picked part by part in one card, in either direction of writing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.person import joined, shows_only
from tests.browser.pictures import picture
from tests.browser.walks import agrees

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_day_is_picked_in_the_same_card(page: Page) -> None:
    """Each part changes the card it is pressed on; Back goes one part back."""
    grace = await joined(page, "Grace", "en", "+447700900320")
    await agrees(grace)
    await grace.says("Grace Example")
    await grace.sees("What is your phone number?")
    await grace.shares("Share my number")
    await grace.sees("What is your e-mail address?")
    await grace.presses("Skip")
    await grace.sees("When were you born?")
    count = await grace.cards.count()
    await grace.presses("Pick a date")
    await grace.presses("1990–1999")
    await grace.sees("Chosen: 1990–1999")
    await grace.presses("1991")
    await grace.sees("Chosen: 1991")
    await grace.presses("Back")
    await grace.sees("Chosen: 1990–1999")
    await grace.presses("1990")
    await grace.presses("December")
    await grace.sees("Chosen: December 1990")
    await shows_only(grace)
    await picture(page, "picker", width=1000)
    await grace.presses("10")
    await grace.sees("Birth date: 10 December 1990")
    await expect(grace.cards).to_have_count(count)


async def test_a_day_is_picked_from_right_to_left(page: Page) -> None:
    """The decades read in their own order, the months in the person's language."""
    huda = await joined(page, "هدى", "ar", "+447700900321")
    await huda.starts()
    await huda.presses("أوافق")
    await huda.sees("ما اسمك الكامل؟")
    await huda.says("هدى المثال")
    await huda.shares("مشاركة رقمي")
    await huda.sees("ما عنوان بريدك الإلكتروني؟")
    await huda.presses("تخطي")
    await huda.presses("اختيار التاريخ")
    await huda.presses("\u20681990–1999\u2069")
    await huda.presses("1990")
    await huda.sees("تم اختيار: 1990")
    await shows_only(huda)
    await picture(page, "picker-arabic", width=1000)
    await huda.presses("ديسمبر")
    await huda.presses("10")
    await huda.sees("10 ديسمبر 1990")
