"""How fast one person may write: a burst, then so many a second.

Time is counted twice, by when messages arrive and by when they were written, and the kinder count
holds: after an outage Telegram delivers in one second what a person wrote in an hour.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from enum import Enum

REMEMBERED = 20_000
COUNTED = 32


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages may come at once, and how many more each second."""

    burst: float
    per_second: float


PERSON = Allowance(burst=40, per_second=5)
# A group is pointed to the private chat, and not again within the hour.
GROUP = Allowance(burst=1, per_second=1 / 3600)


class Pace(Enum):
    """What is done with a message."""

    FINE = "fine"
    TOO_FAST = "too fast"  # the first one over the limit: say so
    STILL_TOO_FAST = "still too fast"  # said already


@dataclass(slots=True)
class _Bucket:
    """Tokens that come back with time; each message takes one."""

    allowance: Allowance
    at: float
    tokens: float

    @property
    def was_full(self) -> bool:
        """Tell whether all tokens were there before the last was taken."""
        return self.tokens >= self.allowance.burst - 1

    def take(self, at: float) -> bool:
        gained = max(0.0, at - self.at) * self.allowance.per_second
        self.tokens = min(self.allowance.burst, self.tokens + gained)
        self.at = max(at, self.at)
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass(slots=True)
class _Chat:
    arrived: _Bucket
    written: _Bucket
    told: bool = False
    counted: deque[int | None] = field(default_factory=lambda: deque(maxlen=COUNTED))


class Limit:
    """The paces of the chats last heard; one that is forgotten starts with a full burst again.

    Who has been silent until the burst is full again is forgotten: nothing is to be known of them.
    """

    def __init__(self, allowance: Allowance = PERSON, remembered: int = REMEMBERED) -> None:
        self._allowance = allowance
        self._remembered = remembered
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def pace(
        self,
        chat_id: int,
        arrived_at: float,
        written_at: float | None = None,
        update_id: int | None = None,
    ) -> Pace:
        """Note a message (both times in seconds) and return what is done with it.

        One that Telegram delivers again was counted before.
        """
        chat = self._chat(chat_id, arrived_at, written_at)
        if update_id is not None and update_id in chat.counted:
            return Pace.FINE
        fine = chat.arrived.take(arrived_at)
        if written_at is not None:
            fine = chat.written.take(written_at) or fine
        if fine:
            chat.counted.append(update_id)
            # In a flood one message now and then is fine; it is over once there was a pause.
            chat.told = chat.told and not chat.arrived.was_full
            return Pace.FINE
        if chat.told:
            return Pace.STILL_TOO_FAST
        chat.told = True
        return Pace.TOO_FAST

    def _chat(self, chat_id: int, arrived_at: float, written_at: float | None) -> _Chat:
        chat = self._chats.get(chat_id)
        if chat is None:
            written = arrived_at if written_at is None else written_at
            chat = _Chat(self._full(arrived_at), self._full(written))
            self._forget_rested(arrived_at)
            self._chats[chat_id] = chat
        self._chats.move_to_end(chat_id)
        return chat

    def _forget_rested(self, now: float) -> None:
        """Forget those heard longest ago who may say a full burst again, or who are too many."""
        full_again = now - self._allowance.burst / self._allowance.per_second
        while self._chats:
            oldest = next(iter(self._chats.values()))
            if oldest.arrived.at > full_again and len(self._chats) < self._remembered:
                return
            self._chats.popitem(last=False)

    def _full(self, at: float) -> _Bucket:
        return _Bucket(self._allowance, at, self._allowance.burst)
