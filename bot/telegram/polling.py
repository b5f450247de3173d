"""Updates fetched instead of received, for a laptop or a host without an address.

Updates come raw through the transport: the library's own `get_updates` logs what people wrote,
and one bad update fails its whole batch for ever.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.sender import wait_seconds
from bot.turns.batches import Full
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable

    from telegram import Bot

    from bot.telegram.calls import Call
    from bot.telegram.lanes import Lanes
    from bot.telegram.reception import Reception
    from bot.telegram.transport import Transport

LOG = structlog.get_logger()

LONG_POLL_SECONDS = 50
# A message takes a tenth of a second; one that waits longer is not to hold up everybody's next.
SAYING_SECONDS = 0.25

RawUpdate = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait after what kind of trouble."""

    trouble: float = 2.0
    conflict: float = 10.0
    wrong_token: float = 30.0


class Polling:
    """Fetches updates and confirms them to Telegram only when what they changed is kept."""

    def __init__(
        self,
        bot: Bot,
        transport: Transport,
        reception: Reception,
        lanes: Lanes,
        patience: Patience = Patience(),
    ) -> None:
        self._bot = bot
        self._transport = transport
        self._reception = reception
        self._lanes = lanes
        self._patience = patience
        self._told_of_conflict = False

    async def run(self) -> None:
        """Fetch and take updates until cancelled. Asking for the next ones confirms the last.

        What was not confirmed by then comes again, is known, and is answered again.
        """
        offset: int | None = None
        while True:
            updates = await self._fetched(offset)
            if updates is None:
                continue
            await self._take(updates)
            # What a crash keeps from being said is answered again, as long as it is not confirmed.
            await self._lanes.said(SAYING_SECONDS)
            # Once there is nothing more, all is confirmed; after a quiet week ids begin anew.
            offset = max((update["update_id"] + 1 for update in updates), default=None)

    async def _fetched(self, offset: int | None) -> list[RawUpdate] | None:
        """Return the next updates, or None, after some waiting, where there is trouble."""
        query = {
            "timeout": LONG_POLL_SECONDS,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
            **({} if offset is None else {"offset": offset}),
        }
        url = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        try:
            answer = await self._transport.post(url, read_timeout=LONG_POLL_SECONDS + 20)
        except TelegramError as error:
            await asyncio.sleep(self._wait_after(error))
            return None
        self._told_of_conflict = False
        if not isinstance(answer, list):
            await asyncio.sleep(self._patience.trouble)
            return None
        return _confirmable(answer)

    def _wait_after(self, error: TelegramError) -> float:
        """Return how long to wait after trouble; somebody else's polling is told of once."""
        if isinstance(error, RetryAfter):
            return wait_seconds(error)
        if not isinstance(error, Conflict):
            LOG.warning("no updates from telegram", error=type(error).__name__)
            wrong_token = isinstance(error, InvalidToken)
            return self._patience.wrong_token if wrong_token else self._patience.trouble
        if not self._told_of_conflict:
            LOG.error("another process fetches this bot's updates; waiting for it to end")
            self._told_of_conflict = True
        return self._patience.conflict

    async def _take(self, updates: Iterable[RawUpdate]) -> None:
        """Take all updates, each person's one after the other."""
        chains: defaultdict[int | None, list[RawUpdate]] = defaultdict(list)
        for update in updates:
            chains[_sender_of(update)].append(update)
        await asyncio.gather(*(self._take_chain(chain) for chain in chains.values()))

    async def _take_chain(self, chain: Iterable[RawUpdate]) -> None:
        for update in chain:
            self._lanes.say(await self._received(json.dumps(update).encode()))

    async def _received(self, body: bytes) -> tuple[Call, ...]:
        """Return the calls that answer an update, however long the database needs to be back."""
        while True:
            try:
                return await self._reception.receive(body)
            except (Full, DatabaseTrouble):
                await asyncio.sleep(self._patience.trouble)


def _confirmable(answer: list[Any]) -> list[RawUpdate]:
    """Return what has an id to be confirmed by; Telegram sends nothing else."""
    return [u for u in answer if isinstance(u, dict) and isinstance(u.get("update_id"), int)]


def _sender_of(update: RawUpdate) -> int | None:
    """Return what keeps one person's updates in one chain."""
    part = next((update[kind] for kind in ALLOWED_UPDATES if update.get(kind)), None)
    person = part.get("from") if isinstance(part, dict) else None
    person_id = person.get("id") if isinstance(person, dict) else None
    return person_id if isinstance(person_id, int) else None
