"""A whole registration by hand, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import only_customer
from tests.browser.person import Person
from tests.browser.pictures import picture
from tests.browser.walks import REGISTERED, answers_all

if TYPE_CHECKING:
    from playwright.async_api import Locator, Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

ADA, LAILA = 1001, 1002


async def test_laila_registers_in_arabic_from_right_to_left(page: Page) -> None:
    """Her column runs from right to left, and what runs the other way stays whole inside it."""
    laila = Person(page, LAILA)
    await expect(laila.column).to_have_attribute("dir", "rtl")
    await laila.starts()
    await laila.sees("هل توافق")
    await laila.presses("أوافق")
    await laila.sees("ما اسمك الكامل؟")
    await laila.says("ليلى منصور")
    await laila.sees("ما رقم هاتفك؟")
    await laila.shares("مشاركة رقمي")
    await laila.sees("ما عنوان بريدك الإلكتروني؟")
    await laila.says("laila@example.org")
    await laila.sees("متى وُلدت؟")
    await laila.says("١٠ ديسمبر ١٩٩٠")
    await laila.sees("ما جنسك؟")
    await laila.presses("أنثى")
    await laila.sees("هل كل شيء صحيح؟")
    assert "الهاتف: \u2068+44 7700 900102\u2069 ✓" in await laila.text()
    words = laila.last.get_by_test_id("text")
    assert await places(words, "+44 7700 900102") == "left to right"
    assert await places(words, "laila@example.org") == "left to right"
    assert await places(words, "ليلى منصور") == "right to left"
    assert await places(words, "الهاتف: \u2068+") == "right to left"
    await picture(page, "arabic", width=1440)
    await laila.presses("تأكيد")
    await laila.sees("تم تسجيلك لدى")
    customer = await only_customer(page, "ليلى")
    assert f"برقم \u2068{customer['id']}\u2069." in await laila.text()
    assert (
        customer.items()
        >= {
            "first_name": "ليلى",
            "last_name": "منصور",
            "phone_number": "+447700900102",
            "email": "laila@example.org",
            "date_of_birth": "1990-12-10T00:00:00Z",
            "gender": "female",
        }.items()
    )


async def test_ada_registers_in_english_and_stands_in_the_panel(page: Page) -> None:
    """All she answered, with one line changed, is in Flextell, and her card names its number."""
    ada = Person(page, ADA)
    await answers_all(ada, "Ada Lovelace", "ada@example.org")
    await ada.presses("Change: E-mail")
    await ada.sees("So far: ada@example.org")
    await ada.says("ada.lovelace@example.org")
    await ada.sees("All correct?")
    assert (await ada.text()).splitlines()[2:7] == [
        "1. Name: Ada Lovelace",
        "2. Phone: +44 7700 900101 ✓",
        "3. E-mail: ada.lovelace@example.org",
        "4. Birth date: 10 December 1990",
        "5. Gender: Female",
    ]
    await picture(page, "chat", width=1440)
    card = await ada.last.get_attribute("data-message-id")
    await ada.presses("Confirm")
    await ada.sees(REGISTERED)
    assert await ada.last.get_attribute("data-message-id") == card
    customer = await only_customer(page, "Ada")
    assert await ada.text() == f"{REGISTERED} {customer['id']}."
    assert (
        customer.items()
        >= {
            "first_name": "Ada",
            "last_name": "Lovelace",
            "phone_number": "+447700900101",
            "email": "ada.lovelace@example.org",
            "date_of_birth": "1990-12-10T00:00:00Z",
            "gender": "female",
        }.items()
    )


# Where the first and the last sign of some words are drawn tells which way they are read.
_ENDS = """(element, sought) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(sought);
    if (at < 0) continue;
    return [at, at + sought.length - 1].map((place) => {
      const range = document.createRange();
      range.setStart(node, place);
      range.setEnd(node, place + 1);
      const { x, y, height } = range.getBoundingClientRect();
      return { x, line: Math.round(y / height) };
    });
  }
  throw new Error(`not shown: ${sought}`);
}"""


async def places(words: Locator, sought: str) -> str:
    """Return which way words are drawn that stand on one line."""
    first, last = await words.evaluate(_ENDS, sought)
    assert first["line"] == last["line"]
    return "left to right" if first["x"] < last["x"] else "right to left"
