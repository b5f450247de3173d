"""Slips of the fingers in well-known mail domains.

A slip is suggested, never corrected: the domain as typed may be somebody's own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.kinds.email_domains import (
    NO_SUCH_ENDING,
    NOT_OF_COM,
    ONLY_COM,
    PROVIDERS,
    REAL_NAMES,
    WHOLE_SLIPS,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORTEST_NAME: Final = 5  # shorter names have too many real neighbours
_REPEATED: Final = re.compile(r"(.)\1+")
_LIKE_LETTERS: Final = str.maketrans({"ı": "i", "0": "o", "1": "l"})
_KEYBOARD: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def suggestion(domain: str) -> str | None:
    """Return the domain probably meant by this one in lower case; None where it looks right."""
    plain = domain.removeprefix("www.")
    name, _, ending = plain.partition(".")
    meant = (
        WHOLE_SLIPS.get(plain) or _near(name, ending) or f"{name}.{_meant_ending(name, ending)}"
    )
    return None if meant == domain else meant


def _meant_ending(name: str, ending: str) -> str:
    return "com" if name in ONLY_COM else _mended(name, ending)


def _mended(name: str, ending: str) -> str:
    """Return the ending as it is, unless it exists only as a slip behind this name."""
    endings = PROVIDERS.get(name, ())
    meant = NO_SUCH_ENDING.get(ending, ending)
    is_of_com = endings[:1] == ("com",) and meant not in endings
    return "com" if is_of_com and meant in NOT_OF_COM else meant


def _near(name: str, ending: str) -> str | None:
    """Return the domain of the provider whose name is one slip away, if the ending is one of his.

    A name of somebody's own is often near a provider's, but seldom with the same ending.
    """
    if name in PROVIDERS or name in REAL_NAMES:
        return None
    plain = _plain(name)
    near = {known for form in _forms(plain) for known in _by_form().get(form, ())}
    fitting = [
        known
        for known in near
        if _may_begin(plain, _plain(known)) and _mended(known, ending) in PROVIDERS[known]
    ]
    meant = min(fitting, key=lambda known: (abs(len(known) - len(name)), known), default=None)
    return None if meant is None else f"{meant}.{_mended(meant, ending)}"


def _plain(name: str) -> str:
    """Return a name without marks and doubled letters, which are slips of their own."""
    letters = name.translate(_LIKE_LETTERS)
    if not letters.isascii():
        marked = unicodedata.normalize("NFKD", letters)
        letters = "".join(c for c in marked if not unicodedata.combining(c))
    return _REPEATED.sub(r"\1", letters)


def _forms(name: str) -> Iterator[str]:
    """Yield the name and what is left of it without one letter.

    Two names that share a form are one slip apart: a letter more, less, changed or swapped.
    """
    yield name
    for place in range(len(name)):
        yield name[:place] + name[place + 1 :]


@cache
def _by_form() -> MappingProxyType[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for name in PROVIDERS:
        if len(name) >= _SHORTEST_NAME and name not in REAL_NAMES:
            for form in _forms(_plain(name)):
                forms[form] = (*forms.get(form, ()), name)
    return MappingProxyType(forms)


def _may_begin(typed: str, known: str) -> bool:
    """Tell whether the first letter can be a slip: fingers rarely miss it by more than a key."""
    first, meant = typed[:1], known[0]
    is_swapped_or_lost = known[1] == first and (typed[1:2] == meant or typed == known[1:])
    return first == meant or typed[1:] == known or is_swapped_or_lost or _are_close(first, meant)


def _are_close(key: str, other: str) -> bool:
    (row, place), (other_row, other_place) = _position(key), _position(other)
    return abs(row - other_row) <= 1 and abs(place - other_place) <= 1


def _position(key: str) -> tuple[int, int]:
    found = ((r, keys.find(key)) for r, keys in enumerate(_KEYBOARD) if key and key in keys)
    return next(found, (9, 99))
