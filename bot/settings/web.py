"""Settings of the web process: where it listens and how the world reaches it."""

from typing import Annotated

from pydantic import BeforeValidator

from bot.settings.declaration import Group, optional, setting
from bot.settings.readers import origin, whole_number


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
