"""What the bot is called in Telegram, for links that lead to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from telegram import Bot


class OwnName:
    """Asks Telegram once, when the name is first wanted."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._name: str | None = None

    async def __call__(self) -> str:
        """Return the bot's user name; raise TelegramError where Telegram does not tell it."""
        if self._name is None:
            self._name = str((await self._bot.get_me()).username)
        return self._name
