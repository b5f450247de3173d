"""A change of what customers are delivered by is noticed, and nothing else is."""

from __future__ import annotations

import pytest

from bot.configuration import LENGTH, fingerprint
from bot.settings import SHIPPED, Settings, load_settings
from storage import new_keys

KEYS = dict(zip(("ENCRYPTION_KEYS", "INDEX_KEY"), new_keys(), strict=True))
TOKEN = "token-canary-of-nobody"


def settings(**more: str) -> Settings:
    """Read settings as the commands do."""
    environment = {
        "TELEGRAM_TOKEN": "1000001:made-up-token-of-nobody-at-all-12345",
        "FLEXTELL_TENANT": "42",
        "FLEXTELL_ACCESS_TOKEN": TOKEN,
        "DATABASE_URL": "sqlite:///made-up.sqlite",
        "COMPANY_NAME": "Example Ltd",
        **KEYS,
        **more,
    }
    return load_settings(Settings, environment=environment, env_file=None, shipped=SHIPPED)


@pytest.mark.parametrize(
    "change",
    [
        {"FLEXTELL_TENANT": "43"},
        {"FLEXTELL_ACCESS_TOKEN": "another"},
        {"FLEXTELL_USER_ID": "7"},
        {"FLEXTELL_DATE_FORMAT": "date"},
        {"FLEXTELL_COUNTRIES": "TR:90"},
    ],
)
def test_what_shapes_a_customer_is_told_apart(change: dict[str, str]) -> None:
    """Each such setting makes another configuration."""
    assert fingerprint(settings(**change)) != fingerprint(settings())


def test_what_shapes_none_is_not() -> None:
    """A restart, or a setting of another matter, is no reason to go slowly."""
    assert fingerprint(settings()) == fingerprint(settings(COMPANY_NAME="Other Ltd", PORT="9999"))


def test_it_tells_nothing() -> None:
    """It is short and keyed: who reads it in the database learns of no token."""
    shown = fingerprint(settings())
    assert len(shown) == LENGTH
    assert TOKEN not in shown
    other = dict(zip(KEYS, new_keys(), strict=True))
    assert fingerprint(settings(**other)) != shown
