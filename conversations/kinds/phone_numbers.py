"""What a run of digits means as a phone number, seen from one region.

phonenumbers knows the numbering plans; this module decides what may be taken, and never lets the
library see a letter (it reads them as keypad digits).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from types import MappingProxyType

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers import ValidationResult as Length

from conversations.kinds.documentation_numbers import is_for_documentation
from conversations.kinds.phone_runs import digits

_FEWEST_SURE = 12
_FEWEST_UNLISTED = 6  # loose numbering plans would take a year for a number
# Shown where a region has no example: Ofcom's range for drama.
_ANY_EXAMPLE = "+44 7700 900123"
_LONGEST_LOCAL = 8  # digits of a number without its area code
_LONGEST_MOBILE = 10  # digits of those that go without their trunk prefix in everyday writing
# Dialled within a country only, and put in brackets in what is written for abroad.
_TRUNK = re.compile(r"\((?:0|06|8)\)")
# Prefixes of former times that people still write, and phonenumbers does not know any more.
_OLD_PREFIXES = MappingProxyType(
    {
        "MX": re.compile(r"(?:01|04[45])(?=\d{10}$)"),  # until August 2019
        "UA": re.compile(r"8(?=0\d{9}$)"),  # until October 2009
        "UZ": re.compile(r"8(?=\d{9}$)"),  # until May 2019
    }
)
_MEXICO_OLD_MOBILE = ("+521", 14)
_AMERICAN_WAY_OUT = "011"  # dialled for abroad in North America, and an area code elsewhere
_GROUP = re.compile(r"\d+")
_LENGTHS_OF_CODES = (2, 3)  # a group of so many digits in front may be another country's code


@dataclass(frozen=True, slots=True)
class Number:
    """A number a run may mean. `is_listed`: its plan has it; else only its length fits.

    `parsed` and its `type` are the library's: each costs as much as all the rest of reading.
    """

    e164: str
    is_listed: bool
    parsed: PhoneNumber = field(compare=False, repr=False)
    type: int = field(compare=False)


def number(run: str, region: str) -> Number | int | None:
    """Return the number of a run; else the `ValidationResult` of its length, None without plan.

    A trunk prefix in brackets, `(0)`, is dropped where the number is right without it only.
    """
    found = _number(_without_old_prefix(run, region), region)
    if _TRUNK.search(run) and not (isinstance(found, Number) and found.is_listed):
        without = _number(_TRUNK.sub(" ", run), region)
        if isinstance(without, Number) and without.is_listed:
            return without
    return found


def _number(run: str, region: str) -> Number | int | None:
    try:
        parsed = phonenumbers.parse(run, region)
    except NumberParseException:
        return None
    length = phonenumbers.is_possible_number_with_reason(parsed)
    if length != Length.IS_POSSIBLE:
        return length
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    # A number is valid to the library where it has a type, `is_valid_number` says so itself.
    kind = phonenumbers.number_type(parsed)
    is_listed = kind != PhoneNumberType.UNKNOWN or is_for_documentation(e164)
    if _is_filled_in(run, e164) or (not is_listed and len(digits(run)) < _FEWEST_UNLISTED):
        return Length.TOO_SHORT
    if not is_listed and _keeps_trunk_prefix(parsed):
        return Length.INVALID_LENGTH
    return Number(e164, is_listed, parsed, kind)


def foreign(run: str, region: str, fewest_digits: int) -> Number | None:
    """Return the listed number of a run written in full but without its `+`, or with `00`, `011`.

    Without any it has to have some digits, or to begin with the region's own country code.
    """
    figures = digits(run)
    bare = figures.removeprefix("00").removeprefix(_AMERICAN_WAY_OUT)
    is_full = bare != figures or len(bare) >= fewest_digits or bare.startswith(_code(region))
    if bare.startswith("0") or run.startswith("+") or not is_full:
        return None
    found = number(f"+{bare}", "ZZ")
    return found if isinstance(found, Number) and found.is_listed else None


def is_own_in_full(here: Number, abroad: Number, run: str, region: str) -> bool:
    """Tell whether a run is a number of the region with its country code, though not with `+`.

    Loose plans have a longer number that begins with the same digits, and nobody's phone has it.
    """
    if not abroad.e164.startswith(f"+{_code(region)}") or here.e164 == abroad.e164:
        return False
    is_better = abroad.type == PhoneNumberType.MOBILE != here.type
    return is_better or len(digits(run)) > _longest(region)


def is_grouped_oddly(run: str, found: Number) -> bool:
    """Tell whether a run of the region alone, in groups, has others than those usual there."""
    groups = _groups(run)
    if len(groups) == 1 or groups[0].startswith("0"):
        return False
    usual = _groups(phonenumbers.format_number(found.parsed, PhoneNumberFormat.NATIONAL))
    return groups != [usual[0].removeprefix("0"), *usual[1:]]


def is_grouped_as(run: str, found: Number) -> bool:
    """Tell whether the digits of a run stand in the groups in which its number is written."""
    return _groups(run) == _groups(international(found.e164))


def is_surely_foreign(run: str, region: str) -> bool:
    """Tell whether what `foreign` returns is no other number, such as one of identity."""
    figures = digits(run)
    if figures.startswith(("00", _code(region))):
        return True
    return len(figures) >= _FEWEST_SURE and not figures.startswith(_AMERICAN_WAY_OUT)


def is_usual(run: str, found: Number, region: str) -> bool:
    """Tell whether a number is written as people of the region write theirs.

    That is with its trunk prefix, where there is one; mobile numbers often go without it.
    """
    figures = digits(run)
    if figures.startswith("0") and not figures.startswith("00"):
        return True
    if _has_trunk_prefix(run, found, region):
        return True
    if len(figures) > _longest(region):
        return False
    if found.type == PhoneNumberType.MOBILE and len(figures) <= _LONGEST_MOBILE:
        return True
    return figures == digits(phonenumbers.format_number(found.parsed, PhoneNumberFormat.NATIONAL))


def may_lack_area_code(run: str, found: Number, region: str) -> bool:
    """Tell whether a short run may as well be a number as it is dialled within a town.

    That is so where an area code has a prefix ahead of it, which is not there, and the region's
    numbers are longer or of several lengths: 952051 is dialled within many a German town, and is
    also 09520 51.
    """
    figures = digits(run)
    is_short = len(figures) <= _LONGEST_LOCAL
    if not is_short or figures.startswith("0") or _has_trunk_prefix(run, found, region):
        return False
    lengths = _lengths_behind_prefix(region)
    is_mobile = found.type == PhoneNumberType.MOBILE and len(figures) == _LONGEST_LOCAL
    if is_mobile or (len(lengths) == 1 and len(figures) in lengths) or not lengths:
        return False
    return len(_groups(run)) == 1 or is_grouped_oddly(run, found)


@cache
def _lengths_behind_prefix(region: str) -> tuple[int, ...]:
    """Return how many digits landlines have behind the prefix; none where there is no prefix."""
    plan = phonenumbers.PhoneMetadata.metadata_for_region(region)
    line = plan.fixed_line if plan is not None and _trunk_prefix(region) else None
    return () if line is None else tuple(line.possible_length)


@lru_cache(maxsize=256)
def international(e164: str) -> str:
    """Return a number as it is written for anyone in the world.

    It is shown a few times within a minute or so, when it was given and in the summary.
    """
    return phonenumbers.format_number(
        phonenumbers.parse(e164, None), PhoneNumberFormat.INTERNATIONAL
    )


@lru_cache(maxsize=256)
def region_of(e164: str) -> str | None:
    """Return the country (ISO 3166) of a number, the main one where several share its code."""
    try:
        parsed = phonenumbers.parse(e164)
    except NumberParseException:
        return None
    surely = phonenumbers.region_code_for_number(parsed)
    return surely or phonenumbers.region_code_for_country_code(parsed.country_code or 0)


@cache
def example(region: str) -> str:
    """Return how a mobile number of the region is written there."""
    found = phonenumbers.example_number_for_type(region, PhoneNumberType.MOBILE)
    if found is None:
        return _ANY_EXAMPLE
    return phonenumbers.format_number(found, PhoneNumberFormat.NATIONAL)


def _groups(text: str) -> list[str]:
    return _GROUP.findall(text)


def _has_trunk_prefix(run: str, found: Number, region: str) -> bool:
    """Tell whether a number begins with a trunk prefix other than 0, such as Russia's 8."""
    prefix = _trunk_prefix(region)
    whole = prefix + phonenumbers.national_significant_number(found.parsed)
    if not prefix or digits(run) != whole:
        return False
    group = _GROUP.search(run)
    return group is not None and len(group[0]) not in _LENGTHS_OF_CODES


@cache
def _trunk_prefix(region: str) -> str:
    """Return what is dialled before a number within a country, empty where that is nothing."""
    return phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) or ""


@cache
def _code(region: str) -> str:
    return str(phonenumbers.country_code_for_region(region))


@cache
def _longest(region: str) -> int:
    """Return how many digits numbers of the region usually have at most, a trunk prefix apart."""
    kinds = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)
    shown = filter(None, (phonenumbers.example_number_for_type(region, each) for each in kinds))
    lengths = (len(phonenumbers.national_significant_number(each)) for each in shown)
    return max(_LONGEST_MOBILE, *lengths, 0)


def _is_filled_in(run: str, e164: str) -> bool:
    """Tell whether the library added digits to an international number, which lacked them."""
    figures = digits(run)
    is_international = run.startswith("+") or figures.startswith("00")
    return is_international and len(e164) - 1 > len(figures.lstrip("0"))


def _without_old_prefix(run: str, region: str) -> str:
    """Return the run without what was dialled in former times only.

    Among it is the 1 that Mexico's mobiles had after +52 until August 2019.
    """
    if not run.startswith("+"):
        old = _OLD_PREFIXES.get(region)
        return run if old is None else old.sub("", digits(run), 1)
    start, length = _MEXICO_OLD_MOBILE
    figures = f"+{digits(run)}"
    if figures.startswith(start) and len(figures) == length:
        return f"+52{figures[4:]}"
    return run


def _keeps_trunk_prefix(parsed: PhoneNumber) -> bool:
    """Tell whether a number without a place in its plan begins with what is dialled before it.

    Nobody reaches it from anywhere, so it has too many digits or too few.
    """
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return bool(parsed.italian_leading_zero) and _trunk_prefix(region) == "0"
