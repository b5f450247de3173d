"""Identity numbers that a country gives its people: how to tell a mistyped one from a right one.

A number that passes may still be nobody's, and one that does not may be of another country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# Signs that may stand between those of a number.
_BETWEEN: Final = re.compile(r"[ .\-/]+")
# Every place is tried; none in the middle of a word, an address, or a phone number with a plus.
_ALONE: Final = r"(?<![\w+@])(?=({number})(?![\w@]))"
_GAP: Final = r"[ .\-/]{0,3}"

_SPANISH_DIGITS: Final = 8
_SPANISH_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"
_OF_FOREIGNERS: Final = str.maketrans("XYZ", "012")


@dataclass(frozen=True, slots=True)
class NationalNumber:
    """What is known of a country's numbers; `example` passes and is nobody's.

    `looks` finds them in capitals, as a group, wherever they stand in a line; `is_right` is asked
    of what has these looks, without signs between.
    """

    is_right: Callable[[str], bool]
    looks: re.Pattern[str]
    example: str

    def right_ones(self, line: str) -> Iterator[str]:
        """Yield the numbers in a line of capitals that pass the check, without signs between."""
        found = (_BETWEEN.sub("", match[1]) for match in self.looks.finditer(line))
        return (number for number in found if self.is_right(number))


def _is_turkish(number: str) -> bool:
    """Tell whether both check digits at the end fit the nine before them.

    https://en.wikipedia.org/wiki/Turkish_Identification_Number
    """
    digits = [int(digit) for digit in number]
    tenth = (sum(digits[0:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def _is_spanish(number: str) -> bool:
    """Tell whether the letter at the end of a DNI or NIE fits the number before it.

    https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/
    """
    digits, letter = number[:-1].translate(_OF_FOREIGNERS), number[-1]
    is_whole = len(digits) == _SPANISH_DIGITS
    return is_whole and letter == _SPANISH_LETTERS[int(digits) % len(_SPANISH_LETTERS)]


def _alone(number: str) -> re.Pattern[str]:
    return re.compile(_ALONE.format(number=number))


NATIONAL_NUMBERS: Final = MappingProxyType(
    {
        "ES": NationalNumber(
            _is_spanish,
            _alone(rf"(?:[XYZ]{_GAP})?[0-9](?:{_GAP}[0-9]){{6,7}}{_GAP}[A-Z]"),
            "00000000T",
        ),
        "TR": NationalNumber(_is_turkish, _alone(rf"[1-9](?:{_GAP}[0-9]){{10}}"), "10000000146"),
    }
)
"""By the region (ISO 3166-1) whose people have them."""
