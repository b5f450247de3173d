"""Why a file that a customer sent is not taken as a contact card, in one sentence each."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conversations.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conversations.sentences import Sentence

MOST_KILOBYTES: Final = 512  # a card with a picture is far smaller


class FileFlaw(StrEnum):
    """What is wrong with a file."""

    TOO_LARGE = "too large"
    NOT_FETCHED = "not fetched"
    NO_CARD = "no card"
    SEVERAL_CARDS = "several cards"
    EMPTY_CARD = "empty card"


FLAWS: Final[Mapping[FileFlaw, Sentence]] = MappingProxyType(
    {
        FileFlaw.TOO_LARGE: sentence(
            "This file is too large to be a contact card. The limit in kilobytes: {limit}.",
            limit=MOST_KILOBYTES,
        ),
        FileFlaw.NOT_FETCHED: sentence(
            "I could not fetch that file from Telegram. Please send it again."
        ),
        FileFlaw.NO_CARD: sentence(
            "Of files I can only read a contact card (a vCard file), and this is none."
        ),
        FileFlaw.SEVERAL_CARDS: sentence(
            "There is more than one contact card in that. Please send only your own."
        ),
        FileFlaw.EMPTY_CARD: sentence("There is nothing on that contact card that I ask for."),
    }
)
