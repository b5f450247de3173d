"""What Telegram is told when the bot starts: its commands, and its webhook or that it has none.

Serving comes first: all of this is tried again until Telegram answers.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

import structlog
from telegram import Bot, BotCommand
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.telegram.inbound import ALLOWED_UPDATES
from bot.telegram.sender import wait_seconds
from conversations.commands import COMMANDS, purpose
from conversations.wording import wording

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from conversations.flow import Flow

LOG = structlog.get_logger()

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0


async def announce_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have Telegram post updates to `url`, with the secret that the webhook checks."""
    await _insist(
        "webhook registered",
        lambda: bot.set_webhook(url, secret_token=secret, allowed_updates=list(ALLOWED_UPDATES)),
    )


async def announce_polling(bot: Bot) -> None:
    """Have Telegram keep updates to be fetched; those that wait are kept."""
    await _insist("webhook removed", bot.delete_webhook)


async def announce_commands(bot: Bot, flow: Flow, default_language: str) -> None:
    """Show commands and purpose in each language, and in the default one for all others."""
    for language in (None, *flow.languages):
        words = wording(language or default_language)
        menu = [BotCommand(command.name, words.say(command.does)) for command in COMMANDS]
        await _insist(
            "commands shown",
            partial(bot.set_my_commands, menu, language_code=language),
        )
        await _insist(
            "description shown",
            partial(bot.set_my_description, words.say(purpose(flow)), language_code=language),
        )


async def _insist(done: str, call: Callable[[], Awaitable[object]]) -> None:
    """Make a call until Telegram takes it, but not one it does not know."""
    wait = FIRST_WAIT_SECONDS
    while True:
        try:
            await call()
        except InvalidToken:
            # What the library says of 401 and 404 alike: a wrong token, or a server without this
            # method. The bot goes on: it can do its work, or says elsewhere that it cannot.
            LOG.exception("telegram does not know the token or the method", action=done)
            return
        except TelegramError as error:
            LOG.warning("telegram does not answer yet", action=done, error=type(error).__name__)
            await asyncio.sleep(wait_seconds(error) if isinstance(error, RetryAfter) else wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)
        else:
            LOG.info("telegram knows", action=done)
            return
