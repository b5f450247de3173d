"""The buttons of alerts as the bytes Telegram carries for them.

They name no chat's card: whoever is no operator when pressing one has pressed an old button.
"""

from __future__ import annotations

from typing import NamedTuple

from bot.operators.troubles import Kind, Offer

_PREFIX = "alert"


class AlertPress(NamedTuple):
    """A press on the alert of one trouble."""

    kind: Kind
    offer: Offer


def encode(kind: Kind, offer: Offer) -> str:
    """Return the button's data, far below the 64 bytes there are."""
    return f"{_PREFIX}:{kind}:{offer}"


def decode(data: str) -> AlertPress | None:
    """Return what the data means, or None where no alert has such a button."""
    prefix, *words = data.split(":")
    if prefix != _PREFIX:
        return None
    try:
        kind, offer = words
        return AlertPress(Kind(kind), Offer(offer))
    except ValueError:
        return None
