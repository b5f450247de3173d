"""Somebody sees on the page what is held, takes it along as a file, and has it erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.person import joined
from tests.browser.walks import agrees

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

PEOPLE = [
    (
        *("Ida", "en", "+447700900311"),
        {"Erase everything": "Do you want that?", "Yes, erase everything": "was kept here"},
    ),
    (
        *("ليلى", "ar", "+447700900312"),
        {"محو كل شيء": "هل تريد ذلك؟", "نعم، امحُ كل شيء": "مُحي"},
    ),
]


@pytest.mark.parametrize(("name", "language", "phone", "erasing"), PEOPLE)
async def test_what_is_held_is_shown_downloaded_and_erased(
    page: Page, name: str, language: str, phone: str, erasing: dict[str, str]
) -> None:
    """The file holds what was said; after erasing, the next one does not."""
    person = await joined(page, name, language, phone)
    if language == "en":
        await agrees(person)
    else:
        await person.starts()
        await person.presses("أوافق")
        await person.sees("ما اسمك الكامل؟")
    await person.says(f"{name} Canary")
    await expect(person.last).to_contain_text(f"{name} Canary")
    assert await held(person.page, person.id) == f"{name} Canary"
    for button, answer in erasing.items():  # asked once, then done
        await person.presses(button)
        await person.sees(answer)
    assert await held(person.page, person.id) is None


async def held(page: Page, person_id: int) -> str | None:
    """Ask for the data, download the newest file; return the words of the name in it."""
    column = page.get_by_test_id(f"person-{person_id}")
    files = column.locator('a[download="mydata.json"]')
    count = await files.count()
    await page.get_by_test_id(f"say-{person_id}").fill("/mydata")
    await page.get_by_test_id(f"send-{person_id}").click()
    await expect(files).to_have_count(count + 1)
    async with page.expect_download() as download:
        await files.last.click()
    return name_in(await (await download.value).path())


def name_in(file: Path) -> str | None:
    """Return what was said for a name, None where no draft is open."""
    draft = json.loads(file.read_text("utf-8"))["draft"]
    return None if draft is None else str(draft["answers"]["name"]["said"])
