"""What a file holds that should be one contact card: the card, or why it is none."""

from __future__ import annotations

from typing import Final

from bot.files.encodings import text_of
from conversations.card_files import MOST_KILOBYTES, FileFlaw
from conversations.lists.unfit import Unfit
from conversations.many.vcards import cards, properties
from conversations.normal import LONGEST_MESSAGE

MOST_BYTES: Final = MOST_KILOBYTES * 1024


def card_of(data: bytes) -> str | FileFlaw:
    """Return the one card in a file, without its pictures; never raises, whatever the bytes."""
    if len(data) > MOST_BYTES:
        return FileFlaw.TOO_LARGE
    text = text_of(data)
    found = () if isinstance(text, Unfit) else cards(text)
    if len(found) != 1:
        return FileFlaw.SEVERAL_CARDS if found else FileFlaw.NO_CARD
    (card,) = found
    if len(card) > LONGEST_MESSAGE:
        return FileFlaw.TOO_LARGE
    return card if properties(card) else FileFlaw.EMPTY_CARD
