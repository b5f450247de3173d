"""What becomes of a list's rows reaches its agent in one message, edited as it goes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.delivery.notices import Unreachable
from bot.lists.following import Following
from storage import ImportState, Status
from tests.bot.lists.office import ADA, LATER, FakeCourier

if TYPE_CHECKING:
    from bot.delivery.notices import Told
    from bot.lists.courier import ListMessage
    from tests.bot.lists.office import Office

ROWS = 8
LIST = "".join(f"Ada Example,07700 900{n:03},ada{n}@example.org\n" for n in range(ROWS)).encode()


@pytest.fixture
async def office(office: Office) -> Office:
    """Open an office in which a list was given back."""
    await office.reads(LIST)
    office.courier.told.clear()
    return office


async def become(office: Office, status: Status, *places: int) -> None:
    """Bring some of the submissions, by their place, to a status."""
    rows = sorted(await office.submissions(), key=lambda row: row.due_at)
    ids = sorted(rows[place].id for place in places)
    keys = ("phone", "email") if status is Status.REFUSED else ()
    for step, refused in ((Status.SENDING, ()), (status, keys)):
        async with office.database.begin() as work:
            loaded = (await work.submissions.load(ids)).values()
            await work.submissions.keep(
                [replace(row, status=step, refused_keys=refused) for row in loaded]
            )


@dataclass(slots=True)
class Interrupted(FakeCourier):
    """A messenger on whose way the agent sends the list once more."""

    office: Office = field(kw_only=True)

    async def tell(self, message: ListMessage) -> Told:
        """Say it, after that."""
        await self.office.sends(LIST)
        await self.office.works()
        return await FakeCourier.tell(self, message)


async def looks(office: Office) -> None:
    """Look what became of the list."""
    for import_id in await office.imports(ImportState.TOLD):
        await Following(office.means, office.courier).take(import_id)


async def test_one_message_is_edited_as_the_list_is_delivered(office: Office) -> None:
    """Nothing is said before there is news, nor twice; at the end it is looked at no more."""
    await looks(office)
    assert office.courier.told == []
    await become(office, Status.CREATED, 0, 1)
    await looks(office)
    await looks(office)
    (told,) = office.courier.told
    assert (told.agent_id, told.message_id) == (ADA, None)
    assert told.text == "fair.csv\nRegistered: 2\nOn the way: 6"
    await become(office, Status.HUMAN, 2)
    await become(office, Status.WITHDRAWN, 3)
    await become(office, Status.REFUSED, 4)
    await looks(office)
    assert office.courier.told[-1].message_id == 1
    assert office.courier.told[-1].text == (
        "fair.csv\nRegistered: 2\nOn the way: 3\nLooked into by staff: 1\n"
        "In Flextell already, or withdrawn: 1\nNot accepted: 1\n"
        "Row 5: Ada Example – Phone and E-mail\n"
        "They can be corrected and sent again: /leads"
    )
    await become(office, Status.CREATED, 5, 6, 7)
    async with office.database.begin() as work:
        rows = await work.submissions.page((Status.HUMAN,), 10)
        await work.submissions.keep([replace(row, status=Status.DROPPED) for row in rows])
    await looks(office)
    assert "Registered: 5\nGiven up by staff: 1\n" in office.courier.told[-1].text
    assert len(office.courier.told) == 3
    assert await office.imports(ImportState.TOLD) == []
    assert len(await office.imports(ImportState.OVER)) == 1


async def test_of_many_that_were_not_accepted_the_first_are_named(office: Office) -> None:
    """In the order of the file; the rest is counted."""
    await become(office, Status.REFUSED, *range(ROWS))
    await looks(office)
    lines = office.courier.told[-1].text.splitlines()
    assert lines[2] == "Not accepted: 8"
    assert [line.split(":")[0] for line in lines[3:8]] == [f"Row {n}" for n in range(1, 6)]
    assert lines[8] == "…"


async def test_what_cannot_be_told_now_is_told_later(office: Office) -> None:
    """Once its lease has run out; who cannot be reached at all is told nothing more."""
    await become(office, Status.CREATED, 0)
    office.courier.answers = [LATER, Unreachable()]
    means = replace(office.means, lease=timedelta(0))
    (import_id,) = await office.imports(ImportState.TOLD)
    await Following(means, office.courier).take(import_id)
    assert await office.imports(ImportState.TOLD) == [import_id]
    await Following(means, office.courier).take(import_id)
    assert len(office.courier.told) == 2
    assert await office.imports(ImportState.OVER) == [import_id]


async def test_who_is_an_agent_no_more_hears_nothing(office: Office) -> None:
    """His list is delivered, and followed no more."""
    await become(office, Status.CREATED, 0)
    async with office.database.begin() as work:
        await work.agents.remove(ADA)
    await looks(office)
    assert office.courier.told == []
    assert len(await office.imports(ImportState.OVER)) == 1


async def test_a_list_that_is_sent_again_meanwhile_is_shown_anew(office: Office) -> None:
    """What was told of it does not take its place."""
    await become(office, Status.CREATED, 0)
    (import_id,) = await office.imports(ImportState.TOLD)
    await Following(office.means, Interrupted(office=office)).take(import_id)
    assert await office.imports(ImportState.SHOWN) == [import_id]


async def test_lists_are_looked_at_now_and_then(office: Office) -> None:
    """Not at each round, which is each second."""
    await become(office, Status.CREATED, 0)
    assert await office.works() == 0
    office.look_every = timedelta(0)
    assert await office.works() == 1
    assert len(office.courier.told) == 1
