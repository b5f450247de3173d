"""All settings together: which groups there are, and what follows from several of them."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

from bot.settings.database import DatabaseSettings, KeySettings
from bot.settings.declaration import Group
from bot.settings.flextell import FlextellSettings
from bot.settings.logs import LogSettings
from bot.settings.privacy import PrivacySettings
from bot.settings.talk import TalkSettings
from bot.settings.telegram import TelegramSettings
from bot.settings.web import WebSettings

GROUPS: tuple[type[Group], ...] = (
    TelegramSettings,
    FlextellSettings,
    TalkSettings,
    PrivacySettings,
    DatabaseSettings,
    KeySettings,
    WebSettings,
    LogSettings,
)


class StorageSettings(KeySettings, DatabaseSettings):
    """What a database is opened with, and what is sealed in it."""


class SignInSettings(StorageSettings, FlextellSettings):
    """Everything that `intake authorize` is told."""


class Settings(  # the bases from last to first: pydantic collects their fields in that order
    LogSettings,
    WebSettings,
    StorageSettings,
    PrivacySettings,
    TalkSettings,
    FlextellSettings,
    TelegramSettings,
):
    """Everything that `intake web`, `intake poll` and `intake worker` are told."""

    @property
    def webhook_secret(self) -> SecretStr:
        """Give the secret word of webhook requests, 1 to 256 of `A-Za-z0-9_-`.

        Derived where none is set, so that every process checks the word another one registered.
        https://core.telegram.org/bots/api#setwebhook
        """
        if self.telegram_webhook_secret:
            return self.telegram_webhook_secret
        token = self.telegram_token.get_secret_value().encode()
        return SecretStr(hmac.new(token, b"webhook secret", hashlib.sha256).hexdigest())


def secrets_of(settings: Group) -> frozenset[str]:
    """Give every secret text in the settings, for the redactor of the logs.

    One made of parts (a bot's token, a list of keys) is given whole and in those parts that are
    long enough to be a secret; an address counts only for its password.
    """
    values = [value for _, value in settings if isinstance(value, SecretStr)]
    if isinstance(settings, Settings):
        values.append(settings.webhook_secret)
    return frozenset(part for value in values for part in _parts(value.get_secret_value()))


def _parts(secret: str) -> Iterator[str]:
    if "://" in secret:
        password = urlsplit(secret).password
        if password:
            yield from (password, unquote(password))
        return
    yield secret
    yield from (part for part in re.split("[:,]", secret) if len(part) >= _SECRET_LENGTH)


# Shorter parts are ids, which a log may name.
_SECRET_LENGTH = 10
