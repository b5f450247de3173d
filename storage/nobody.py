"""Whose number stands where somebody's stood: what is kept as proof keeps together by it.

Telegram's ids have at most 52 significant bits (https://core.telegram.org/bots/api#chat), so a
number below all of those is nobody's, and nobody can tell whose it was.
"""

from __future__ import annotations

import secrets

# At or below this nobody's numbers begin.
NOBODY = -(2**62)


def new_nobody() -> int:
    """Return a number that stands for nobody, and for no other one."""
    return NOBODY - secrets.randbits(61)
