"""Settings of the web process: where it listens, how the world reaches it, who operates it."""

from typing import Annotated

from pydantic import BeforeValidator

from bot.settings.declaration import Group, optional, setting
from bot.settings.readers import comma_list, origin, whole_number

_telegram_id = whole_number(1, 2**52)  # https://core.telegram.org/bots/api#user


def _operators(text: str | None) -> frozenset[int]:
    """Read a comma list of Telegram's ids; without one there are no operators."""
    return frozenset(map(_telegram_id, comma_list(text))) if text else frozenset()


class WebSettings(Group):
    """Web."""

    public_url: Annotated[str, BeforeValidator(origin)] | None = optional(
        "The address under which Telegram reaches `intake web`; the webhook is registered on it.",
        expected="https://, a host and perhaps a port, without a path",
        example="https://intake.example.org",
        unset="no webhook is registered",
    )
    port: Annotated[int, BeforeValidator(whole_number(1, 65_535))] = setting(
        "The port on which `intake web` listens; most hosts set it.",
        expected="a whole number from 1 to 65535",
        example="8080",
        default="8080",
    )
    operator_ids: Annotated[frozenset[int], BeforeValidator(_operators)] = optional(
        "Who operates the bot, by the ids of their Telegram accounts. "
        "To them the bot answers /admin with a link to the operators' page, "
        "and says what is wrong.",
        expected="whole numbers, separated by commas",
        example="123456789,987654321",
        unset="there are no operators: nobody is let in to their page, or told what is wrong",
    )

    @property
    def own_address(self) -> str:
        """Give the address of the operators' page: without PUBLIC_URL only this machine's own."""
        return self.public_url or f"http://localhost:{self.port}"
