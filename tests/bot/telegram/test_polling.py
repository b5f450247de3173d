"""Updates fetched: none confirmed before it is kept, none overtaken, none in the way of others."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.telegram.polling import Patience, Polling
from storage import DatabaseAway
from tests.bot.telegram import bot_api, made
from tests.bot.telegram.bot_api import Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from telegram import Bot

    from bot.telegram.transport import Transport
    from tests.bot.telegram.bot_api import BotAPI
    from tests.bot.telegram.receiving import Receiving
    from tests.bot.turns.jobs import Watched

LAILA = 1002
IMPATIENT = Patience(trouble=0.01, conflict=0.01, wrong_token=0.01)


@pytest.fixture
def polling(bot: Bot, transport: Transport, house: Receiving) -> Polling:
    """Lend a polling that never waits long."""
    return Polling(bot, transport, house.reception, house.lanes, IMPATIENT)


@pytest_asyncio.fixture
async def run(polling: Polling) -> AsyncIterator[Any]:
    """Lend a way to begin polling; it ends with the test."""
    tasks: list[asyncio.Task[None]] = []
    yield lambda: tasks.append(asyncio.create_task(polling.run()))
    for task in tasks:
        assert not task.done()
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def fetched(*updates: object) -> Answer:
    """Return the answer that brings these updates."""
    return Answer(result=list(updates))


def offsets(api: BotAPI) -> list[int | None]:
    """Return what each fetch confirmed."""
    return [params.get("offset") for params in api.called("getUpdates")]


async def test_updates_are_taken_and_answered(api: BotAPI, house: Receiving, run: Any) -> None:
    """Only the kinds that are used are asked for, patiently; asking again confirms."""
    api.answers("getUpdates", fetched(made.said("/start", 7), made.said("/start", 8, LAILA)))
    run()
    await api.until(2, "getUpdates")
    first, second = api.called("getUpdates")
    assert first["timeout"] == 50
    assert "callback_query" in first["allowed_updates"]
    assert "offset" not in first
    assert second["offset"] == 9
    await house.lanes.close(5)
    assert len(house.voice.texts(made.ADA)) == len(house.voice.texts(LAILA)) == 1


async def test_nothing_is_confirmed_before_it_is_kept(
    api: BotAPI, watched: Watched, run: Any
) -> None:
    """While the database takes its time nobody asks for more."""
    watched.watch.gate.clear()
    api.answers("getUpdates", fetched(made.said("/start", 7)))
    run()
    await api.until(1, "getUpdates")
    await asyncio.sleep(0.1)
    assert offsets(api) == [None]
    watched.watch.gate.set()
    await api.until(2, "getUpdates")
    assert offsets(api) == [None, 8]


async def test_a_person_keeps_the_order_while_the_database_is_away(
    api: BotAPI, house: Receiving, watched: Watched, run: Any
) -> None:
    """The first update is tried until it is kept; only then comes the second."""
    card = await house.says("/start")
    await house.presses(card, "Agree")
    watched.watch.troubles = [DatabaseAway("gone")] * 3
    updates = (made.said("Ada Byron", 70), made.said("+44 7700 900101", 71))
    api.answers("getUpdates", fetched(*updates))
    run()
    await api.until(2, "getUpdates")
    await house.lanes.close(5)
    asked = "\n".join(house.voice.texts(made.ADA))
    assert asked.index("Ada Byron") < asked.index("+44 7700 900101") < asked.index("e-mail")


async def test_bad_updates_do_not_stop_the_next_ones(
    api: BotAPI, house: Receiving, run: Any
) -> None:
    """They are put aside and confirmed; what is no update at all is passed over."""
    bad = [
        {"update_id": 5, "message": 5},
        {"update_id": 6, "message": {"from": {"id": [1]}}},
        {"update_id": 7, "callback_query": {"from": 5}},
    ]
    api.answers("getUpdates", fetched(*bad, 5, {"message": 1}, made.said("/start", 8)))
    run()
    await api.until(2, "getUpdates")
    assert offsets(api) == [None, 9]
    assert len(await house.quarantined()) == 3
    await house.lanes.close(5)
    assert len(house.voice.texts(made.ADA)) == 1


async def test_after_silence_ids_may_begin_anew(api: BotAPI, run: Any) -> None:
    """An empty answer has confirmed everything, so no offset is left to compare with."""
    api.answers("getUpdates", fetched(made.said("/help", 900)), fetched())
    api.answers("getUpdates", fetched(made.said("/help", 3)))
    run()
    await api.until(4, "getUpdates")
    assert offsets(api) == [None, 901, None, 4]


async def test_two_who_fetch_wait_and_tell_once(api: BotAPI, run: Any) -> None:
    """Until it has worked again; then the next conflict is news."""
    conflicts = [bot_api.CONFLICT] * 3
    api.answers("getUpdates", *conflicts, fetched(), *conflicts)
    with capture_logs() as logs:
        run()
        await api.until(8, "getUpdates")
    told = [line for line in logs if "another process" in line["event"]]
    assert len(told) == 2
    assert {line["log_level"] for line in told} == {"error"}


async def test_a_conflict_is_waited_out(
    api: BotAPI, bot: Bot, transport: Transport, house: Receiving
) -> None:
    """There is no tight loop."""
    polling = Polling(bot, transport, house.reception, house.lanes, Patience(conflict=60))
    api.answers("getUpdates", bot_api.CONFLICT)
    task = asyncio.create_task(polling.run())
    await api.until(1, "getUpdates")
    await asyncio.sleep(0.05)
    assert len(api.calls) == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_too_many_requests_are_waited_out(api: BotAPI, run: Any) -> None:
    """For as long as Telegram asks, without a word in the log."""
    api.answers("getUpdates", bot_api.too_many(1))
    clock = asyncio.get_running_loop().time
    began = clock()
    with capture_logs() as logs:
        run()
        await api.until(2, "getUpdates")
    assert clock() - began >= 1
    assert logs == []


@pytest.mark.parametrize(
    "answer",
    [bot_api.BROKEN, bot_api.HTML, bot_api.DROPPED, bot_api.UNAUTHORIZED, Answer(result=True)],
)
async def test_trouble_loses_no_offset(api: BotAPI, run: Any, answer: Answer) -> None:
    """What was kept is confirmed when Telegram is back; the log shows no token."""
    api.answers("getUpdates", fetched(made.said("/help", 7)), answer)
    with capture_logs() as logs:
        run()
        await api.until(3, "getUpdates")
    assert offsets(api) == [None, 8, 8]
    assert bot_api.TOKEN not in str(logs)


async def test_what_was_not_confirmed_is_answered_again(
    api: BotAPI, house: Receiving, polling: Polling
) -> None:
    """Whoever is stopped between keeping and confirming leaves nobody in silence."""
    api.answers("getUpdates", fetched(made.said("/start", 7)))
    task = asyncio.create_task(polling.run())
    await api.until(2, "getUpdates")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    api.answers("getUpdates", fetched(made.said("/start", 7)))
    task = asyncio.create_task(polling.run())
    await api.until(4, "getUpdates")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await house.lanes.close(5)
    first, again = house.voice.texts(made.ADA)
    assert first == again
