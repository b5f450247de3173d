"""What customers are delivered by, as a fingerprint: a change of settings or code is noticed."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.settings import Settings

LENGTH = 16

# What decides where customers are sent, as whom, and what is in them.
SHAPING = (
    *("flextell_api_url", "flextell_tenant", "flextell_client_id", "flextell_access_token"),
    *("flextell_channel_id", "flextell_user_id", "flextell_country_id", "flextell_countries"),
    *("flextell_date_format", "single_name_last", "extra_questions", "required_questions"),
)
# What Telegram is told of: where updates go, and what the menus say.
ANNOUNCED = (
    *("telegram_api_url", "telegram_token", "webhook_secret", "public_url"),
    *("company_name", "languages", "default_language"),
)
ROOMS = ("bot", "conversations", "flextell", "storage")


def fingerprint(settings: Settings, names: Iterable[str] = SHAPING) -> str:
    """Return what tells this configuration from others; keyed, for a token is among it."""
    values = [_shown(getattr(settings, name)) for name in names]
    return settings.keyring.index("\n".join((_code(), *values)), "configuration").hex()[:LENGTH]


def _shown(value: object) -> str:
    """Return a setting as text; a secret as what it is."""
    secret = getattr(value, "get_secret_value", None)
    return repr(value if secret is None else secret())


@cache
def _code() -> str:
    """Return a hash of all our code."""
    whole = hashlib.sha256()
    for file in sorted(_files()):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _files() -> list[Path]:
    root = Path(__file__).parents[1]
    return [file for room in ROOMS for file in (root / room).rglob("*.py")]
