"""What Telegram is told at the start, until it has heard it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.telegram.announcing import announce_commands, announce_polling, announce_webhook
from conversations.registration import registration
from tests.bot.telegram import bot_api

if TYPE_CHECKING:
    from telegram import Bot

    from tests.bot.telegram.bot_api import Answer, BotAPI

HOOK = "https://bot.example.org/telegram"
FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")


async def test_the_webhook_is_registered_with_its_secret(bot: Bot, api: BotAPI) -> None:
    """Only updates that are used are asked for, and none that waits is dropped."""
    await announce_webhook(bot, HOOK, "s-e-c-r-e-t")
    (params,) = api.called("setWebhook")
    assert (params["url"], params["secret_token"]) == (HOOK, "s-e-c-r-e-t")
    assert set(params["allowed_updates"]) == {
        *("message", "edited_message", "callback_query", "my_chat_member")
    }
    assert not params.get("drop_pending_updates")


async def test_before_polling_the_webhook_is_removed(bot: Bot, api: BotAPI) -> None:
    """Updates that wait are kept."""
    await announce_polling(bot)
    (params,) = api.called("deleteWebhook")
    assert not params.get("drop_pending_updates")


async def test_commands_are_shown_in_each_language(bot: Bot, api: BotAPI) -> None:
    """And in the default one to everybody else."""
    await announce_commands(bot, FLOW, "ar")
    menus = api.called("setMyCommands")
    assert [params.get("language_code") for params in menus] == [None, "en", "ar"]
    names = [[command["command"] for command in params["commands"]] for params in menus]
    assert names[0] == names[1] == names[2]
    assert {"start", "back", "cancel", "help", "privacy", "language"} <= set(names[0])
    assert menus[0]["commands"] == menus[2]["commands"] != menus[1]["commands"]


@pytest.mark.parametrize("answer", [bot_api.too_many(1), bot_api.BROKEN, bot_api.DROPPED])
async def test_telegram_is_told_until_it_has_heard(bot: Bot, api: BotAPI, answer: Answer) -> None:
    """After a second at first, or when it asks to be asked again."""
    api.answers("setWebhook", answer)
    clock = asyncio.get_running_loop().time
    began = clock()
    await announce_webhook(bot, HOOK, "secret")
    assert len(api.called("setWebhook")) == 2
    assert clock() - began >= 1


async def test_a_token_telegram_does_not_know_is_told_of_once(bot: Bot, api: BotAPI) -> None:
    """Asking again would not help; the log says so, without the token."""
    api.answers("setWebhook", bot_api.UNAUTHORIZED)
    with capture_logs() as logs:
        await announce_webhook(bot, HOOK, "secret")
    assert api.methods() == ["setWebhook"]
    (line,) = logs
    assert line["log_level"] == "error"
    assert bot_api.TOKEN not in str(line)
