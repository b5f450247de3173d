"""Settings of the way to Telegram."""

from typing import Annotated

from pydantic import BeforeValidator, SecretStr

from bot.settings.declaration import Group, optional, required, setting
from bot.settings.readers import api_url, matching

BotToken = Annotated[
    SecretStr,
    BeforeValidator(
        matching(r"[0-9]+:[A-Za-z0-9_-]{10,}", "is not of the form that @BotFather gives"),
    ),
]
WebhookSecret = Annotated[
    SecretStr,
    BeforeValidator(
        matching(r"[A-Za-z0-9_-]{1,256}", "holds characters that Telegram refuses, or over 256"),
    ),
]


class TelegramSettings(Group):
    """Telegram."""

    telegram_token: BotToken = required(
        "The bot's token, given by @BotFather. Whoever holds it is the bot.",
        expected="digits, a colon, then letters, digits, `_` and `-`",
        example="123456789:AAExampleExampleExampleExampleExamp",
    )
    telegram_api_url: Annotated[str, BeforeValidator(api_url)] = setting(
        "The Bot API server; `/bot<token>/<method>` is appended. "
        "Change it for a server of your own.",
        expected="an http or https address without query",
        example="http://127.0.0.1:8081",
        default="https://api.telegram.org",
    )
    telegram_webhook_secret: WebhookSecret | None = optional(
        "What Telegram repeats in each webhook request, so that nobody else can pose as Telegram.",
        expected="1 to 256 letters, digits, `_` and `-`",
        example="a-long-random-word",
        unset="derived from TELEGRAM_TOKEN, the same in every process",
    )
