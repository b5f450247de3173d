"""A company's talk as every test of turns needs it, and turns that a test names in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.turns.submitting import Submitting
from bot.turns.taking import Talk
from bot.turns.turn import Press, Turn
from conversations.registration import registration

if TYPE_CHECKING:
    from bot.turns.turn import Said
    from conversations.events import Event
    from storage import Keyring

ADA, LAILA, CARL = 1001, 1002, 1003


def a_talk(keyring: Keyring, *extra: str) -> Talk:
    """Return the talk of a company that asks in two languages, further questions perhaps."""
    flow = registration(company="Example Ltd", languages=("en", "ar"), region="GB", extra=extra)
    submitting = Submitting(flow, keyring, "-", "date", {"user_id": 5})
    return Talk(flow, "en", ZoneInfo("Europe/London"), submitting)


def a_turn(event: Event, who: int = ADA, update_id: int | None = None) -> Turn:
    """Return a turn of somebody who types."""
    return Turn(who, event, update_id)


def a_press(
    said: Said, label: str, who: int = ADA, update_id: int | None = None, message_id: int = 9
) -> Turn:
    """Return the turn of pressing a button of a card that was said."""
    event = next(button.event for button in said.reply.buttons if button.label == label)
    return Turn(who, Press(said.card, event), update_id, message_id=message_id)
