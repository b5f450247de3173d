"""What a button says, written instead of pressed: for screen readers, and for who likes typing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conversations.normal import ascii_digits, folded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.events import Event
    from conversations.replies import Button

# No button says more: the two parts of a name, each as long as Flextell takes it.
LONGEST: Final = 600

# What a keyboard may lack, and nobody who writes a button's words needs to write.
_SIGNS: Final = dict.fromkeys(map(ord, ",،:·'’`"), None)
# A dash between numbers is written in many ways.
_RANGE: Final = re.compile(r"(?<=\d) ?[-‐‑‒–—−] ?(?=\d)")


def names(buttons: Iterable[Button], *, by_place: bool = False) -> dict[str, Event]:
    """Return what the buttons mean, by all they go by, as `heard` gives it.

    What is on a button goes before what else it goes by, such as the number of its line, and that
    before its place, counted from the top, where the card does not count its lines by itself.
    """
    offered = tuple(buttons)
    places = _places(offered) if by_place else {}
    others = {heard(name): button.event for button in offered for name in button.also}
    return places | others | labelled(offered)


def labelled(buttons: Iterable[Button]) -> dict[str, Event]:
    """Return what the buttons mean, by the words on them alone."""
    return {heard(button.label): button.event for button in buttons}


def _places(offered: tuple[Button, ...]) -> dict[str, Event]:
    """Return what the buttons mean by their places, nothing where other numbers are theirs."""
    for place, button in enumerate(offered, start=1):
        numbers = {heard(name) for name in (button.label, *button.also) if heard(name).isdecimal()}
        if numbers and str(place) not in numbers:
            return {}
    return {str(place): button.event for place, button in enumerate(offered, start=1)}


def heard(text: str) -> str:
    """Return words as they are compared: without signs, the digits of every script the same.

    What is longer than any button is nothing.
    """
    if len(text) > LONGEST:
        return ""
    plain = _RANGE.sub("-", ascii_digits(one_line(text)).translate(_SIGNS))
    return folded(" ".join(plain.split()))
