"""A list is shown, read and given back, and each of its rows is a customer once."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.notices import is_news
from bot.lists.reader import Reader
from bot.lists.rows import import_id
from conversations.lists.limits import MOST_BYTES
from storage import ImportState, Status
from tests.bot.lists.office import ADA, GRACE, LATER, LIST

if TYPE_CHECKING:
    from storage import Import
    from tests.bot.lists.office import Office


async def test_a_list_becomes_leads_and_comes_back(office: Office) -> None:
    """What is ready is taken once, with the agent's user and how the customer agreed."""
    await office.sends(LIST)
    assert await office.works() == 1
    shown = office.courier.told[-1]
    assert shown.text.startswith("fair.csv, rows: 4\nName → Name\nPhone → Phone\nE-mail → E-mail")
    assert "Agreement" not in shown.text
    assert [label for label, _ in shown.choices] == [
        "In person",
        "By phone",
        "In writing",
        "Do not take it",
    ]
    assert await office.works() == 0

    begun = await office.answers()
    assert begun is not None
    await office.works()
    (row,) = await office.submissions()
    body = json.loads(row.body)
    assert (body["first_name"], body["last_name"], body["user_id"]) == ("Ada", "Lovelace", 1)
    assert (row.agent_id, row.agreed, row.chat_id) == (ADA, "by_phone", ADA)

    await office.works()
    told = office.courier.told[-1]
    assert told.text == "fair.csv\nTaken: 1\nTaken before: 1\nNeeds an answer: 1\nNot taken: 1"
    assert told.file is not None
    assert told.file.name == "fair-done.csv"
    lines = told.file.content.decode("utf-8-sig").splitlines()
    assert lines[1] == "Ada Lovelace;07700 900123;ada@example.org;taken;"
    assert lines[2].endswith(";needs an answer;Phone: This is missing.")
    assert lines[4] == "ada lovelace;'+447700900123;ADA@example.org;taken before;"
    assert await office.works() == 0
    async with office.database.begin() as work:
        kept = await work.imports.load(begun.id)
    assert kept is not None
    assert (kept.state, kept.content) == (ImportState.TOLD, b"")


async def test_however_often_a_row_is_sent_it_is_one_customer(office: Office) -> None:
    """The same file, another file with the same row: nobody is taken twice by one agent."""
    await office.reads(LIST)
    again = await office.reads(LIST)
    other = await office.reads(b"+447700900123,Ada Lovelace,ada@example.org\n")
    assert again.text == "fair.csv\nTaken before: 2\nNeeds an answer: 1\nNot taken: 1"
    assert other.text == "fair.csv\nTaken before: 1"
    assert len(await office.submissions()) == 1
    await office.reads(LIST, agent_id=GRACE)
    assert [row.agent_id for row in await office.submissions()] == [ADA, GRACE]


async def test_a_long_list_is_delivered_in_its_turn(small_office: Office) -> None:
    """Its rows are due twenty a second, so who registers meanwhile does not wait behind them."""
    rows = "".join(f"Ada King,07700 900{n:03}\n" for n in range(100)).encode()
    await small_office.reads(rows)
    due = sorted(
        (row.due_at - row.created_at).total_seconds() for row in await small_office.submissions()
    )
    assert (due[0], due[-1]) == (0.05, 5.0)


async def test_nobody_is_told_of_each_row(small_office: Office) -> None:
    """An agent has the whole list back, and no message for each customer on it."""
    await small_office.reads(LIST)
    (row,) = await small_office.submissions()
    assert row.draft_token.startswith(".")
    assert not is_news(replace(row, status=Status.CREATED))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "There is nothing in this file."),
        (b"x" * (MOST_BYTES + 1), "This file is too large."),
        (None, "I could not fetch this file from Telegram."),
        (b"E-mail\nada@example.org\n", "There is no column for: Name and Phone"),
    ],
)
async def test_what_cannot_be_taken_is_told_and_forgotten(
    small_office: Office, content: bytes | None, words: str
) -> None:
    """The agent hears why, and nothing is kept of it."""
    await small_office.sends(content or b"")
    if content is None:
        small_office.courier.files.clear()
    await small_office.works()
    (told,) = small_office.courier.told
    assert words in told.text
    assert told.choices == ()
    for state in ImportState:
        assert await small_office.imports(state) == []


async def test_only_its_agent_answers_about_a_list_and_once(small_office: Office) -> None:
    """Nobody else's press means anything, nor one that is no way to agree, nor a second one."""
    await small_office.sends(LIST)
    await small_office.works()
    assert await small_office.answers(agent_id=GRACE) is None
    assert await small_office.answers("by_pigeon") is None
    assert await small_office.answers() is not None
    assert await small_office.answers() is None
    assert len(await small_office.imports(ImportState.READING)) == 1


async def test_an_agent_may_leave_a_list(small_office: Office) -> None:
    """Then nothing is taken of it, and nothing is kept."""
    await small_office.sends(LIST)
    await small_office.works()
    assert await small_office.answers("") is not None
    assert await small_office.answers() is None
    assert await small_office.works() == 0


async def test_a_list_that_is_being_read_goes_on_when_it_is_sent_again(
    small_office: Office,
) -> None:
    """It is shown once more, but its rows are not begun anew."""
    await small_office.sends(LIST)
    await small_office.works()
    begun = await small_office.answers()
    assert begun is not None
    await small_office.sends(LIST)
    await small_office.works()
    assert await small_office.answers() is None
    assert len(await small_office.submissions()) == 1


async def test_who_is_an_agent_no_more_has_nothing_read(small_office: Office) -> None:
    """What he sent is forgotten before it is begun."""
    await small_office.sends(LIST)
    await small_office.works()
    await small_office.answers()
    async with small_office.database.begin() as work:
        await work.agents.remove(ADA)
    await small_office.works()
    assert await small_office.submissions() == []
    assert await small_office.imports(ImportState.READING) == []


async def test_what_cannot_be_told_now_waits_for_its_lease(small_office: Office) -> None:
    """The list stays where it is until its agent has heard of it."""
    small_office.courier.answers = [LATER]
    await small_office.sends(LIST)
    await small_office.works()
    assert await small_office.imports(ImportState.SENT) == ["update"]
    await small_office.works()
    assert len(small_office.courier.told) == 1  # its lease has not run out


async def test_what_another_process_does_is_left_to_it(small_office: Office) -> None:
    """Who holds the lease of a list has it alone, in each of its states."""
    await small_office.sends(LIST)
    await small_office.works()
    begun = await small_office.answers()
    assert begun is not None
    async with small_office.database.begin() as work:
        await work.leases.hold(f"import {begun.id}", "somebody else", timedelta(minutes=1))
    await small_office.works()
    assert await small_office.submissions() == []
    async with small_office.database.begin() as work:
        await work.imports.keep(replace(begun, state=ImportState.READ))
    await small_office.works()
    assert await small_office.imports(ImportState.READ) == [begun.id]


@pytest.mark.parametrize("happening", ["agent removed", "lease lost", "list forgotten"])
async def test_whatever_happens_in_the_middle_is_noticed(
    small_office: Office, happening: str
) -> None:
    """Nothing more is decided once the agent is none, or the list is somebody else's, or gone."""
    rows = "".join(f"Ada King,07700 900{n:03}\n" for n in range(60)).encode()
    await small_office.sends(rows)
    await small_office.works()
    begun = await small_office.answers()
    assert begun is not None

    async def happens(row: Import, count: int) -> None:
        if not count:
            return
        await asyncio.sleep(0.6)  # longer than the lease
        async with small_office.database.begin() as work:
            if happening == "agent removed":
                await work.agents.remove(ADA)
            elif happening == "list forgotten":
                await work.imports.remove(row.id)
            else:
                await work.leases.hold(f"import {row.id}", "other", timedelta(seconds=0.9))

    means = replace(small_office.means, lease=timedelta(seconds=0.5))
    await Reader(means, happens).take(begun.id)
    assert len(await small_office.submissions()) == 20
    left = await small_office.imports(ImportState.READING)
    assert left == ([begun.id] if happening == "lease lost" else [])


async def test_a_list_that_was_read_waits_until_its_agent_hears_of_it(
    small_office: Office,
) -> None:
    """The file is kept as long as it has to be given back."""
    await small_office.sends(LIST)
    await small_office.works()
    begun = await small_office.answers()
    assert begun is not None
    await small_office.works()
    small_office.courier.answers = [LATER]
    await small_office.works()
    assert await small_office.imports(ImportState.READ) == [begun.id]


async def test_a_long_list_shows_how_far_it_is(small_office: Office) -> None:
    """The message that was pressed on is edited, each few hundred rows."""
    rows = "".join(f"Ada King,07700 9{n:05}\n" for n in range(1100)).encode()
    await small_office.reads(rows)
    edits = [each for each in small_office.courier.told if each.message_id == 7]
    assert [each.text for each in edits] == [
        "Read so far: 500 of 1100",
        "Read so far: 1000 of 1100",
    ]
    known = import_id(small_office.keyring, ADA, rows)
    assert [row.number for row in await small_office.rows(known)] == list(range(1, 1101))
