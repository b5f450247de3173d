"""What happened is counted once it is kept, and written every now and then."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot.turns import step_counts as counting
from bot.turns.batches import Batches
from bot.turns.step_counts import Progress, StepCounts
from bot.turns.taking import TakeTurn
from bot.turns.turn import Said
from conversations import events
from conversations.progress import Step, What
from storage import DatabaseAway, Total
from tests.bot.turns.jobs import Breaks, Watched
from tests.bot.turns.talks import ADA, LAILA, a_press, a_talk, a_turn

if TYPE_CHECKING:
    from storage import Database, Keyring

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
LONG_AGO = date(2000, 1, 1)
ASKED = Progress("2026-03-01", "en", (Step(What.ASKED, "name"),))
ANSWERED = Progress("2026-03-01", "en", (Step(What.ANSWERED, "name"), Step(What.ASKED, "phone")))


async def kept(
    database: Database, step_counts: StepCounts | None = None
) -> dict[tuple[str, str, str], int]:
    """Keep the counts, and return all there are, by question, what and detail."""
    if step_counts is not None:
        await step_counts.keep(database)
    async with database.begin() as work:
        totals = await work.counters.since(LONG_AGO)
    return {(each.question, each.what, each.detail): each.times for each in totals}


@pytest.mark.parametrize(
    ("seconds", "bound", "rounded"),
    [
        (0, "5", 0),
        (5, "5", 5),
        (5.6, "10", 6),
        (60, "60", 60),
        (3600, "3600", 3600),
        (3601, "longer", 3601),
        (-1, "5", 0),
    ],
)
async def test_how_long_an_answer_took_is_counted(
    database: Database, seconds: float, bound: str, rounded: int
) -> None:
    """By the least bound that it stayed within, and as a sum; a clock that jumps takes nothing."""
    step_counts = StepCounts()
    step_counts.add(ADA, NOW, ASKED)
    step_counts.add(ADA, NOW + timedelta(seconds=seconds), ANSWERED)
    found = await kept(database, step_counts)
    assert (found["name", "took", bound], found["name", "seconds", ""]) == (1, rounded)


async def test_an_answer_to_what_others_asked_is_not_measured(
    sqlite_url: str, keyring: Keyring
) -> None:
    """Another process had asked, or another chat was; it counts as answered all the same."""
    database, step_counts = Watched(sqlite_url, keyring), StepCounts()
    step_counts.add(LAILA, NOW, ASKED)
    step_counts.add(ADA, NOW, ANSWERED)
    step_counts.add(ADA, NOW, ANSWERED)
    found = await kept(database, step_counts)
    await database.close()
    assert found["name", "answered", ""] == 2
    assert not any(what == "took" for _, what, _ in found)


async def test_who_was_asked_longest_ago_is_forgotten_first(database: Database) -> None:
    """Memory has an end; the answer is only not measured then."""
    step_counts = StepCounts()
    for chat_id in range(counting.REMEMBERED + 1):
        step_counts.add(chat_id, NOW, ASKED)
    for chat_id in (1, 0):
        step_counts.add(chat_id, NOW, ANSWERED)
    assert (await kept(database, step_counts))["name", "took", "5"] == 1


async def test_counts_that_could_not_be_kept_wait(sqlite_url: str, keyring: Keyring) -> None:
    """And are kept once, with what has come meanwhile."""
    database, step_counts = Watched(sqlite_url, keyring), StepCounts()
    step_counts.add(ADA, NOW, ASKED)
    database.watch.troubles = [DatabaseAway("gone")]
    await step_counts.keep(database)
    step_counts.add(ADA, NOW, ASKED)
    assert await kept(database, step_counts) == {("name", "asked", ""): 2}
    assert await kept(database, step_counts) == {("name", "asked", ""): 2}
    await database.close()


async def test_nothing_new_costs_no_transaction(sqlite_url: str, keyring: Keyring) -> None:
    """An idle bot writes nothing."""
    database = Watched(sqlite_url, keyring)
    await StepCounts().keep(database)
    await database.close()
    assert database.watch.begun == 0


async def test_counts_are_kept_meanwhile_and_in_the_end(database: Database) -> None:
    """A stop in order loses none."""
    step_counts = StepCounts(every_seconds=0.02)
    running = asyncio.create_task(step_counts.run(database))
    step_counts.add(ADA, NOW, ASKED)
    async with asyncio.timeout(5):
        while not await kept(database):  # noqa: ASYNC110 - a database has no event
            await asyncio.sleep(0.01)
    step_counts.add(ADA, NOW, ASKED)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await kept(database) == {("name", "asked", ""): 2}


async def test_a_reason_that_is_too_long_is_cut(database: Database) -> None:
    """The column has an end, on one of the databases at least."""
    step_counts, step = StepCounts(), Step(What.REFUSED, "name", "x" * 300)
    step_counts.add(ADA, NOW, Progress("2026-03-01", "en", (step,)))
    assert await kept(database, step_counts) == {("name", "refused", "x" * 255): 1}


async def test_a_turn_is_counted_once_it_is_kept(sqlite_url: str, keyring: Keyring) -> None:
    """Not when its batch failed, not twice when it was replayed alone, and in its language."""
    database, talk = Watched(sqlite_url, keyring), a_talk(keyring)
    batches = Batches(database)
    jobs = [
        batches.decided(TakeTurn(talk, a_turn(events.Started()))),
        batches.decided(Breaks(LAILA)),
    ]
    serving = asyncio.create_task(batches.serve())
    said, _ = await asyncio.gather(*jobs, return_exceptions=True)
    assert isinstance(said, Said)
    await batches.decided(TakeTurn(talk, a_press(said, "Agree")))
    database.watch.troubles = [DatabaseAway("gone")]
    name = TakeTurn(talk, a_turn(events.Said("Ada Byron")))
    with pytest.raises(DatabaseAway):
        await batches.decided(name)
    await batches.decided(name)
    await batches.step_counts.keep(database)
    async with database.begin() as work:
        totals = await work.counters.since(LONG_AGO)
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await database.close()
    assert {each for each in totals if each.what not in {"took", "seconds"}} == {
        Total("en", "", "started", "", 1),
        Total("en", "", "agreed", "", 1),
        Total("en", "name", "asked", "", 1),
        Total("en", "name", "answered", "", 1),
        Total("en", "phone", "asked", "", 1),
    }
    assert any(each.what == "took" and each.question == "name" for each in totals)
