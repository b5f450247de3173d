"""Names of towns and countries, to know one that stands behind somebody's name.

The towns are those that Babel knows time zones by, which are the largest of each country.
https://cldr.unicode.org/translation/time-zones-and-city-names
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.core import get_global

from conversations.kinds.countries import named
from conversations.normal import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST: Final = 60
_LONGEST_CODE: Final = 3


def is_place(text: str, locale: Locale) -> bool:
    """Tell whether a text is the name of a town or a country, in a language or in English.

    A country's code counts in capitals only: Jo and Li are names.
    """
    if len(text) > _LONGEST or (len(text) <= _LONGEST_CODE and not text.isupper()):
        return False
    towns = _towns(locale) | _towns(Locale.parse("en"))
    return folded(text) in towns or named(text, locale).is_certain


@cache
def _towns(locale: Locale) -> frozenset[str]:
    return frozenset(map(folded, _names(locale)))


def _names(locale: Locale) -> Iterator[str]:
    for zone in get_global("zone_territories"):
        area, _, town = zone.rpartition("/")
        if area and area != "Etc":
            yield town.replace("_", " ")
    for names in locale.time_zones.values():
        if "city" in names:
            yield names["city"]
