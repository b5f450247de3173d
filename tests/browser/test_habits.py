"""What people do beside answering: they tap twice, edit, send stickers, and write all at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.panel import only_customer
from tests.browser.person import joined, shows_only
from tests.browser.pictures import picture
from tests.browser.walks import REGISTERED, agrees, answers_all, answers_needed

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_confirm_tapped_twice_makes_one_customer(page: Page) -> None:
    """The second tap meets a card that the bot has changed already; one registration is meant."""
    edith = await joined(page, "Edith", "en", "+447700900301")
    await answers_needed(edith, "Edith Example")
    async with edith.not_yet_told():
        await edith.presses("Confirm")
        await only_customer(page, "Edith")
        await edith.presses("Confirm")
    await edith.sees(REGISTERED)
    await edith.says("/status")
    await edith.sees(REGISTERED)
    await only_customer(page, "Edith")


async def test_a_button_of_an_old_card_answers_no_other_question(page: Page) -> None:
    """Skip under a question that is answered skips nothing, not even what is asked now."""
    frances = await joined(page, "Frances", "en", "+447700900302")
    await agrees(frances)
    await frances.says("Frances Example")
    await frances.sees("What is your phone number?")
    await frances.shares("Share my number")
    await frances.sees("What is your e-mail address?")
    await frances.says("frances@example.org")
    await frances.sees("When were you born?")
    old_card = frances.cards.filter(has_text="What is your e-mail address?")
    await old_card.get_by_test_id("button").filter(has_text="Skip").click()
    await expect(old_card).to_have_count(0)
    await frances.sees("When were you born?")
    await frances.says("1990-12-10")
    await frances.sees("What is your gender?")
    await frances.presses("Skip")
    await frances.sees("E-mail: frances@example.org")
    await frances.sees("Birth date: 10 December 1990")


async def test_what_is_no_text_is_answered_in_words(page: Page) -> None:
    """Nothing is lost by it: the bot says what it can read, and asks again."""
    hedy = await joined(page, "Hedy", "en", "+447700900303")
    await agrees(hedy)
    ways = {"sticker": hedy.uses, "voice": hedy.uses}
    ways |= dict.fromkeys(("photo", "location"), hedy.uses_menu)
    ways["notes.pdf"] = partial(hedy.attaches, content=b"%PDF")
    for kind, use in ways.items():
        count = await hedy.cards.count()
        await use(kind)
        await expect(hedy.cards).to_have_count(count + 1)
        read = "a contact card (a vCard file)" if kind == "notes.pdf" else "text and buttons"
        await hedy.sees(f"I can only read {read}")
        await hedy.sees("What is your full name?")


async def test_the_card_of_somebody_else_is_asked_about(page: Page) -> None:
    """A number counts at once only if it is the sender's own."""
    mary = await joined(page, "Mary", "en", "+447700900308")
    await agrees(mary)
    await mary.says("Mary Example")
    await mary.sees("What is your phone number?")
    await mary.uses_menu("card")
    await mary.sees("That seems to be the contact of somebody else.")
    await mary.sees("If what you mean is below, choose it")
    await mary.presses("Back")
    await mary.sees("What is your phone number?")


async def test_an_edited_message_corrects_its_answer(page: Page) -> None:
    """Where the talk stands stays; what the bot cannot take, it says, and keeps the old answer."""
    nina = await joined(page, "Nina", "en", "+447700900309")
    await agrees(nina)
    await nina.says("Nina Example")
    await nina.sees("Name: Nina Example")
    await nina.uses_menu("edit")
    await nina.says("Nina Sample")
    await nina.sees("I changed your answer as you edited it.")
    await nina.sees("Name: Nina Sample")
    await nina.sees("What is your phone number?")
    await nina.shares("Share my number")
    await nina.sees("What is your e-mail address?")
    await nina.edits("Nina Sample", "nina.example.org")
    await nina.sees("your answer stays as it was")
    await nina.sees("What is your e-mail address?")


async def test_an_edited_message_is_asked_about_from_right_to_left(page: Page) -> None:
    """What may be read in two ways is asked about first; then the talk goes on where it stood."""
    layla = await joined(page, "ليلى", "ar", "+447700900314")
    await layla.starts()
    await layla.presses("أوافق")
    await layla.sees("ما اسمك الكامل؟")
    await layla.says("ليلى منصوري")
    await layla.sees("ما رقم هاتفك؟")
    await layla.edits("ليلى منصوري", "ليلى أحمد منصور")
    await layla.sees("ماذا تقصد؟")
    await shows_only(layla)
    await picture(page, "edited", width=1000)
    await layla.column.get_by_test_id("button").nth(-3).click()
    await layla.sees("ما رقم هاتفك؟")


async def test_another_language_asks_the_same_question_in_it(page: Page) -> None:
    """The talk stays where it stands; the keyboard under the input changes with it."""
    olga = await joined(page, "Olga", "en", "+447700900310")
    await agrees(olga)
    await olga.says("Olga Example")
    await olga.sees("What is your phone number?")
    await olga.says("/language")
    await olga.sees("Which language do you prefer?")
    await olga.presses("العربية")
    await olga.sees("ما رقم هاتفك؟")
    await olga.shares("مشاركة رقمي")
    await olga.sees("ما عنوان بريدك الإلكتروني؟")


async def test_start_after_a_registration_shows_it(page: Page) -> None:
    """Who is registered is not asked again, but may register once more."""
    radia = await joined(page, "Radia", "en", "+447700900311")
    await answers_all(radia, "Radia Example", "radia@example.org")
    await radia.presses("Confirm")
    await radia.sees(REGISTERED)
    told = await radia.text()
    count = await radia.cards.count()
    await radia.says("/start")
    await expect(radia.cards).to_have_count(count + 1)
    assert await radia.text() == told
    await radia.presses("Register once more")
    await radia.sees("What is your full name?")
    await only_customer(page, "Radia")


async def test_answers_in_a_burst_all_count(page: Page) -> None:
    """Five answers, none of them waited for, end at the summary that has them all."""
    sophie = await joined(page, "Sophie", "en", "+447700900312")
    await agrees(sophie)
    answers = ("Sophie Example", "07700 900312", "sophie@example.org", "1990-12-10", "Female")
    for answer in answers:
        await sophie.says(answer)
    await sophie.sees("All correct?")
    assert (await sophie.text()).splitlines()[2:7] == [
        "1. Name: Sophie Example",
        "2. Phone: +44 7700 900312",
        "3. E-mail: sophie@example.org",
        "4. Birth date: 10 December 1990",
        "5. Gender: Female",
    ]


async def test_who_blocks_the_bot_finds_the_registration_on_coming_back(page: Page) -> None:
    """A message that could not be sent keeps nobody from being registered, or from hearing it."""
    tatiana = await joined(page, "Tatiana", "en", "+447700900313")
    await answers_needed(tatiana, "Tatiana Example")
    await page.get_by_test_id("fault-create").select_option("refuse_500")
    await tatiana.presses("Confirm")
    await tatiana.sees("Accepted.")
    await tatiana.uses_menu("block")
    rows = page.get_by_test_id("customer").filter(has_text="Tatiana")
    await expect(rows).to_have_count(1)
    await tatiana.uses_menu("block")
    await tatiana.says("/status")
    await tatiana.sees(REGISTERED)
