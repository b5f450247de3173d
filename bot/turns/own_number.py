"""Whether somebody has shown that the number he is to be registered with is his own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.answers import VERIFIED
from conversations.documents import draft_of

if TYPE_CHECKING:
    from storage import Submission

# Outcomes of an attempt which say that a number or an address was registered before: whoever
# typed it is not told, for it may be somebody else's.
ABOUT_OTHERS = frozenset({"Found", "Conflict"})


def is_own_number(submission: Submission) -> bool:
    """Tell whether the number was shared as the person's own contact, not typed."""
    if not submission.draft:
        return False
    phone = draft_of(submission.draft).answers.get("phone")
    return phone is not None and VERIFIED in phone.marks
