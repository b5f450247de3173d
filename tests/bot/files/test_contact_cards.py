"""What a file is that should be one contact card."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.files.contact_cards import MOST_BYTES, card_of
from conversations.card_files import FileFlaw
from conversations.many.vcards import properties

CARD = "BEGIN:VCARD\nVERSION:3.0\nN:Lovelace;Ada;;;\nTEL:+447700900123\nEND:VCARD\n"
PICTURE = "PHOTO;ENCODING=b:" + "A" * 5000 + "\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254"])
def test_a_card_is_read_in_any_encoding(encoding: str) -> None:
    """What comes out is the card as it would be pasted."""
    card = card_of(CARD.replace("Lovelace", "Öztürk").encode(encoding))
    assert not isinstance(card, FileFlaw)
    assert [each.words for each in properties(card)] == ["Öztürk, Ada", "+447700900123"]


def test_a_picture_is_left_behind() -> None:
    """It says nothing that is asked, and is longer than any message."""
    card = card_of(CARD.replace("TEL", PICTURE + "TEL").encode())
    assert not isinstance(card, FileFlaw)
    assert len(properties(card)) == 2
    assert "PHOTO" not in card


@pytest.mark.parametrize(
    ("data", "flaw"),
    [
        (b"", FileFlaw.NO_CARD),
        (b"%PDF-1.7\n\x00\x01\x02", FileFlaw.NO_CARD),
        (b"Name;Phone\nAda;07700 900123\n", FileFlaw.NO_CARD),
        (b"PK\x03\x04", FileFlaw.NO_CARD),
        ((CARD * 2).encode(), FileFlaw.SEVERAL_CARDS),
        (b"BEGIN:VCARD\nVERSION:3.0\nORG:Example Ltd\nEND:VCARD\n", FileFlaw.EMPTY_CARD),
        (CARD.replace("Ada", "A" * 5000).encode(), FileFlaw.TOO_LARGE),
        (CARD.encode() + b" " * MOST_BYTES, FileFlaw.TOO_LARGE),
    ],
)
def test_what_is_not_one_card_is_told_apart(data: bytes, flaw: FileFlaw) -> None:
    """By what is in it."""
    assert card_of(data) is flaw


@given(st.binary(max_size=300))
def test_any_bytes_are_taken(data: bytes) -> None:
    """It never raises, also where they begin as a card does."""
    assert card_of(data)
    assert card_of(b"BEGIN:VCARD\n" + data)


@pytest.mark.parametrize(
    "piece",
    [
        "BEGIN:VCARD\n",
        "X;QUOTED-PRINTABLE:=\n",
        "QUOTED-PRINTABLE",
        ";",
        "-.",
        "N:A;B\n",
        "=\n",
        "\n ",
        "\r\r\n",
        "Ä",
        "TEL",
        "A:",
    ],
)
def test_no_file_takes_long(piece: str) -> None:
    """A turn of somebody else waits meanwhile, so that a tenth of a second is much."""
    text = f"BEGIN:VCARD\n{piece}"
    data = (text + piece * (MOST_BYTES // len(piece.encode())))[: MOST_BYTES // 2].encode()
    begun = process_time()
    card_of(data)
    assert process_time() - begun < 1
