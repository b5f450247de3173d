"""Between the bot and Telegram everything goes wrong that can, and nobody is left in silence."""

from __future__ import annotations

from itertools import cycle
from typing import TYPE_CHECKING

from tests.road.registering import PATIENCE_SECONDS, Person
from tests.road.test_registering import is_ada
from tests.road.waiting import until

if TYPE_CHECKING:
    from tests.road.deployment import Deployment

# Each of them before the call takes effect.
REFUSALS = ("429", "500", "502_html", "reset")
SPEAKING = ("sendMessage", "editMessageText")


async def ends_well(person: Person, deployed: Deployment) -> None:
    """Check that there is the one right customer, posted once, and nothing was asked twice."""
    is_ada(await person.is_registered())
    person.was_asked_each_question_in_turn()
    assert len(deployed.posts()) == 1


async def test_a_send_that_fails_is_made_again(on_sqlite: Deployment) -> None:
    """Every message and every edit fails once, in a way of its own, and is there in the end."""
    on_sqlite.start("poll")
    await on_sqlite.serves()
    person = Person(on_sqlite.stage)
    for step, answer in zip(person.steps, cycle(REFUSALS), strict=False):
        on_sqlite.spoil_telegram(*({"method": each, "answer": answer} for each in SPEAKING))
        await person.does(step)
    await ends_well(person, on_sqlite)


async def test_a_message_that_may_have_come_is_said_again(on_sqlite: Deployment) -> None:
    """The connection closes without an answer: better twice than not at all."""
    on_sqlite.start("poll")
    await on_sqlite.serves()
    person = Person(on_sqlite.stage)
    on_sqlite.spoil_telegram({"method": "sendMessage", "answer": "drop"})
    await person.does(person.steps[0])
    await until(lambda: len(person.cards()) == 2, PATIENCE_SECONDS)
    for step in person.steps[1:]:
        await person.does(step)
    await ends_well(person, on_sqlite)


async def test_answers_get_lost(on_postgresql: Deployment) -> None:
    """Telegram never saw the 200 and sends the update again: it is answered, not counted."""
    for name in ("web", "worker"):
        on_postgresql.start(name)
    await on_postgresql.serves()
    on_postgresql.spoil_telegram(lose_answer=0.3)
    person = Person(on_postgresql.stage)
    for step in person.steps:
        await person.does(step)
    await ends_well(person, on_postgresql)


async def test_updates_come_twice(serving: Deployment) -> None:
    """Each of them: the second time it finds what the first has led to."""
    await serving.serves()
    serving.spoil_telegram(duplicate=1)
    person = Person(serving.stage)
    for step in person.steps:
        await person.does(step)
    await ends_well(person, serving)
