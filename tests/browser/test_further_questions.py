"""A registration with all that can be asked, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from tests.browser.ends import OF_FURTHER_QUESTIONS
from tests.browser.panel import is_met, only_customer, switch_on
from tests.browser.person import Person, joined
from tests.browser.pictures import picture
from tests.browser.walks import REGISTERED, answers_needed

if TYPE_CHECKING:
    from playwright.async_api import Page

pytestmark = pytest.mark.asyncio(loop_scope="module")

LAILA = 1002
COUNTRY = "Which country do you live in?"


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Have everything asked."""
    return {
        "EXTRA_QUESTIONS": "country,identity_number,job,address",
        "FLEXTELL_COUNTRIES": "GB:44,TR:90,DE:49,EG:20",
    }


async def is_gone(person: Person, words: str) -> None:
    """Wait until no message of the chat has these words any more."""
    await expect(person.bubbles.filter(has_text=words)).to_have_count(0)


async def test_a_registration_with_further_questions(page: Page) -> None:
    """A near miss is a button, the number's message goes, and Flextell has all of it."""
    grace = await joined(page, "Grace", "en", "+447700900330")
    await answers_needed(grace, "Grace Example", then=COUNTRY)
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
    await laila.sees("تم تسجيلك لدى")
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
    await answers_needed(person, f"{name} Example", then=COUNTRY)
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
