"""Files of customers: fetched before their turn is taken, so that nobody else's waits for it.

What was not fetched is sent again by who sent it; until its turn is kept, the update itself comes
again. Few are fetched at once, for the connections are those by which everybody is answered.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bot.files.contact_cards import MOST_BYTES, card_of
from conversations.card_files import FileFlaw
from conversations.events import Said, SentUnreadable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.telegram.updates import Document

AT_ONCE: Final = 4
# Telegram waits a minute for its answer, and a person less.
FETCH_SECONDS: Final = 10.0


class CardFiles:
    """`fetch` gives a file by its id, None where it cannot be had; `seconds` is its time."""

    def __init__(
        self, fetch: Callable[[str], Awaitable[bytes | None]], seconds: float = FETCH_SECONDS
    ) -> None:
        self._fetch = fetch
        self._seconds = seconds
        self._free = asyncio.Semaphore(AT_ONCE)

    async def heard(self, file: Document, unread: SentUnreadable) -> Said | SentUnreadable:
        """Return what a file says: the card in it as if it were pasted, else what is wrong."""
        if file.file_size > MOST_BYTES:
            return replace(unread, flaw=FileFlaw.TOO_LARGE)
        data = await self._fetched(file.file_id)
        if data is None:
            return replace(unread, flaw=FileFlaw.NOT_FETCHED)
        return heard_of(data, unread)

    async def _fetched(self, file_id: str) -> bytes | None:
        try:
            async with asyncio.timeout(self._seconds), self._free:
                return await self._fetch(file_id)
        except TimeoutError:
            return None


def heard_of(data: bytes, unread: SentUnreadable) -> Said | SentUnreadable:
    """Return what the content of a file says, of which `unread` is known."""
    card = card_of(data)
    if isinstance(card, FileFlaw):
        return replace(unread, flaw=card)
    return Said(card, unread.message_id)
