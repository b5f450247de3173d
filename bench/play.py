"""Many people at once, each playing a whole registration through a bot's webhook."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.script import REGISTERED, SCRIPT, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bench.chats import Chat, Chats
    from bench.people import Person
    from bench.wire import Lines

PATIENCE_SECONDS = 60.0
OK = 200


@dataclass(slots=True)
class Played:
    """What came of it: seconds from each update to its answer, and from Confirm to the end."""

    answered: list[float] = field(default_factory=list)
    registered: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


class Play:
    """The way of people to one bot; `head` is what goes before the body of an update."""

    def __init__(self, chats: Chats, hook: Lines, head: bytes) -> None:
        self._chats = chats
        self._hook = hook
        self._head = head

    async def register(
        self, people: Iterable[Person], at_once: int, each: Callable[[], None]
    ) -> Played:
        """Have all people register, `at_once` at a time; `each` is called after every one."""
        played = Played()
        queue = iter(people)

        async def one_after_another() -> None:
            for person in queue:
                await self._register(person, played)
                each()

        await asyncio.gather(*(one_after_another() for _ in range(at_once)))
        return played

    async def _register(self, person: Person, played: Played) -> None:
        chat = self._chats.enter(person)
        step = SCRIPT[0]
        sent_at = 0.0
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                for step in SCRIPT:
                    sent_at = time.perf_counter()
                    played.answered.append(await self._take(step, chat) - sent_at)
                played.registered.append(await chat.awaits(REGISTERED) - sent_at)
        except (OSError, LookupError) as error:
            played.failures.append(f"{step.name}: {type(error).__name__} {error}".rstrip())
        finally:
            self._chats.leave(chat)

    async def _take(self, step: Step, chat: Chat) -> float:
        """Send an update; return when its answer had come, once the webhook's is here as well."""
        chat.says()
        answer = chat.awaits(*step.answers)
        update = json.dumps(step.make(self._chats, chat)).encode()
        status, body = await self._hook.post(self._head, update)
        if status != OK:
            raise ConnectionError(f"the webhook answered {status}")
        self._chats.answered(body)
        return await answer
