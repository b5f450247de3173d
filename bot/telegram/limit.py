"""How fast one person may write: a burst, then so many a second.

Time is counted twice, by when messages arrive and by when they were written, and the kinder count
holds: after an outage Telegram delivers in one second what a person wrote in an hour.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum

BURST = 12
PER_SECOND = 4.0
REMEMBERED = 20_000


class Pace(Enum):
    """What is done with a message."""

    FINE = "fine"
    TOO_FAST = "too fast"  # the first one over the limit: say so
    STILL_TOO_FAST = "still too fast"  # said already


@dataclass(slots=True)
class _Bucket:
    """Tokens that come back with time; each message takes one."""

    at: float
    tokens: float = BURST

    def take(self, at: float) -> bool:
        self.tokens = min(BURST, self.tokens + max(0.0, at - self.at) * PER_SECOND)
        self.at = max(at, self.at)
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


@dataclass(slots=True)
class _Person:
    arrived: _Bucket
    written: _Bucket
    told: bool = False


class Limit:
    """The paces of the people last heard; who is forgotten starts with a full burst again."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._people: OrderedDict[int, _Person] = OrderedDict()

    def pace(self, person_id: int, arrived_at: float, written_at: float | None) -> Pace:
        """Note a message (both times in seconds) and return what is done with it."""
        person = self._person(person_id, arrived_at, written_at)
        fine = person.arrived.take(arrived_at)
        if written_at is not None:
            fine = person.written.take(written_at) or fine
        if fine:
            person.told = False
            return Pace.FINE
        if person.told:
            return Pace.STILL_TOO_FAST
        person.told = True
        return Pace.TOO_FAST

    def _person(self, person_id: int, arrived_at: float, written_at: float | None) -> _Person:
        person = self._people.get(person_id)
        if person is None:
            written = arrived_at if written_at is None else written_at
            person = _Person(_Bucket(arrived_at), _Bucket(written))
            self._people[person_id] = person
            if len(self._people) > self._remembered:
                self._people.popitem(last=False)
        self._people.move_to_end(person_id)
        return person
