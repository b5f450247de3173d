"""SIGTERM: what serves is gone within five seconds, in order; and no signal loses anything."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import pytest

from tests.road.registering import PATIENCE_SECONDS, Person
from tests.road.test_killing import SEEDS
from tests.road.test_registering import is_ada
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

PROMISED_SECONDS = 5.0

# One each; the other way round as well in the long version (see test_killing.py).
SIGNALS = [(signal.SIGTERM, signal.SIGKILL), (signal.SIGKILL, signal.SIGTERM)][: len(SEEDS)]


async def is_ended(deployed: Deployment, signum: int, seconds: float) -> None:
    """Send a signal to every process of the bot, and check how and how soon it ends."""
    for process in deployed.of_the_bot().values():
        code, took = await asyncio.to_thread(process.ended, signum)
        assert code == (-signal.SIGKILL if signum == signal.SIGKILL else 0), process.said()
        assert took < seconds


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
async def test_an_idle_process_ends_at_once(serving: Deployment, signum: int) -> None:
    """Hosts restart every day: that is no failure, and takes nobody's time."""
    await serving.serves()
    await is_ended(serving, signum, seconds=2)
    for process in serving.of_the_bot().values():
        assert "ended in order" in process.said()


@pytest.mark.parametrize(("first", "second"), SIGNALS)
async def test_a_turn_and_a_post_under_way(
    on_sqlite: Deployment, on_postgresql: Deployment, first: int, second: int
) -> None:
    """The turn is taken now or later; a POST without an answer is looked up, not made again.

    Both deployments at once, for a look-up has to wait half a minute for the POST's lease to end.
    """
    await asyncio.gather(
        loses_nothing(on_sqlite, ["web"], first),
        loses_nothing(on_postgresql, ["web", "worker"], second),
    )


async def loses_nothing(deployed: Deployment, names: list[str], signum: int) -> None:
    """End all processes while one person waits for Flextell and one for the bot; start them."""
    deployed.is_fresh = True
    for name in names:
        deployed.start(name)
    await deployed.serves()
    deployed.spoil_flextell(create={"fault": "commit_then_timeout", "times": 1})
    ada, another = Person(deployed.stage), Person(deployed.stage)
    for step in ada.steps:
        await ada.does(step)
    await until(lambda: bool(deployed.stage.customers()), PATIENCE_SECONDS)
    await another.does(another.steps[0])
    under_way = asyncio.create_task(another.does(another.steps[1]))
    await asyncio.sleep(0.01)
    await is_ended(deployed, signum, PROMISED_SECONDS)
    for name in names:
        deployed.start(name)
    await under_way
    is_ada(await ada.is_registered())
    ada.was_asked_each_question_in_turn()
    another.was_asked_each_question_in_turn()
    assert len(deployed.posts()) == 1


async def test_messages_that_wait_for_telegram_hold_nobody_up(on_sqlite: Deployment) -> None:
    """Told to wait a minute, the bot goes all the same; the next update shows the card."""
    on_sqlite.is_fresh = True
    on_sqlite.start("poll")
    await on_sqlite.serves()
    on_sqlite.spoil_telegram({"method": "sendMessage", "answer": "429", "retry_after": 60})
    person = Person(on_sqlite.stage)
    first = person.steps[0]
    on_sqlite.stage.do(person.chat_id, first.deed)
    await until(lambda: bool(on_sqlite.calls("sendMessage")), PATIENCE_SECONDS)
    await is_ended(on_sqlite, signal.SIGTERM, PROMISED_SECONDS)
    on_sqlite.start("poll")
    await person.does(first)
