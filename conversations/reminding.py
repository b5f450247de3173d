"""What is said of an open draft after a long silence, once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.moves import Moved
from conversations.sentences import sentence
from conversations.wording import wording

if TYPE_CHECKING:
    from conversations.conversation import Conversation

REMINDER = sentence(
    "Your registration is not finished yet. Your answers so far are kept; go on whenever you like,"
    " or send /cancel to delete them. I will not remind you again."
)


def is_worth_a_reminder(talk: Conversation) -> bool:
    """Tell whether a draft is open that was not mentioned before."""
    return talk.consent is not None and talk.draft is not None and not talk.draft.reminded


def moved(talk: Conversation) -> Moved:
    """Return the conversation, its draft mentioned."""
    if talk.draft is None or not is_worth_a_reminder(talk):
        return Moved(talk)
    reminded = talk.with_draft(replace(talk.draft, reminded=True))
    return Moved(reminded, wording(talk.language).say(REMINDER))
