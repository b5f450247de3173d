"""Who on a list is known already is told before anybody is created, and its agent decides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.lists.showing import Showing
from conversations.answers import Answer
from conversations.conversation import Conversation
from conversations.documents import draft_of, with_agents_conversation
from conversations.draft import Draft
from storage import Chat, ImportState, OnExisting
from tests.bot.lists.office import ADA, GRACE, LIST, FakeCourier

if TYPE_CHECKING:
    from storage import Database
    from tests.bot.lists.office import Office

ANOTHER = b"Name;Phone;E-mail\nAda King;07700 900123;\nAnn Example;07700 900140;\n"


@pytest.fixture
async def office(office: Office) -> Office:
    """Open an office in which one of the agents has entered Ada Lovelace."""
    await office.reads(LIST)
    return office


async def test_the_known_are_shown_with_the_columns(office: Office) -> None:
    """By row, masked, with the day and whose they are; nobody else is among them."""
    await office.sends(ANOTHER, GRACE)
    await office.works()
    text = office.courier.told[-1].text
    assert "Known already: 1\nRow 2: A. L., ••• 123, confirmed on" in text
    assert "Made Up" in text
    assert "Lovelace" not in text


async def test_the_known_are_left_out_and_told_so_by_row(office: Office) -> None:
    """No submission comes of them; of the others none is created that Flextell knows."""
    before = await office.submissions()
    told = await office.reads(ANOTHER, GRACE, known="leave_out")
    assert told.text == "fair.csv\nTaken: 1\nLeft out, for they are known already: 1"
    assert told.file is not None
    line = told.file.content.decode("utf-8-sig").splitlines()[1]
    assert ";left out;A. L., ••• 123, confirmed on" in line
    (new,) = [row for row in await office.submissions() if row not in before]
    assert new.on_existing is OnExisting.SKIP


@pytest.mark.parametrize(
    ("known", "on_existing", "reason"),
    [
        ("staff", OnExisting.REVIEW, None),
        ("others", OnExisting.CREATE, "they are other people"),
        ("anew", OnExisting.CREATE, "what is there is out of date"),
    ],
)
async def test_the_known_are_taken_as_the_agent_says(
    office: Office, known: str, on_existing: OnExisting, reason: str | None
) -> None:
    """What he says goes with each row to its delivery, his reason is kept, and the file tells."""
    before = await office.submissions()
    told = await office.reads(ANOTHER, GRACE, known=known)
    new = [row for row in await office.submissions() if row not in before]
    assert {(row.on_existing, draft_of(row.draft).reason) for row in new} == {
        (on_existing, reason)
    }
    assert told.text == "fair.csv\nTaken: 2"
    assert told.file is not None
    lines = told.file.content.decode("utf-8-sig").splitlines()
    assert ";taken;A. L., ••• 123, confirmed on" in lines[1]
    assert lines[2].endswith(";taken;")


async def test_rows_that_are_reached_alike_are_known_by_the_first(small_office: Office) -> None:
    """The very same row is no double, and what cannot be taken is nobody."""
    rows = (
        b"Name;Phone;E-mail\n"
        b"Ada Lovelace;07700 900123;ada@example.org\n"
        b"Ada Lovelace;07700 900123;ada@example.org\n"
        b"Ann Example;07700 900124;ADA@example.org\n"
        b"Ann Example;12;ada@example.org\n"
    )
    await small_office.sends(rows)
    await small_office.works()
    assert "Known already: 1\nRow 4: row 2 of this list\n" in small_office.courier.told[-1].text
    await small_office.answers(known="leave_out")
    await small_office.works()
    await small_office.works()
    assert small_office.courier.told[-1].text == (
        "fair.csv\nTaken: 1\nTaken before: 1\nLeft out, for they are known already: 1\n"
        "Not taken: 1"
    )


async def test_what_the_agent_has_begun_is_known_to_him_alone(small_office: Office) -> None:
    """By its name; another agent's list tells nothing of it."""
    draft = Draft({"name": Answer({"first_name": "Ada", "last_name": "Lovelace"})})
    draft = draft.with_answer("phone", Answer({"phone": "+447700900123"}))
    document = with_agents_conversation({"language": "en"}, Conversation("en", draft=draft))
    async with small_office.database.begin() as work:
        await work.chats.keep([Chat(ADA, "token", 0, document)])
    for agent, told in ((ADA, True), (GRACE, False)):
        await small_office.sends(ANOTHER, agent)
        await small_office.works()
        text = small_office.courier.told[-1].text
        assert ("Row 2: Ada Lovelace, begun by you and waiting" in text) is told


async def test_only_the_first_few_are_shown(small_office: Office) -> None:
    """All are counted."""
    rows = "".join(f"Ada {'Bcdefgh'[:n]},07700 900123\n" for n in range(1, 8)).encode()
    await small_office.sends(rows)
    await small_office.works()
    text = small_office.courier.told[-1].text
    assert "Known already: 6\nRow 2: row 1 of this list\n" in text
    assert text.count("of this list") == 3
    assert "…\n" in text


async def test_a_list_of_who_is_no_agent_any_more_is_not_looked_at(small_office: Office) -> None:
    """It is forgotten, and nobody hears of it."""
    await small_office.sends(ANOTHER)
    async with small_office.database.begin() as work:
        await work.agents.remove(ADA)
    await small_office.works()
    assert small_office.courier.told == []
    assert await small_office.imports(ImportState.SENT) == []


async def test_a_list_that_another_process_takes_meanwhile_is_shown_by_that_one_alone(
    small_office: Office,
) -> None:
    """Whose lease ran out while he fetched it tells nobody what he did not look through."""
    await small_office.sends(LIST)
    slow = Slow(small_office.courier.files, database=small_office.database)
    await Showing(small_office.means, slow).take("update")
    assert slow.told == []
    assert await small_office.imports(ImportState.SENT) == ["update"]
    assert await small_office.imports(ImportState.SHOWN) == []


@dataclass(slots=True)
class Slow(FakeCourier):
    """A messenger so slow that somebody else takes the list before its file is there."""

    database: Database = field(kw_only=True)

    async def fetch(self, file_id: str) -> bytes | None:
        """Give the file, after that: to so short a lease any other has run out."""
        async with self.database.begin() as work:
            for lasts in (timedelta(seconds=1), timedelta(minutes=1)):
                assert await work.leases.hold("import update", "other", lasts)
        return await FakeCourier.fetch(self, file_id)
