"""The registration flow: what is asked of a customer, in this order.

To ask one more thing, add one `Question` here and its wording to the catalogues.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.flow import Flow, Privacy, Question
from conversations.kinds.email import Email
from conversations.kinds.gender import GENDER
from conversations.kinds.name import Name
from conversations.kinds.past_date import PastDate
from conversations.kinds.phone import Phone
from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Collection

# Flextell creates no customer without these (its update page shows them as never null).
ALWAYS_REQUIRED = frozenset({"name", "phone"})


def questions(region: str, minimum_age: int) -> tuple[Question, ...]:
    """Return what is asked; phones without a country code are read as of `region`."""
    return (
        Question("name", sentence("Name"), sentence("What is your full name?"), Name()),
        Question(
            "phone",
            sentence("Phone"),
            sentence("What is your phone number? Share it with the button below, or type it."),
            Phone(region),
        ),
        Question("email", sentence("E-mail"), sentence("What is your e-mail address?"), Email()),
        Question(
            "birth_date",
            sentence("Birth date"),
            sentence("When were you born? Please write day, month and year."),
            PastDate("birth_date", minimum_age=minimum_age, region=region),
        ),
        Question(
            "gender",
            sentence("Gender"),
            sentence("What is your gender?"),
            GENDER,
        ),
    )


def registration(
    *,
    company: str,
    languages: tuple[str, ...],
    region: str,
    minimum_age: int = 0,
    required: Collection[str] = (),
    privacy: Privacy | None = None,
) -> Flow:
    """Return the flow of one company; `required` names questions that cannot be skipped."""
    needed = ALWAYS_REQUIRED | set(required)
    asked = tuple(replace(q, required=q.key in needed) for q in questions(region, minimum_age))
    return Flow(asked, company, languages, privacy or Privacy())
