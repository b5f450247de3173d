"""An agent's chat shows what agents can do, as long as he is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.telegram.menus import Menus
from conversations.registration import registration
from tests.bot.telegram import bot_api

if TYPE_CHECKING:
    from telegram import Bot

    from storage import Database
    from tests.bot.telegram.bot_api import BotAPI

ADA = 2001
FLOW = registration(company="Example Ltd", languages=("en", "ar"), region="GB")
SCOPE = {"type": "chat", "chat_id": ADA}


async def goes_round(database: Database, bot: Bot, again_after: float = 0.0) -> None:
    """Tell whoever is to be told now."""
    menus = Menus(database, bot, FLOW, "en", again_after)
    for errand in (await menus.take(5)).errands:
        await errand()


async def hired(database: Database) -> None:
    """Make somebody an agent."""
    async with database.begin() as work:
        await work.agents.add(ADA, "Ada", 17)


async def removed(database: Database) -> None:
    """Let him be one no more."""
    async with database.begin() as work:
        await work.agents.remove(ADA)


def languages(calls: list[dict[str, Any]]) -> list[str | None]:
    """Return for which languages Telegram was told."""
    return [each.get("language_code") for each in calls]


async def test_an_agent_sees_his_commands_and_loses_them(
    database: Database, bot: Bot, api: BotAPI
) -> None:
    """In his own chat, in each language, once each time; who comes back sees them again."""
    await hired(database)
    for _ in range(2):
        await goes_round(database, bot)
    shown = api.called("setMyCommands")
    assert languages(shown) == [None, "en", "ar"]
    assert all(each["scope"] == SCOPE for each in shown)
    assert [each["command"] for each in shown[0]["commands"]][:2] == ["new", "leads"]
    assert shown[1]["commands"] != shown[2]["commands"]
    await removed(database)
    for _ in range(2):
        await goes_round(database, bot)
    taken = api.called("deleteMyCommands")
    assert languages(taken) == [None, "en", "ar"]
    assert all(each["scope"] == SCOPE for each in taken)
    await hired(database)
    await goes_round(database, bot)
    assert len(api.called("setMyCommands")) == 6


async def test_who_never_was_shown_any_loses_none(
    database: Database, bot: Bot, api: BotAPI
) -> None:
    """Telegram has nothing to forget of him."""
    await hired(database)
    await removed(database)
    await goes_round(database, bot)
    assert api.called("deleteMyCommands") == []


@pytest.mark.parametrize(("again_after", "tries"), [(0.0, 2), (60.0, 1)])
async def test_what_telegram_does_not_take_is_tried_later(
    database: Database, bot: Bot, api: BotAPI, again_after: float, tries: int
) -> None:
    """Who has never written to the bot is no chat to Telegram; nothing else waits for him."""
    await hired(database)
    refused = bot_api.NOT_FOUND
    api.answers("setMyCommands", refused, refused)
    menus = Menus(database, bot, FLOW, "en", again_after)
    for _ in range(2):
        for errand in (await menus.take(5)).errands:
            await errand()
    assert len(api.called("setMyCommands")) == tries
