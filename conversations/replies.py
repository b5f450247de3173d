"""What the bot says, in no messenger's own terms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conversations.events import Event


@dataclass(frozen=True, slots=True)
class Button:
    """A label, the event that pressing it means, and what else may be written for it."""

    label: str
    event: Event
    also: tuple[str, ...] = ()


Rows = tuple[tuple[Button, ...], ...]


def in_rows(buttons: Sequence[Button], width: int) -> Rows:
    """Return buttons in rows of so many."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


@dataclass(frozen=True, slots=True)
class ContactKeyboard:
    """The labels of the two keys under the text field while the phone is asked."""

    share: str
    back: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that is sent before the message."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, with the ways to answer it.

    A messenger cannot show a contact keyboard and buttons on one message, nor buttons on the
    message that takes the keyboard away: `farewell` is then said before, and takes it away.
    `above` is what the card that was pressed on becomes, where this is said below it.
    `below` leaves the card that was pressed on as it is, and says this under it.
    """

    text: str
    rows: Rows = ()
    keyboard: ContactKeyboard | None = None
    takes_keyboard_away: bool = False
    farewell: str | None = None
    below: bool = False
    above: Reply | None = None
    file: File | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Return all buttons, row by row."""
        return tuple(button for row in self.rows for button in row)
