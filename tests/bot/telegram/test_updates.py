"""What is taken of an update, and what is no update."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.updates import Unreadable, read_update
from tests.bot.telegram import made

MOST = 2**63 - 1

leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters())
NAMES = (
    *("update_id", "message", "callback_query", "from", "chat", "id", "type", "text", "date"),
    *("contact", "phone_number", "user_id", "message_id", "data", "forward_origin"),
)
names = st.sampled_from(NAMES)
documents = st.recursive(
    leaves,
    lambda inner: st.lists(inner) | st.dictionaries(names | st.text(), inner),
    max_leaves=20,
)


def id_read(body: bytes) -> int | None:
    """Return the id that is known after reading, even of what is unreadable."""
    try:
        return read_update(body).update_id
    except Unreadable as unreadable:
        return unreadable.update_id


def text_of(written: str) -> str | None:
    """Read a message whose text is this JSON string."""
    raw = made.body(made.said("@")).replace(b'"@"', written.encode())
    message = read_update(raw).message
    assert message is not None
    return message.text


def test_a_message_is_read() -> None:
    """The fields that are used are taken, all others are passed over."""
    update = read_update(made.body(made.said("Ada", update_id=77, entities=[{"a": 1}])))
    assert update.update_id == 77
    assert update.message is not None
    assert (update.message.text, update.message.chat.id) == ("Ada", made.ADA)
    assert update.callback_query is None


@pytest.mark.parametrize("value", [MOST, -(2**63)])
def test_ids_of_64_bits_are_read(value: int) -> None:
    """What the columns can keep is taken."""
    assert read_update(made.body({"update_id": value})).update_id == value


@pytest.mark.parametrize(
    ("body", "update_id"),
    [
        (b"", None),
        (b"\x00\xff\xfe", None),
        (b"null", None),
        (b"[]", None),
        (b"7", None),
        (b'{"update_id": 1', None),
        (b'{"update_id": "x"}', None),
        (b'{"update_id": true, "message": 1}', None),
        (b'{"update_id": 9223372036854775808}', None),
        (b'{"update_id": 1' + b"0" * 5000 + b"}", None),
        (b'{"update_id": 3, "message": "x"}', 3),
        (b'{"update_id": 4, "message": {"text": 5}}', 4),
        (b'{"update_id": 5, "callback_query": []}', 5),
        (made.body({"update_id": 6, "message": made.message(chat={"id": 1})}), 6),
        (made.body({"update_id": 7, "message": made.message(date=2**63)}), 7),
        (made.body({"update_id": 8, "message": made.message(chat=made.private(2**64))}), 8),
        (b"[" * 200_000, None),
        (b'{"update_id": 9, "message":' + b'{"message":' * 150_000, None),
    ],
)
def test_what_is_no_update_is_unreadable(body: bytes, update_id: int | None) -> None:
    """Broken, cut off, of wrong types, too wide or too deep: all the same, with its id if any."""
    with pytest.raises(Unreadable) as caught:
        read_update(body)
    assert caught.value.update_id == update_id


def test_an_unreadable_update_is_not_quoted() -> None:
    """What a person wrote is in no text of the error."""
    with pytest.raises(Unreadable) as caught:
        read_update(b'{"update_id": 1, "message": {"text": "my secret"}}')
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (r'"A\u0000da"', "Ada"),
        (r'"A\ud800da"', "Ada"),
        (r'"Ada\udc00"', "Ada"),
        (r'"\ud83d\ude00 \ud83d"', "\U0001f600 "),
        (r'"\u0644\u064a\u0644\u0649"', "ليلى"),
        (r'"\u0000"', ""),
    ],
)
def test_nul_and_half_pairs_are_dropped(written: str, read: str) -> None:
    """They reach no database; whole pairs stay."""
    assert text_of(written) == read


@given(st.text(st.characters(codec=None)))
def test_every_text_can_be_kept(text: str) -> None:
    """Whatever is typed comes out as UTF-8 without NUL, all else in place."""
    read = text_of(json.dumps(text))
    assert read is not None
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    assert read == whole.replace("\x00", "")
    read.encode()


def test_a_long_body_is_read() -> None:
    """A mebibyte in one field is no trouble."""
    text = "a" * (1024 * 1024)
    assert text_of(json.dumps(text)) == text


@given(st.binary())
def test_no_bytes_raise_anything_else(body: bytes) -> None:
    """Whatever comes is read, or is unreadable."""
    id_read(body)


@given(documents)
def test_no_json_raises_anything_else(document: Any) -> None:
    """Whatever JSON comes is read, or is unreadable; its id can be kept."""
    update_id = id_read(json.dumps(document).encode())
    assert update_id is None or -MOST - 1 <= update_id <= MOST


@given(
    st.fixed_dictionaries(
        {"update_id": st.integers(0, 9)},
        optional={"message": documents, "callback_query": documents, "edited_message": documents},
    )
)
def test_no_parts_hide_the_id(document: Any) -> None:
    """Whatever the parts are, the update is known by its id."""
    assert id_read(json.dumps(document).encode()) == document["update_id"]
