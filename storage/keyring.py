"""Seal what is personal, and index it so that equals are found without reading them.

A sealed value is `version (1 byte) | length of the key id (1 byte) | key id | nonce (12 bytes) |
AES-256-GCM ciphertext and tag`.
Its header and the place it belongs to are authenticated with it, so a ciphertext copied into
another row, or relabelled with another key, does not open.
One key should seal no more than 2**32 values (NIST SP 800-38D, 8.3): put a new one in front.

An index does not say which key made it; while INDEX_KEY lists several, equals are found by asking
for the value's index under each.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from os import urandom
from typing import TYPE_CHECKING, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import BadKeys, Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VERSION = 1
_KEY_BYTES = 32
_NONCE_BYTES = 12
_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,32}")
_KEYS_EXPECTED = (
    "ENCRYPTION_KEYS must be id:key, newest first and separated by commas; an id is 1 to 32 of"
    " A-Z a-z 0-9 . _ -, a key is 32 bytes in URL-safe base64. `intake keys new` makes one"
)
_INDEX_KEY_EXPECTED = (
    "INDEX_KEY must be 32 bytes in URL-safe base64, and none of ENCRYPTION_KEYS; several are"
    " separated by commas, newest first. `intake keys new` makes one"
)


class Keyring:
    """The keys of one installation; the first seals and the first indexes, all open and find.

    `key_ids` are the ids of ENCRYPTION_KEYS, newest first.
    """

    __slots__ = ("_ciphers", "_header", "_index_keys", "_purposes", "_sealer", "key_ids")

    def __init__(self, encryption_keys: Mapping[str, bytes], index_keys: Sequence[bytes]) -> None:
        self.key_ids = tuple(encryption_keys)
        self._ciphers = {_header(key_id): AESGCM(key) for key_id, key in encryption_keys.items()}
        self._header, self._sealer = next(iter(self._ciphers.items()))
        self._index_keys = tuple(index_keys)
        self._purposes: dict[tuple[int, str], hmac.HMAC] = {}

    @classmethod
    def parse(cls, encryption_keys: str, index_keys: str) -> Self:
        """Read the settings; raise BadKeys, which says what is expected and shows no key."""
        keys: dict[str, bytes] = {}
        for entry in encryption_keys.split(","):
            key_id, _, key = entry.strip().partition(":")
            if not _KEY_ID.fullmatch(key_id) or key_id in keys:
                raise BadKeys(_KEYS_EXPECTED)
            keys[key_id] = _decoded(key, _KEYS_EXPECTED)
        indexes = [_decoded(key, _INDEX_KEY_EXPECTED) for key in index_keys.split(",")]
        if len({*indexes, *keys.values()}) < len(indexes) + len(set(keys.values())):
            raise BadKeys(_INDEX_KEY_EXPECTED)
        return cls(keys, indexes)

    @property
    def is_changing_index(self) -> bool:
        """Tell whether equals may be indexed under different keys."""
        return len(self._index_keys) > 1

    def seal(self, plain: bytes, bound_to: str) -> bytes:
        """Encrypt for one place, such as `chats/123/document`."""
        nonce = urandom(_NONCE_BYTES)
        bound = self._header + bound_to.encode()
        return self._header + nonce + self._sealer.encrypt(nonce, plain, bound)

    def open(self, sealed: bytes, bound_to: str) -> bytes:
        """Decrypt what was sealed for this place, or raise Unreadable, which names the place."""
        start = 2 + sealed[1] if len(sealed) > 1 else 0
        header, nonce = sealed[:start], sealed[start : start + _NONCE_BYTES]
        cipher = self._ciphers.get(header)
        if cipher is None or len(nonce) < _NONCE_BYTES:
            raise Unreadable(f"{bound_to}: sealed with a key that is not in ENCRYPTION_KEYS")
        try:
            return cipher.decrypt(
                nonce, sealed[start + _NONCE_BYTES :], header + bound_to.encode()
            )
        except InvalidTag:
            raise Unreadable(f"{bound_to}: damaged, or sealed for another place") from None

    def is_newest(self, sealed: bytes) -> bool:
        """Tell whether the newest key sealed it, as far as it says itself."""
        return sealed.startswith(self._header)

    def index(self, value: str, purpose: str) -> bytes:
        """Return 32 bytes that are equal for equal values of one purpose, and tell no more.

        Each purpose has its own key, so a phone and an e-mail never share an index.
        """
        return self._index(0, value, purpose)

    def indexes(self, value: str, purpose: str) -> tuple[bytes, ...]:
        """Return the value's index under each key, newest first."""
        return tuple(self._index(nth, value, purpose) for nth in range(len(self._index_keys)))

    def _index(self, nth: int, value: str, purpose: str) -> bytes:
        keyed = self._purposes.get((nth, purpose))
        if keyed is None:
            key = hmac.digest(self._index_keys[nth], purpose.encode(), hashlib.sha256)
            keyed = self._purposes[nth, purpose] = hmac.new(key, digestmod=hashlib.sha256)
        indexed = keyed.copy()
        indexed.update(value.encode())
        return indexed.digest()


def key_id(sealed: bytes) -> str:
    """Return the id of the key that a sealed value names; "?" where it names none."""
    named = sealed[2 : 2 + sealed[1]] if len(sealed) > 1 else b""
    name = named.decode("ascii", "replace")
    return name if _KEY_ID.fullmatch(name) else "?"


def new_keys() -> tuple[str, str]:
    """Return fresh values of ENCRYPTION_KEYS and INDEX_KEY."""
    return f"k{secrets.token_hex(4)}:{_new_key()}", _new_key()


def _new_key() -> str:
    return base64.urlsafe_b64encode(urandom(_KEY_BYTES)).decode().rstrip("=")


def _header(key_id: str) -> bytes:
    return bytes((_VERSION, len(key_id))) + key_id.encode()


def _decoded(key: str, expected: str) -> bytes:
    padded = key.strip().rstrip("=") + "="
    try:
        decoded = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != _KEY_BYTES:
        raise BadKeys(expected)
    return decoded
