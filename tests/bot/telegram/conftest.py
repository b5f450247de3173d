"""A stand-in Bot API, and what speaks to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from telegram import Bot

from bot.telegram.sender import Sender
from bot.telegram.transport import Transport
from tests.bot.telegram.bot_api import TOKEN, BotAPI, raised
from tests.bot.telegram.receiving import Receiving, receiving
from tests.bot.turns.jobs import Watched

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from storage import Keyring


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotAPI]:
    """Lend a Bot API on a free port."""
    async with raised() as api:
        yield api


@pytest_asyncio.fixture
async def transport() -> AsyncIterator[Transport]:
    """Lend an open transport."""
    transport = Transport(seconds=1.5)
    await transport.initialize()
    yield transport
    await transport.shutdown()


@pytest.fixture
def bot(api: BotAPI, transport: Transport) -> Bot:
    """Lend the library's bot on our transport."""
    address = f"{api.url.rstrip('/')}/bot"
    return Bot(
        TOKEN,
        base_url=address,
        base_file_url=f"{api.url.rstrip('/')}/file/bot",
        request=transport,
        get_updates_request=transport,
    )


@pytest.fixture
def sender(bot: Bot, transport: Transport) -> Sender:
    """Lend the bot's voice."""
    return Sender(bot.base_url, bot.base_file_url, transport)


@pytest_asyncio.fixture
async def watched(sqlite_url: str, keyring: Keyring) -> AsyncIterator[Watched]:
    """Lend a watched SQLite database."""
    database = Watched(sqlite_url, keyring)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def house(watched: Watched, keyring: Keyring) -> AsyncIterator[Receiving]:
    """Lend a reception on SQLite."""
    async with receiving(watched, keyring) as house:
        yield house
