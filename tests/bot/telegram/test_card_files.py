"""A customer's file is fetched outside of everybody's turn, and the card in it is taken."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.files.contact_cards import MOST_BYTES
from bot.telegram.card_files import AT_ONCE, CardFiles
from bot.telegram.updates import Document
from conversations.card_files import FileFlaw
from conversations.events import SentUnreadable
from tests.bot.telegram import made

if TYPE_CHECKING:
    from bot.telegram.calls import Call
    from tests.bot.telegram.receiving import Receiving

CARD = b"BEGIN:VCARD\nN:Lovelace;Ada\nTEL:+447700900123\nEMAIL:ada@example.org\nEND:VCARD\n"
LAILA = 1002


async def agrees(house: Receiving, who: int = made.ADA) -> None:
    """Have somebody agree."""
    await house.presses(await house.says("/start", who), "Agree", who)


async def sends(
    house: Receiving, content: bytes | None, who: int = made.ADA, **fields: Any
) -> tuple[Call, ...]:
    """Receive a file that is at the messenger, unless there is no content."""
    house.files = {} if content is None else {"file-1": content}
    document = {"file_id": "file-1", "file_name": "ada.vcf", "file_size": 100} | fields
    return await house.receives(made.said(None, house.next_id(), who, document=document))


def text(calls: tuple[Call, ...]) -> str:
    """Return what was said last."""
    return str(calls[-1].params["text"])


async def test_all_that_a_card_says_is_taken(house: Receiving) -> None:
    """As if it had been pasted, and the next question is asked."""
    await agrees(house)
    said = text(await sends(house, CARD))
    assert "Name: Ada Lovelace (from: Lovelace, Ada)" in said
    assert "ada@example.org" in said
    assert said.endswith("When were you born? Please write day, month and year.")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CARD * 2, "There is more than one contact card in that."),
        (b"Ada Lovelace", "Of files I can only read a contact card"),
        (None, "I could not fetch that file from Telegram. Please send it again."),
    ],
)
async def test_what_is_wrong_with_a_file_is_said(
    house: Receiving, content: bytes | None, words: str
) -> None:
    """The question stays, and what comes then is taken."""
    await agrees(house)
    said = text(await sends(house, content))
    assert said.startswith(words)
    assert said.endswith("What is your full name?")
    assert "Ada Lovelace" in text(await sends(house, CARD))


async def test_a_file_that_is_too_large_is_not_fetched(house: Receiving) -> None:
    """Its size is told with it."""
    await agrees(house)
    said = text(await sends(house, CARD, file_size=MOST_BYTES + 1))
    assert said.startswith("This file is too large to be a contact card.")
    assert house.fetched == []


@pytest.mark.parametrize(
    ("content", "size", "flaw"),
    [
        (b"Ada Lovelace", 12, FileFlaw.NO_CARD),
        (None, 12, FileFlaw.NOT_FETCHED),
        (None, MOST_BYTES + 1, FileFlaw.TOO_LARGE),
    ],
)
async def test_what_is_written_below_a_file_is_kept_with_what_is_wrong_with_it(
    content: bytes | None, size: int, flaw: FileFlaw
) -> None:
    """It may hold what has to be deleted from the chat."""

    async def fetch(_file_id: str) -> bytes | None:
        return content

    file = Document(file_id="file-1", file_size=size)
    heard = await CardFiles(fetch).heard(file, SentUnreadable(5, "My card, 10000000146"))
    assert heard == SentUnreadable(5, "My card, 10000000146", flaw)


async def test_before_anybody_agreed_nothing_of_it_is_kept(house: Receiving) -> None:
    """What is asked first is consent, as whenever something is written."""
    said = text(await sends(house, CARD))
    assert "Do you agree" in said
    await agrees(house)
    assert "Lovelace" not in text(await house.says("/help"))


async def test_the_same_file_once_more_is_answered_once_more(house: Receiving) -> None:
    """Where an answer was lost Telegram sends the update again; nothing is taken twice."""
    await agrees(house)
    await sends(house, CARD)
    said = text(await house.receives(house.last))
    assert said.endswith("When were you born? Please write day, month and year.")


async def test_nobody_waits_for_somebody_elses_file(house: Receiving) -> None:
    """While it is on its way, others are answered; what takes too long is to be sent again."""
    await agrees(house)
    await agrees(house, LAILA)
    house.gate.clear()
    files = [asyncio.create_task(sends(house, CARD)) for _ in range(AT_ONCE + 1)]
    assert "Grace Hopper" in text(await house.says("Grace Hopper", LAILA))
    assert not any(file.done() for file in files)
    assert len(house.fetched) == AT_ONCE
    for file in files:
        assert text(await file).startswith("I could not fetch that file from Telegram.")


async def test_a_file_whose_turn_failed_is_fetched_when_it_is_taken_up(house: Receiving) -> None:
    """What is put aside is the update alone."""
    await agrees(house)
    house.files = {"file-1": CARD}
    update = made.said(None, house.next_id(), document={"file_id": "file-1"})
    async with house.database.begin() as work:
        await work.quarantine.add(update["update_id"], made.ADA, "failed", made.body(update))
    (aside,) = await house.quarantined()
    assert "Name: Ada Lovelace" in text(await house.reception.replay(aside, "operator"))
