"""What a button says, written instead of pressed: for screen readers, and for who likes to type.

A text that is an answer is never looked at here; it has been taken as one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.normal import ascii_digits, folded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conversations.events import Event
    from conversations.replies import Button

# No button says more: the two parts of a name, each as long as Flextell takes it.
LONGEST = 600


def meant(buttons: Iterable[Button], text: str) -> Event | None:
    """Return what pressing the button means that says this, None where none does."""
    return names(buttons).get(heard(text))


def names(buttons: Iterable[Button]) -> dict[str, Event]:
    """Return what the buttons mean, by all they go by, as `heard` gives it.

    What is on a button goes before what else it goes by, such as the number of its line.
    """
    offered = tuple(buttons)
    others = {heard(name): button.event for button in offered for name in button.also}
    return others | {heard(button.label): button.event for button in offered}


def heard(text: str) -> str:
    """Return words as they are compared: the digits of every script are the same.

    What is longer than any button is nothing.
    """
    return folded(ascii_digits(one_line(text))) if len(text) <= LONGEST else ""
