"""The settings: what operators tell the bot, each declared once, read and checked at the start."""

from bot.settings.database import DatabaseSettings, KeySettings
from bot.settings.flextell import FlextellSettings
from bot.settings.groups import GROUPS, Settings, SignInSettings, StorageSettings, secrets_of
from bot.settings.loading import ENV_FILE, load_settings
from bot.settings.logs import LogSettings
from bot.settings.shipped import SHIPPED, Shipped
from bot.settings.wrong import Problem, WrongSettings

__all__ = [
    "ENV_FILE",
    "GROUPS",
    "SHIPPED",
    "DatabaseSettings",
    "FlextellSettings",
    "KeySettings",
    "LogSettings",
    "Problem",
    "Settings",
    "Shipped",
    "SignInSettings",
    "StorageSettings",
    "WrongSettings",
    "load_settings",
    "secrets_of",
]
