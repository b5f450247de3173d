"""What a run of digits means as a phone number, seen from one region.

phonenumbers knows the numbering plans; this module decides what may be taken, and never lets the
library see a letter (it reads them as keypad digits).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType
from phonenumbers import ValidationResult as Length

from conversations.kinds.documentation_numbers import is_for_documentation
from conversations.kinds.phone_runs import digits

_FEWEST_SURE = 12
_FEWEST_UNLISTED = 6  # loose numbering plans would take a year for a number
# Shown where a region has no example: Ofcom's range for drama.
_ANY_EXAMPLE = "+44 7700 900123"
_MEXICO_OLD_MOBILE = ("+521", 14)


@dataclass(frozen=True, slots=True)
class Number:
    """A number a run may mean. `is_listed`: its plan has it; else only its length fits."""

    e164: str
    is_listed: bool


def number(run: str, region: str) -> Number | int | None:
    """Return the number of a run; else the `ValidationResult` of its length, None without plan."""
    try:
        parsed = phonenumbers.parse(_without_old_prefix(run), region)
    except NumberParseException:
        return None
    length = phonenumbers.is_possible_number_with_reason(parsed)
    if length != Length.IS_POSSIBLE:
        return length
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    is_listed = phonenumbers.is_valid_number(parsed) or is_for_documentation(e164)
    if not is_listed and len(digits(run)) < _FEWEST_UNLISTED:
        return Length.TOO_SHORT
    return Number(e164, is_listed)


def foreign(run: str, region: str, fewest_digits: int) -> Number | None:
    """Return the listed number of a run written in full but without its `+` or with `00`.

    Without either it has to have some digits, or to begin with the region's own country code; a
    short one counts as unlisted, since identity numbers of eleven digits look like it.
    """
    figures = digits(run)
    bare = figures.removeprefix("00")
    own_code = str(phonenumbers.country_code_for_region(region))
    is_full = bare != figures or len(bare) >= fewest_digits or bare.startswith(own_code)
    if bare.startswith("0") or run.startswith("+") or not is_full:
        return None
    found = number(f"+{bare}", "ZZ")
    if not isinstance(found, Number) or not found.is_listed:
        return None
    is_sure = bare != figures or len(bare) >= _FEWEST_SURE or bare.startswith(own_code)
    return Number(found.e164, is_sure)


@lru_cache(maxsize=256)
def international(e164: str) -> str:
    """Return a number as it is written for anyone in the world.

    It is shown a few times within a minute or so, when it was given and in the summary.
    """
    return phonenumbers.format_number(
        phonenumbers.parse(e164, None), PhoneNumberFormat.INTERNATIONAL
    )


@cache
def region_of(e164: str) -> str | None:
    """Return the country (ISO 3166) of a number, the main one where several share its code."""
    try:
        parsed = phonenumbers.parse(e164)
    except NumberParseException:
        return None
    surely = phonenumbers.region_code_for_number(parsed)
    return surely or phonenumbers.region_code_for_country_code(parsed.country_code or 0)


def example(region: str) -> str:
    """Return how a mobile number of the region is written there."""
    found = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if found is None:
        return _ANY_EXAMPLE
    return phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL)


def _without_old_prefix(run: str) -> str:
    """Return the run without the 1 that Mexico's mobiles had after +52 until August 2019."""
    start, length = _MEXICO_OLD_MOBILE
    figures = f"+{digits(run)}"
    if run.startswith("+") and figures.startswith(start) and len(figures) == length:
        return f"+52{figures[4:]}"
    return run
