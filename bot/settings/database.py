"""Settings of the memory: the database, and the keys under which it is encrypted."""

from typing import Annotated

from pydantic import BeforeValidator, SecretStr, ValidationInfo, field_validator

from bot.settings.declaration import Group, required, setting
from storage import BadDatabaseURL, BadKeys, Keyring, new_keys, parse_url


def _usable(url: str) -> str:
    try:
        parse_url(url)
    except BadDatabaseURL as bad:
        raise ValueError(str(bad).removeprefix("DATABASE_URL ")) from None
    return url


class DatabaseSettings(Group):
    """Database."""

    database_url: Annotated[SecretStr, BeforeValidator(_usable)] = setting(
        "Where drafts and submissions are kept. A host without a lasting disk needs PostgreSQL.",
        expected="`sqlite:///path`, `postgres://…` or `postgresql://…`",
        example="postgresql://intake:password@db.example.org/intake",
        default="sqlite:///var/intake.sqlite",
    )


class KeySettings(Group):
    """Keys."""

    encryption_keys: SecretStr = required(
        "The keys under which personal data is stored, the newest first; older ones still open "
        "what they closed, until `intake keys rotate` makes them needless. Without them the data "
        "cannot be read: keep them apart from the database.",
        expected="`id:key`, separated by commas; run `intake keys new`",
        example=None,
    )
    index_key: SecretStr = required(
        "The key under which phones are indexed without being readable; while it is changed, the "
        "newest first and the older one behind it. `intake keys rotate` makes the older one "
        "needless.",
        expected="one or several keys, separated by commas, none of ENCRYPTION_KEYS; run "
        "`intake keys new`",
        example=None,
    )

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _keys(cls, text: str) -> str:
        return _parsed(text, new_keys()[1], text)

    @field_validator("index_key", mode="before")
    @classmethod
    def _key(cls, text: str, info: ValidationInfo) -> str:
        """Try it beside the encryption keys; where those are wrong, only they are reported."""
        keys: SecretStr | None = info.data.get("encryption_keys")
        return _parsed(keys.get_secret_value() if keys else new_keys()[0], text, text)

    @property
    def keyring(self) -> Keyring:
        """Give the keys, ready to seal and to open."""
        return Keyring.parse(
            self.encryption_keys.get_secret_value(),
            self.index_key.get_secret_value(),
        )


def _parsed(encryption_keys: str, index_key: str, text: str) -> str:
    try:
        Keyring.parse(encryption_keys, index_key)
    except BadKeys:
        raise ValueError("cannot be used") from None
    return text
