"""The commands of agents in the menus of their own chats, as long as they are agents.

Telegram is told by each chat: https://core.telegram.org/bots/api#botcommandscopechat
"""

from __future__ import annotations

import asyncio
import hashlib
from functools import partial
from typing import TYPE_CHECKING, Final

import structlog
from telegram import BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.delivery.rounds import Taken
from conversations.commands import AGENTS_COMMANDS
from conversations.wording import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from telegram import Bot

    from conversations.flow import Flow
    from storage import Database

LOG = structlog.get_logger()

REST_SECONDS: Final = 5.0
# Whom Telegram does not know has never written to the bot: he may any moment.
AGAIN_AFTER_SECONDS: Final = 300.0
_MOST: Final = 1000


class Menus:
    """Shows agents what they can do, and customers' commands again to who is an agent no more.

    `again_after` is how many seconds later it is tried once more where Telegram did not take it.
    """

    def __init__(
        self,
        database: Database,
        bot: Bot,
        flow: Flow,
        default_language: str,
        again_after: float = AGAIN_AFTER_SECONDS,
    ) -> None:
        self._database = database
        self._bot = bot
        self._menus = _menus(flow, default_language)
        self._name = _name(self._menus)
        self._again_after = again_after
        self._not_before: dict[int, float] = {}

    async def take(self, free: int) -> Taken:
        """Return the telling of each agent whose menu is not as it should be."""
        async with self._database.begin() as work:
            due = await work.agents.menus_due(self._name, _MOST)
        now = asyncio.get_running_loop().time()
        ready = [
            partial(self._tell, agent_id, shows=shows)
            for agent_id, shows in due.items()
            if self._not_before.get(agent_id, 0) <= now
        ]
        return Taken(ready[:free], REST_SECONDS)

    async def _tell(self, agent_id: int, *, shows: bool) -> None:
        """Tell Telegram, and note it; what it does not take now is tried again later."""
        scope = BotCommandScopeChat(agent_id)
        try:
            for language, menu in self._menus.items():
                if shows:
                    await self._bot.set_my_commands(menu, scope=scope, language_code=language)
                else:
                    await self._bot.delete_my_commands(scope=scope, language_code=language)
        except TelegramError as error:
            LOG.warning("menu not shown", error=type(error).__name__)
            self._not_before[agent_id] = asyncio.get_running_loop().time() + self._again_after
            return
        async with self._database.begin() as work:
            await work.agents.note_menu(agent_id, self._name if shows else None)


def _menus(flow: Flow, default_language: str) -> Mapping[str | None, list[BotCommand]]:
    """Return the menu of each language, and of None for all others."""
    languages = (None, *flow.languages)
    said = {each: wording(each or default_language) for each in languages}
    return {
        each: [BotCommand(command.name, words.say(command.does)) for command in AGENTS_COMMANDS]
        for each, words in said.items()
    }


def _name(menus: Mapping[str | None, list[BotCommand]]) -> str:
    """Return a name of these menus: what another release shows has another."""
    said = repr([(language, [c.to_dict() for c in menu]) for language, menu in menus.items()])
    return hashlib.sha256(said.encode()).hexdigest()[:16]
