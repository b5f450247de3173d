"""Small jobs, and a database that can be watched and made to fail."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bot.turns.changes import Changes, Decision
from storage import Chat, Database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bot.turns.changes import Seen
    from storage import Submission, UnitOfWork


@dataclass(frozen=True, slots=True)
class Adds:
    """The job of adding a word to a chat; its result is how many there are then."""

    chat_id: int
    word: str = "word"
    new_submission: Submission | None = None
    submission_id: str | None = None

    def decide(self, seen: Seen) -> Decision[int]:
        """Return the chat with one word more."""
        chat = seen.chat or Chat(self.chat_id, "token", 0, {"words": []})
        words = [*chat.document["words"], self.word]
        kept = replace(chat, revision=chat.revision + 1, document={"words": words})
        return Decision(len(words), Changes(kept, new_submission=self.new_submission))


@dataclass(frozen=True, slots=True)
class Breaks:
    """A job with a defect."""

    chat_id: int
    submission_id: str | None = None

    def decide(self, seen: Seen) -> Decision[int]:
        """Fail."""
        raise ZeroDivisionError(seen.now)


async def words_of(database: Database, chat_id: int) -> list[str]:
    """Return the words a chat has kept."""
    async with database.begin() as work:
        chats = await work.chats.load([chat_id])
    return list(chats[chat_id].document["words"]) if chats else []


@dataclass
class Watch:
    """What happens around each transaction: counted, held up by `gate`, ended by `troubles`."""

    begun: int = 0
    troubles: list[Exception] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    ended: Callable[[int], Awaitable[Any]] | None = None


class Watched(Database):
    """A real database under watch."""

    def __init__(self, url: str, *args: Any) -> None:
        super().__init__(url, *args)
        self.watch = Watch()
        self.watch.gate.set()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[UnitOfWork]:
        """Open a transaction; a trouble comes after all was written, just before the commit."""
        self.watch.begun += 1
        number = self.watch.begun
        await self.watch.gate.wait()
        async with super().begin() as work:
            yield work
            if self.watch.troubles:
                raise self.watch.troubles.pop(0)
        if self.watch.ended is not None:
            await self.watch.ended(number)
