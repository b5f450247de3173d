"""A registration with all that can be asked, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.rehearsal.house import Rehearsal, rehearsal
from tests.browser.ends import OF_FURTHER_QUESTIONS
from tests.browser.panel import is_met, only_customer, switch_on
from tests.browser.person import Person, joined
from tests.browser.pictures import picture
from tests.browser.walks import REGISTERED, agrees

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAILA = 1002
SETTINGS = {
    "EXTRA_QUESTIONS": "country,identity_number,job,address",
    "FLEXTELL_COUNTRIES": "GB:44,TR:90,DE:49,EG:20",
    "SETTLE_MINUTES": "0.03",
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(
    browser_path: str,  # noqa: ARG001 - without a browser nothing is started
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Rehearsal]:
    """Run a stage, and a bot that asks everything."""
    async with rehearsal(tmp_path_factory.mktemp("house"), settings=SETTINGS) as running:
        yield running


async def is_gone(person: Person, words: str) -> None:
    """Wait until no message of the chat has these words any more."""
    await expect(person.bubbles.filter(has_text=words)).to_have_count(0)


async def answers_needed(person: Person, name: str) -> None:
    """Answer what must be answered, and skip the rest, up to the country."""
    await agrees(person)
    await person.says(name)
    await person.sees("What is your phone number?")
    await person.shares("Share my number")
    for asked in ("What is your e-mail address?", "When were you born?", "What is your gender?"):
        await person.sees(asked)
        await person.presses("Skip")
    await person.sees("Which country do you live in?")


async def test_a_registration_with_further_questions(page: Page) -> None:
    """A near miss is a button, the number's message goes, and Flextell has all of it."""
    grace = await joined(page, "Grace", "en", "+447700900330")
    await answers_needed(grace, "Grace Example")
    await grace.says("Germeny")
    await grace.sees("I am not sure that I understood")
    await grace.presses("Germany")
    await grace.sees("What is your identity number?")
    await grace.says("AB 123456")
    await grace.sees("Identity number: ••••••3456")
    await is_gone(grace, "AB 123456")
    await grace.says("Mathematician")
    await grace.sees("What is your address?")
    await grace.says("1 Example Street\nLondon")
    await grace.sees("All correct?")
    assert (await grace.text()).splitlines()[7:11] == [
        "6. Country: Germany",
        "7. Identity number: ••••••3456",
        "8. Job: Mathematician",
        "9. Address: 1 Example Street, London",
    ]
    await picture(page, "further-questions", width=1440)
    await grace.presses("Confirm")
    await grace.sees(REGISTERED)
    assert (await only_customer(page, "Grace")).items() >= {
        "country_name": "Country 49",
        "identity_number": "AB 123456",
        "job": "Mathematician",
        "address": "1 Example Street, London",
    }.items()


async def test_further_questions_from_right_to_left(page: Page) -> None:
    """In Arabic the same is asked, shown and sent."""
    laila = Person(page, LAILA)
    await laila.starts()
    await laila.presses("أوافق")
    await laila.sees("ما اسمك الكامل؟")
    await laila.says("ليلى منصور")
    await laila.sees("ما رقم هاتفك؟")
    await laila.shares("مشاركة رقمي")
    for asked in ("ما عنوان بريدك الإلكتروني؟", "متى وُلدت؟", "ما جنسك؟"):
        await laila.sees(asked)
        await laila.presses("تخطي")
    await laila.sees("في أي بلد تقيم؟")
    await laila.presses("مصر")
    await laila.sees("ما رقم هويتك؟")
    await laila.says("٢٩٠٠١٠١١٢٣٤٥٦٧")
    await laila.sees("رقم الهوية: \u2068••••••4567\u2069")
    await is_gone(laila, "٢٩٠٠١٠١١٢٣٤٥٦٧")
    await laila.says("مهندسة")
    await laila.sees("ما عنوانك؟")
    await laila.says("١ شارع المثال\nالقاهرة")
    await laila.sees("هل كل شيء صحيح؟")
    await picture(page, "further-questions-arabic", width=1440)
    await laila.presses("تأكيد")
    await laila.sees("أنت مسجَّل لدى")
    assert (await only_customer(page, "ليلى")).items() >= {
        "country_name": "Country 20",
        "identity_number": "29001011234567",
        "job": "مهندسة",
        "address": "١ شارع المثال, القاهرة",
    }.items()


@pytest.mark.parametrize(
    ("fault", "name", "number"),
    [
        ("refuse_country_422", "Hedy", "+447700900331"),
        ("refuse_identity_number_422", "Irene", "+447700900332"),
    ],
)
async def test_a_refused_further_answer_is_asked_again(
    page: Page, fault: str, name: str, number: str
) -> None:
    """Its message goes, whatever was refused; all else is kept."""
    end = OF_FURTHER_QUESTIONS[fault]
    person = await joined(page, name, "en", number)
    await answers_needed(person, f"{name} Example")
    await person.presses("Germany")
    await person.sees("What is your identity number?")
    await person.says("AB 123456")
    for asked in ("What do you do for a living?", "What is your address?"):
        await person.sees(asked)
        await person.presses("Skip")
    await person.sees("All correct?")
    await switch_on(page, fault)
    await person.presses("Confirm")
    await is_met(page)
    await person.sees(f"Not accepted: {end.refused}")
    await person.sees(end.question)
    await person.says(end.correction)
    await person.sees("All correct?")
    await person.presses("Confirm")
    await person.sees(REGISTERED)
    for words in ("AB 123456", "CD 654321"):
        await is_gone(person, words)
