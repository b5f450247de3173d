"""What is said about a date that cannot be taken: what is wrong, and how one is written."""

from __future__ import annotations

from datetime import date
from typing import Final

from conversations.kinds.date_orders import Fault
from conversations.sentences import Sentence, sentence

# Written with the month in words, and with a day that is no month: it can be read in one way only.
_EXAMPLE: Final = date(1990, 5, 15)


def reason(fault: Fault, minimum_age: int) -> Sentence:
    """Return the one sentence about a fault."""
    match fault:
        case Fault.UNDER_AGE:
            return sentence(
                "To register you have to be at least {age} years of age."
                " If the date is wrong, send it again, for example {example}.",
                age=minimum_age,
                example=_EXAMPLE,
            )
        case _:
            return _REASONS[fault]


_REASONS: Final = {
    Fault.NO_DATE: sentence(
        "I could not find a date there. Please send day, month and year, for example {example}.",
        example=_EXAMPLE,
    ),
    Fault.NO_YEAR: sentence(
        "The year is missing. Please send day, month and year, for example {example}.",
        example=_EXAMPLE,
    ),
    Fault.NO_DAY: sentence(
        "The day or the month is missing. Please send day, month and year, for example {example}.",
        example=_EXAMPLE,
    ),
    Fault.ONLY_YEAR: sentence(
        "Day and month are missing. Please send day, month and year, for example {example}.",
        example=_EXAMPLE,
    ),
    Fault.SHORT_YEAR: sentence(
        "I cannot be sure of the year. Please write all its four digits, for example {example}.",
        example=_EXAMPLE,
    ),
    Fault.OTHER_CALENDAR: sentence(
        "That year is of another calendar, as it seems. Please send the date with the Gregorian"
        " year, for example {example}.",
        example=_EXAMPLE,
    ),
    Fault.UNCERTAIN: sentence(
        "I cannot be sure of that date. Please send it alone, with the month in words, for example"
        " {example}.",
        example=_EXAMPLE,
    ),
    Fault.IMPOSSIBLE: sentence(
        "There is no such day in the calendar. Please check it and send it again, for example"
        " {example}.",
        example=_EXAMPLE,
    ),
    Fault.FUTURE: sentence(
        "That day is still to come. Please check the year and send the date again, for example"
        " {example}.",
        example=_EXAMPLE,
    ),
    Fault.TOO_OLD: sentence(
        "That is too long ago. Please check the year and send the date again, for example"
        " {example}.",
        example=_EXAMPLE,
    ),
}
