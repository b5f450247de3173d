"""What is sealed opens with the right keys at the right place, and nowhere else."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import BadKeys, Keyring, Unreadable, new_keys

OLD, NEW, INDEX = (base64.urlsafe_b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
BEFORE = Keyring.parse(f"old:{OLD}", INDEX)
AFTER = Keyring.parse(f"new:{NEW}, old:{OLD}", INDEX)
PLACE = "chats/123/document"


@given(st.binary(max_size=300), st.text(max_size=40))
def test_opening_gives_back_what_was_sealed(plain: bytes, place: str) -> None:
    """Sealing and opening at the same place is the identity."""
    assert BEFORE.open(BEFORE.seal(plain, place), place) == plain


@given(st.binary(max_size=100), st.data())
def test_one_changed_bit_is_noticed(plain: bytes, data: st.DataObject) -> None:
    """A sealed value with any bit flipped, or cut short anywhere, does not open."""
    sealed = bytearray(BEFORE.seal(plain, PLACE))
    cut = data.draw(st.integers(0, len(sealed) - 1))
    with pytest.raises(Unreadable):
        BEFORE.open(bytes(sealed[:cut]), PLACE)
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable):
        BEFORE.open(bytes(sealed), PLACE)


@given(st.binary(max_size=80))
def test_anything_else_does_not_open(noise: bytes) -> None:
    """Bytes that nobody sealed are unreadable, whatever they are, and never another error."""
    with pytest.raises(Unreadable, match=PLACE):
        BEFORE.open(noise, PLACE)


def test_a_value_opens_at_its_own_place_only() -> None:
    """A value moved to another row does not open, and the error names that row and no more."""
    sealed = BEFORE.seal(b"Ada", PLACE)
    with pytest.raises(Unreadable) as caught:
        BEFORE.open(sealed, "chats/124/document")
    assert str(caught.value) == "chats/124/document: damaged, or sealed for another place"
    assert caught.value.__cause__ is None


def test_the_same_value_is_sealed_differently_each_time() -> None:
    """Equal values cannot be told from their sealed forms."""
    assert BEFORE.seal(b"Ada", PLACE) != BEFORE.seal(b"Ada", PLACE)


def test_a_new_key_opens_what_an_old_one_sealed() -> None:
    """After a new key is put in front, old values open and new ones need the new key."""
    assert AFTER.open(BEFORE.seal(b"Ada", PLACE), PLACE) == b"Ada"
    with pytest.raises(Unreadable, match="not in ENCRYPTION_KEYS"):
        BEFORE.open(AFTER.seal(b"Ada", PLACE), PLACE)


def test_a_value_says_which_key_sealed_it() -> None:
    """The format's version and the key's id stand in front, so a format to come can be told."""
    assert AFTER.seal(b"", PLACE).startswith(b"\x01\x03new")


def test_an_index_is_equal_for_equals_only() -> None:
    """An index depends on the value, the purpose and the key, and hides the value."""
    indexed = BEFORE.index("+447700900123", "phone")
    assert indexed == AFTER.index("+447700900123", "phone")
    others = [
        BEFORE.index("+447700900124", "phone"),
        BEFORE.index("+447700900123", "email"),
        Keyring.parse(f"old:{OLD}", NEW).index("+447700900123", "phone"),
    ]
    assert len({indexed, *others}) == 4
    assert len(indexed) == 32


def test_an_index_never_changes_between_releases() -> None:
    """What was indexed by one release is found by the next."""
    assert (
        BEFORE.index("+447700900123", "phone").hex()
        == "8094adc65d5f17e50060fbc077a6c2969f17777649b00cbfc7a1750f903df653"
    )


def test_new_keys_can_be_used_and_differ() -> None:
    """Fresh keys are read without a complaint, and no two are alike."""
    first, second = new_keys(), new_keys()
    assert Keyring.parse(*first).index("a", "b") != Keyring.parse(*second).index("a", "b")
    assert first[0] != second[0]
    assert re.fullmatch(r"k[0-9a-f]{8}:[A-Za-z0-9_-]{43}", first[0])


@pytest.mark.parametrize(
    "keys",
    [
        "",
        OLD,
        f":{OLD}",
        f"a b:{OLD}",
        f"old:{OLD[:-4]}",
        f"old:{OLD},",
        f"old:{OLD},old:{NEW}",
        "old:not base64!",
        f"old:{'é' * 43}",
        f"{'x' * 33}:{OLD}",
    ],
)
def test_encryption_keys_that_cannot_be_used_are_explained(keys: str) -> None:
    """The error says what is expected and shows nothing of what was given."""
    with pytest.raises(BadKeys) as caught:
        Keyring.parse(keys, INDEX)
    assert str(caught.value).startswith("ENCRYPTION_KEYS must be id:key")
    assert OLD[:20] not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("key", ["", "short", OLD, INDEX + "AAAA"])
def test_an_index_key_that_cannot_be_used_is_explained(key: str) -> None:
    """An index key is 32 bytes, and never one that encrypts as well."""
    with pytest.raises(BadKeys, match="INDEX_KEY must be 32 bytes"):
        Keyring.parse(f"old:{OLD}", key)


def test_a_key_may_be_written_with_or_without_padding() -> None:
    """Base64's equals signs and spaces around the entries do not matter."""
    bare = Keyring.parse(f" old:{OLD.rstrip('=')} ", f" {INDEX.rstrip('=')} ")
    assert bare.open(BEFORE.seal(b"Ada", PLACE), PLACE) == b"Ada"
    assert bare.index("a", "b") == BEFORE.index("a", "b")


def test_a_keyring_shows_no_key() -> None:
    """Printing a keyring gives nothing away."""
    assert "Keyring object" in repr(BEFORE)
