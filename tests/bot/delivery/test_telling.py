from __future__ import annotations

import sqlite3
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.delivery.notices import Done, Later, Unreachable
from storage import Status
from tests.bot.delivery.road import FakeTeller

if TYPE_CHECKING:
    from bot.delivery.notices import Notice, Told
    from storage import Submission
    from tests.bot.delivery.road import Road

REGISTERED = "You are registered with Example Ltd, no. 1."


async def test_news_is_told_until_it_has_arrived(road: Road) -> None:
    """A messenger that is busy, or breaks, is asked again; the card then says the truth once."""
    road.teller.answers = [Later(0.05), RuntimeError("made up"), Later()]
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.CREATED)
    assert (end.told, end.notice_tries) == ("created", 4)
    assert set(road.teller.texts(row.chat_id)) == {REGISTERED}


async def test_a_person_who_blocked_the_bot_stops_nothing(road: Road) -> None:
    """One who cannot be reached is given up, and the next one is told."""
    road.teller.answers = [Unreachable()]
    first, second = await road.confirmed(), await road.confirmed()
    async with road.working():
        ends = [await road.ends(row.id, Status.CREATED) for row in (first, second)]
    assert sorted(str(end.told) for end in ends) == ["None", "created"]


async def test_a_refused_answer_is_asked_again(road: Road) -> None:
    """The card says what was not taken, the question follows, and the talk stands there."""
    road.flextell.post_faults.append("refuses email")
    row = await road.confirmed()
    async with road.working():
        end = await road.ends(row.id, Status.REFUSED)
    assert end.refused_keys == ("email",)
    [notice] = road.teller.notices
    assert "could not accept this: E-mail" in notice.card.text
    assert notice.question is not None
    assert "e-mail address" in notice.question.text
    draft = (await road.talk_of(row.chat_id)).draft
    assert draft is not None
    assert draft.asking == ("email",)


class Overtaken(FakeTeller):
    """A messenger during whose first telling an operator finds the customer."""

    road: Road

    async def tell(self, notice: Notice) -> Told:
        """Let the submission move on under the notice."""
        if not self.notices:
            async with self.road.database.begin() as work:
                row = (await work.submissions.load([notice.submission_id]))[notice.submission_id]
                await work.submissions.keep(
                    [replace(row, status=Status.CREATED, customer_id="99")]
                )
        self.notices.append(notice)
        return Done()


async def test_news_that_comes_during_a_telling_is_told_as_well(road: Road) -> None:
    """The person reads the last truth, even if it overtook the one before."""
    teller = Overtaken()
    teller.road = road
    road.teller = teller
    road.flextell.post_faults.append(409)
    row = await road.confirmed()
    async with road.working():
        await road.ends(row.id, Status.CREATED)
    first, last = teller.texts(row.chat_id)
    assert "member of staff" in first
    assert "no. 99" in last


async def in_doubt(road: Road, row: Submission, tries: int = 0) -> None:
    """Hand a submission to staff, its person not yet told after so many tries."""
    async with road.database.begin() as work:
        stored = (await work.submissions.load([row.id]))[row.id]
        human = replace(stored, status=Status.HUMAN, notice_due_at=work.now, notice_tries=tries)
        await work.submissions.keep([human])


async def test_a_person_is_tried_twenty_times_and_no_more(road: Road) -> None:
    """Who could not be told so often reads the card at the next update."""
    row = await road.confirmed()
    await in_doubt(road, row, tries=20)
    async with road.working():
        end = await road.ends(row.id, Status.HUMAN)
    assert (end.told, road.teller.notices) == (None, [])


async def test_a_chat_that_does_not_open_keeps_no_other_waiting(
    sqlite_road: Road, sqlite_url: str
) -> None:
    """A row that was tampered with costs its own buttons, and nobody else's news."""
    road = sqlite_road
    broken, fine = await road.confirmed(), await road.confirmed()
    file = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))
    file.execute("UPDATE chats SET document = x'00' WHERE chat_id = ?", (broken.chat_id,))
    file.commit()
    file.close()
    await in_doubt(road, broken)
    await in_doubt(road, fine)
    async with road.working():
        told = await road.ends(fine.id, Status.HUMAN)
    assert told.told == "human"
    assert len(road.teller.texts(broken.chat_id)) == 1
