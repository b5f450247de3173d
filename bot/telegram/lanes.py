"""Calls that wait for Telegram, one lane a chat: who must wait holds up nobody else.

A lane lives in memory: what a crash takes with it is shown again by the chat's next update.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.telegram.calls import Call
from bot.telegram.sender import Later, Sender, Unreachable

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

TRIES = 6
LONGEST_WAIT_SECONDS = 120.0


Gone = Callable[[int], Awaitable[object]]


async def _let_go(chat_id: int) -> None:
    """Do nothing about a chat that cannot be written to."""


class _Word(NamedTuple):
    """A call, and which turn it belongs to."""

    turn: int
    call: Call


class Lanes:
    """The lanes of all chats, and small errands nobody waits for.

    `gone` is told of chats that cannot be written to.
    """

    def __init__(self, sender: Sender, gone: Gone = _let_go) -> None:
        self._sender = sender
        self._gone = gone
        self._lanes: dict[int, deque[_Word]] = {}
        self._turns = count()
        self._tasks: set[asyncio.Task[None]] = set()

    def say(self, calls: Iterable[Call], *, after: float = 0) -> None:
        """Send the calls in this order, each chat's behind what it still waits for.

        Where it waits for nothing, wait so many seconds first.
        """
        turn = next(self._turns)
        for call in calls:
            lane = self._lanes.get(call.chat_id)
            if lane is None:
                self._lanes[call.chat_id] = deque([_Word(turn, call)])
                self._run(self._drain(call.chat_id, after))
            else:
                lane.append(_Word(turn, call))

    def is_waiting(self, chat_id: int) -> bool:
        """Tell whether a call said directly would overtake one that waits."""
        return chat_id in self._lanes

    def acknowledge(self, press_id: str) -> None:
        """Stop the waiting mark on a pressed button, some time soon."""
        self._run(self._sender.acknowledge(press_id))

    def delete(self, chat_id: int, message_id: int) -> None:
        """Take a message out of the chat some time soon; nobody is told where that fails.

        https://core.telegram.org/bots/api#deletemessage
        """
        params = {"chat_id": chat_id, "message_id": message_id}
        self._run(self._made(Call("deleteMessage", params)))

    async def said(self, seconds: float) -> None:
        """Wait until all is said, at most so many seconds."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def close(self, seconds: float) -> None:
        """Wait this long for what is under way, then drop the rest."""
        await self.said(seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _drain(self, chat_id: int, after: float) -> None:
        lane = self._lanes[chat_id]
        try:
            await asyncio.sleep(after)
            while lane:
                await self._send(lane.popleft(), lane)
        finally:
            del self._lanes[chat_id]

    async def _send(self, word: _Word, behind: deque[_Word]) -> None:
        """Send a call until it is done; one that may be is not repeated over a newer turn's."""
        for attempt in range(TRIES):
            sent = await self._sender.send(word.call)
            if isinstance(sent, Unreachable):
                await self._gone(word.call.chat_id)
            if not isinstance(sent, Later):
                return
            await asyncio.sleep(pause(sent.seconds, attempt))
            if not sent.surely and any(newer.turn != word.turn for newer in behind):
                return

    async def _made(self, call: Call) -> None:
        """Make a call that no other waits for, again where it has to wait."""
        for attempt in range(TRIES):
            sent = await self._sender.send(call)
            if not isinstance(sent, Later):
                return
            await asyncio.sleep(pause(sent.seconds, attempt))

    def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(errand)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def pause(seconds: float, attempt: int) -> float:
    """Return a pause that grows with the attempts, and is never shorter than Telegram asks."""
    return max(seconds, min(seconds * (attempt + 1), LONGEST_WAIT_SECONDS))
