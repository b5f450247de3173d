"""The updates that wait for the bot, in the queues that Telegram keeps them in.

A chat's messages and a person's presses are two queues with no order between them.  Messages are
kept for a day, presses for 150 seconds (https://core.telegram.org/bots/api#getting-updates).
"""

import random
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from simulator.telegram.json_types import Json

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
MESSAGE_KEPT_SECONDS = 24 * 3600.0
PRESS_KEPT_SECONDS = 150.0


class Queue(NamedTuple):
    """Which queue: the messages of a chat, or the presses of a person."""

    line: Literal["messages", "presses"]
    owner_id: int


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """An update not yet acknowledged.  Times are seconds since the epoch.

    `again` marks an update that is delivered once more on purpose, whatever offset the bot named.
    """

    update: Json
    chat_id: int
    queue: Queue
    ready_at: float
    expires_at: float
    again: bool = False

    @property
    def update_id(self) -> int:
        """Its number; repeats have the number of the first time."""
        return int(self.update["update_id"])


class Mishaps(BaseModel):
    """What goes wrong on the way to the bot: chances from 0 to 1, and a delay."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    duplicate: float = Field(default=0.0, ge=0, le=1)
    lose_answer: float = Field(default=0.0, ge=0, le=1)
    delay_ms: int = Field(default=0, ge=0)


@dataclass(slots=True)
class Updates:
    """All that waits for the bot, oldest first in each queue."""

    clock: Callable[[], float]
    last_id: int = 0
    allowed: Sequence[str] = ()
    mishaps: Mishaps = field(default_factory=Mishaps)
    queues: dict[Queue, deque[Waiting]] = field(default_factory=dict)
    told: dict[int, Waiting] = field(default_factory=dict)
    on_arrival: list[Callable[[], None]] = field(default_factory=list)

    def put(self, kind: str, payload: Json, queue: Queue, chat_id: int) -> int:
        """Let an update wait, if the bot wants its kind.  Returns its number."""
        self.last_id += 1
        kept = PRESS_KEPT_SECONDS if queue.line == "presses" else MESSAGE_KEPT_SECONDS
        now = self.clock()
        ready_at = now + self.mishaps.delay_ms / 1000
        update = {"update_id": self.last_id, kind: payload}
        waiting = Waiting(update, chat_id, queue, ready_at, now + kept)
        self.told[self.last_id] = waiting
        if kind in (self.allowed or KINDS):
            self._add(waiting)
            if random.random() < self.mishaps.duplicate:
                self._add(_once_more(waiting))
        return self.last_id

    def repeat(self, update_id: int) -> bool:
        """Deliver a known update once more; False when the number is not known."""
        waiting = self.told.get(update_id)
        if waiting is not None:
            self._add(_once_more(waiting))
        return waiting is not None

    def first(self, queue: Queue) -> Waiting | None:
        """Find the oldest update of a queue; those past their time are dropped."""
        line = self.queues.get(queue, deque())
        while line and line[0].expires_at <= self.clock():
            self.done(line[0])
        return line[0] if line else None

    def all(self) -> list[Waiting]:
        """Everything that waits, in the order of numbers."""
        return sorted(self._alive(), key=lambda waiting: waiting.update_id)

    def done(self, waiting: Waiting) -> bool:
        """Forget an update that the bot has; False when it had been dropped before."""
        line = self.queues.get(waiting.queue, deque())
        if waiting not in line:
            return False
        line.remove(waiting)
        if not line:
            del self.queues[waiting.queue]
        return True

    def drop(self) -> None:
        """Forget everything that waits, as `drop_pending_updates` asks."""
        self.queues.clear()

    def undelivered(self, chat_id: int) -> int:
        """How many updates of this chat the bot has not acknowledged."""
        return sum(waiting.chat_id == chat_id for waiting in self._alive())

    def _alive(self) -> Iterator[Waiting]:
        for queue in list(self.queues):
            self.first(queue)
            yield from self.queues.get(queue, ())

    def _add(self, waiting: Waiting) -> None:
        self.queues.setdefault(waiting.queue, deque()).append(waiting)
        for listener in self.on_arrival:
            listener()


def _once_more(waiting: Waiting) -> Waiting:
    return Waiting(
        waiting.update,
        waiting.chat_id,
        waiting.queue,
        waiting.ready_at,
        waiting.expires_at,
        again=True,
    )
