"""What the reading of lists asks of a messenger: to fetch a file, and to tell how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from bot.delivery.notices import Told
    from conversations.replies import File


@dataclass(frozen=True, slots=True)
class ListMessage:
    """What to tell an agent; `choices` are buttons, each with how all customers agreed.

    `message_id` is the message to be edited, None where it is a new one.
    """

    agent_id: int
    text: str
    message_id: int | None = None
    import_id: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    file: File | None = None


class Courier(Protocol):
    """Who carries it."""

    async def fetch(self, file_id: str) -> bytes | None:
        """Return a file that was sent to the bot, None where it cannot be had (any more)."""

    async def tell(self, message: ListMessage) -> Told:
        """Say it; what has to wait is asked for again."""
