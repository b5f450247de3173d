"""What is said on a page of its own, and with which status."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """A page of one sentence or two; none of them says whether something exists."""

    status: int
    title: str
    text: str


REFUSED = Notice(
    403,
    "For operators only",
    "Send /admin to the bot: to an operator it answers with a link that lets you in.",
)
USED_UP = Notice(
    403,
    "This link does not open",
    "It opens once, within ten minutes. Send /admin to the bot for a new one.",
)
FOREIGN = Notice(
    403,
    "Not taken",
    "The form did not come from a page of your present session. Nothing was changed;"
    " open the page again and repeat what you did.",
)
LEFT = Notice(
    200,
    "Signed out",
    "To come back, send /admin to the bot.",
)
NOWHERE = Notice(
    404,
    "Nothing is here",
    "There is no such page, or what it was about is gone.",
)
TROUBLE = Notice(
    503,
    "The database does not answer",
    "Nothing was changed as far as is known. Try again in a moment.",
)
