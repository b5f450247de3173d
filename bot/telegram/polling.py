"""Updates fetched instead of received, for a laptop or a host without an address.

Updates come raw through the transport: the library's own `get_updates` logs what people wrote,
and one bad update fails its whole batch for ever.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.sender import wait_seconds
from bot.turns.batches import Full
from storage import DatabaseTrouble

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from telegram import Bot

    from bot.telegram.calls import Call
    from bot.telegram.lanes import Lanes
    from bot.telegram.reception import Reception
    from bot.telegram.transport import Transport

LOG = structlog.get_logger()

LONG_POLL_SECONDS = 50
AFTER_TROUBLE_SECONDS = 2.0
AFTER_CONFLICT_SECONDS = 10.0

RawUpdate = dict[str, Any]


class Polling:
    """Fetches updates and confirms them to Telegram only when what they changed is kept."""

    def __init__(self, bot: Bot, transport: Transport, reception: Reception, lanes: Lanes) -> None:
        self._bot = bot
        self._transport = transport
        self._reception = reception
        self._lanes = lanes
        self._told_of_conflict = False

    async def run(self) -> None:
        """Fetch and take updates until cancelled. Asking for the next ones confirms the last."""
        offset: int | None = None
        while True:
            updates = await self._fetched(offset)
            await asyncio.shield(self._take(updates))
            offset = max((update["update_id"] + 1 for update in updates), default=offset)

    async def _fetched(self, offset: int | None) -> Sequence[RawUpdate]:
        """Return the next updates; none after some waiting where Telegram has trouble."""
        query = {
            "timeout": LONG_POLL_SECONDS,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
            **({} if offset is None else {"offset": offset}),
        }
        url = f"{self._bot.base_url}/getUpdates?{urlencode(query)}"
        try:
            updates = await self._transport.post(url, read_timeout=LONG_POLL_SECONDS + 20)
        except InvalidToken:
            raise
        except TelegramError as error:
            await asyncio.sleep(self._patience(error))
            return ()
        self._told_of_conflict = False
        return updates if isinstance(updates, list) else ()

    def _patience(self, error: TelegramError) -> float:
        """Return how long to wait after trouble; somebody else's polling is told of once."""
        if isinstance(error, RetryAfter):
            return wait_seconds(error)
        if not isinstance(error, Conflict):
            LOG.warning("no updates from telegram", error=type(error).__name__)
            return AFTER_TROUBLE_SECONDS
        if not self._told_of_conflict:
            LOG.error("another process fetches this bot's updates; waiting for it to end")
            self._told_of_conflict = True
        return AFTER_CONFLICT_SECONDS

    async def _take(self, updates: Iterable[RawUpdate]) -> None:
        """Take all updates, each chat's one after the other."""
        chains: defaultdict[object, list[RawUpdate]] = defaultdict(list)
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
                await asyncio.sleep(AFTER_TROUBLE_SECONDS)


def _sender_of(update: RawUpdate) -> object:
    """Return what keeps one person's updates in one chain."""
    part = update.get("message") or update.get("callback_query")
    person = part.get("from") if isinstance(part, dict) else None
    return person.get("id") if isinstance(person, dict) else None
