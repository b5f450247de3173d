"""How a submission's content is indexed, so that equals are found without being read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage import Keyring

PHONE = "phone"
EMAIL = "email"


class BlindIndexes(NamedTuple):
    """A submission's indexes, named as the columns they are stored in."""

    phone_index: bytes | None
    email_index: bytes | None
    body_index: bytes


def blind_indexes(keyring: Keyring, body: bytes) -> BlindIndexes:
    """Return the indexes of what is sent to Flextell, under the newest key."""
    sent = json.loads(body)
    return BlindIndexes(
        _index(keyring, sent.get("phone_number"), PHONE),
        _index(keyring, sent.get("email"), EMAIL),
        keyring.index(body.decode(), "body"),
    )


def phone_indexes(keyring: Keyring, body: bytes) -> tuple[bytes, ...]:
    """Return the phone's index under each key of INDEX_KEY, newest first."""
    return keyring.indexes(json.loads(body)["phone_number"], PHONE)


def reached_indexes(
    keyring: Keyring, texts: Iterable[str]
) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the indexes of phones (E.164), and of e-mail addresses, under each INDEX_KEY."""
    phones: list[bytes] = []
    emails: list[bytes] = []
    for text in texts:
        if "@" in text:
            emails += keyring.indexes(text, EMAIL)
        else:
            phones += keyring.indexes(text, PHONE)
    return tuple(phones), tuple(emails)


def _index(keyring: Keyring, value: str | None, purpose: str) -> bytes | None:
    return None if value is None else keyring.index(value, purpose)
