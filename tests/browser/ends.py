"""How a registration ends under each fault of Flextell's create call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Registered:
    """One customer, created or found, and the card names its number, all within `seconds`.

    That is several times what it takes on a quiet machine.
    """

    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Staff:
    """Nobody but staff can tell: nobody is created, and the card says who looks into it."""


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """The question that the refusal names is asked again; one other answer is taken.

    `refused` and `correction` have places for a person's address and number.
    """

    question: str
    refused: str
    correction: str


End = Registered | Staff | AskedAgain

OF_ONE_CALL: Mapping[str, End] = {
    # First what ends otherwise than well: a fault strikes whoever creates next, and later on that
    # may be somebody who was given up before and is tried again.
    "conflict_409": Staff(),
    "refuse_unnamed_422": Staff(),
    "refuse_email_422": AskedAgain(
        "What is your e-mail address?", "{name}@example.org", "{name}@example.com"
    ),
    "refuse_phone_422": AskedAgain(
        "What is your phone number?", "+44 7700 900{number}", "+44 7700 900{other}"
    ),
    "refuse_birth_date_400": AskedAgain(
        "When were you born?", "10 December 1990", "11 December 1990"
    ),
    # Then the slowest: others come to their ends while these wait.
    "slow_drip": Registered(150),
    "commit_late": Registered(150),
    "commit_then_timeout": Registered(150),
    "commit_then_reset": Registered(),
    "commit_then_500": Registered(),
    "commit_then_502_html": Registered(),
    "created_without_id": Registered(),
    "created_broken_json": Registered(),
    "created_partial_body": Registered(),
    "created_bad_gzip": Registered(),
    "refuse_500": Registered(),
    "refuse_503": Registered(),
    "reset_before_commit": Registered(),
    "echo_shifted_date": Registered(),
    "echo_other_case": Registered(),
    "echo_no_country_code": Registered(),
}
"""What concerns one submission alone: many people can meet such faults at the same time."""

OF_FURTHER_QUESTIONS: Mapping[str, AskedAgain] = {
    "refuse_country_422": AskedAgain("Which country do you live in?", "Germany", "Türkiye"),
    "refuse_identity_number_422": AskedAgain(
        "What is your identity number?", "••••••3456", "CD 654321"
    ),
}
"""What names a question that is asked only where it is switched on."""

OF_MANY_CALLS: Mapping[str, End] = {
    "limit_seconds": Registered(60),
    "limit_date": Registered(60),
    "limit_silent": Registered(120),
    "limit_nonsense": Registered(120),
}
"""What holds everybody up for a while, and ends by itself."""

OF_SETTINGS: Mapping[str, int] = {
    "unauthorized_401": 401,
    "forbidden_403": 403,
    "redirect_307": 307,
    "refuse_setting_422": 422,
}
"""What an operator has to mend, with Flextell's answer; the bot looks once a minute."""
