"""The registration flow: what is asked of a customer, in this order.

To ask one more thing, add one `Question` here and its wording to the catalogues.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.flow import Flow, Privacy, Question
from conversations.kinds.country import Country
from conversations.kinds.email import Email
from conversations.kinds.gender import GENDER
from conversations.kinds.identity_number import IdentityNumber
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.kinds.text import Text
from conversations.sentences import phrases, sentence

if TYPE_CHECKING:
    from collections.abc import Collection

# Flextell creates no customer without these (its update page shows them as never null).
ALWAYS_REQUIRED = frozenset({"name", "phone"})


def questions(
    region: str, minimum_age: int, countries: tuple[str, ...] = ()
) -> tuple[Question, ...]:
    """Return all that can be asked.

    Phones without a country code are read as of `region`; `countries` are those that can be
    answered, as ISO 3166 alpha-2, the likeliest first.
    """
    further = _further(region, countries)
    return (*_name_and_addresses(region), *_about_the_person(region, minimum_age), *further)


def _name_and_addresses(region: str) -> tuple[Question, ...]:
    """Return who it is, and how to reach them; asked of everybody."""
    return (
        Question(
            "name",
            sentence("Name"),
            sentence("What is your full name?"),
            Name(),
            # Translators: what else people write before their name, as in a form.
            called=phrases("full name, first and last name, name and surname"),
        ),
        Question(
            "phone",
            sentence("Phone"),
            sentence("What is your phone number? Share it with the button below, or type it."),
            Phone(region),
            # Translators: what else people write before their phone number.
            called=phrases(
                "phone number, phone no, telephone, telephone number, tel, mobile, mobile number,"
                " mobile phone, cell, cell phone, cellphone, home phone, work phone, number,"
                " whatsapp"
            ),
        ),
        Question(
            "email",
            sentence("E-mail"),
            sentence("What is your e-mail address?"),
            Email(),
            # Translators: what else people write before their e-mail address.
            called=phrases("email, mail, e-mail address, email address, mail address"),
        ),
    )


def _about_the_person(region: str, minimum_age: int) -> tuple[Question, ...]:
    """Return what else is asked of everybody."""
    return (
        Question(
            "birth_date",
            sentence("Birth date"),
            sentence("When were you born? Please write day, month and year."),
            PastDate("birth_date", minimum_age=minimum_age, region=region),
            # Translators: what else people write before the day they were born.
            called=phrases("date of birth, birthdate, birthday, dob, bday, born, born on"),
        ),
        Question(
            "gender",
            sentence("Gender"),
            sentence("What is your gender?"),
            GENDER,
            # Translators: what else people write before their gender.
            called=phrases("sex"),
        ),
    )


def _further(region: str, countries: tuple[str, ...]) -> tuple[Question, ...]:
    """Return what is asked only where EXTRA_QUESTIONS names it."""
    return (
        Question(
            "country",
            sentence("Country"),
            sentence("Which country do you live in? Choose it below, or write its name."),
            Country("country", region, countries),
            extra=True,
            # Translators: what else people write before the country they live in.
            called=phrases("country of residence, residence"),
        ),
        Question(
            "identity_number",
            sentence("Identity number"),
            sentence("What is your identity number? I delete your message once I have read it."),
            IdentityNumber("identity_number", region),
            extra=True,
            sensitive=True,
            # Translators: what else people write before their identity number.
            called=phrases(
                "id, id no, id number, identity no, identity card, national id, passport,"
                " passport no, passport number"
            ),
        ),
        Question(
            "job",
            sentence("Job"),
            sentence("What do you do for a living?"),
            Text("job", max_length=255),
            extra=True,
            # Translators: what else people write before what they do for a living.
            called=phrases("occupation, profession"),
        ),
        Question(
            "address",
            sentence("Address"),
            sentence("What is your address? It may have several lines."),
            Text("address", max_length=1000, has_lines=True),
            extra=True,
            # Translators: what else people write before where they live.
            called=phrases("home address, postal address, street address"),
        ),
    )


def registration(
    *,
    company: str,
    languages: tuple[str, ...],
    region: str,
    minimum_age: int = 0,
    required: Collection[str] = (),
    extra: Collection[str] = (),
    countries: Collection[str] = (),
    privacy: Privacy | None = None,
) -> Flow:
    """Return the flow of one company.

    `required` names questions that cannot be skipped, `extra` those that are switched on;
    `countries` are those a customer may live in.
    """
    needed = ALWAYS_REQUIRED | set(required)
    asked = tuple(
        replace(question, required=question.key in needed)
        for question in questions(region, minimum_age, tuple(countries))
        if question.key in extra or not question.extra
    )
    return Flow(asked, company, languages, privacy or Privacy())
