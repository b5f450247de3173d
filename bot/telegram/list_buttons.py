"""The buttons under a list as the bytes Telegram carries for them.

They name the list, and no chat's card: whoever is not its agent has pressed an old button.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_DATA: Final = re.compile(r"list:([0-9a-f]{32}):([a-z_]{0,16})")


class ListPress(NamedTuple):
    """How all customers on a list agreed; empty where nothing is to be taken of it."""

    import_id: str
    how: str


def encode(import_id: str, how: str) -> str:
    """Return the button's data, below the 64 bytes there are."""
    return f"list:{import_id}:{how}"


def decode(data: str) -> ListPress | None:
    """Return what the data means, or None where no list has such a button."""
    found = _DATA.fullmatch(data)
    return None if found is None else ListPress(found[1], found[2])
