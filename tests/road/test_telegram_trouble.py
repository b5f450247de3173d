"""Between the bot and Telegram everything goes wrong that can, and nobody is left in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.road.registering import Person
from tests.road.test_registering import is_ada

if TYPE_CHECKING:
    from tests.road.deployment import Deployment


@pytest.mark.parametrize("answer", ["429", "500", "502_html", "drop", "reset"])
async def test_a_send_that_fails_is_made_again(on_sqlite: Deployment, answer: str) -> None:
    """Each message and each edit fails the first time, and is there in the end."""
    on_sqlite.start("poll")
    await on_sqlite.serves()
    person = Person(on_sqlite.stage)
    for step in person.steps:
        on_sqlite.spoil_telegram(
            *(
                {"method": method, "answer": answer, "retry_after": 1, "times": 1}
                for method in ("sendMessage", "editMessageText")
            )
        )
        await person.does(step)
    is_ada(await person.is_registered())
    person.was_asked_each_question_in_turn()


async def test_updates_come_twice_and_answers_get_lost(serving: Deployment) -> None:
    """What comes again is not counted again, and is answered again."""
    await serving.serves()
    serving.spoil_telegram(duplicate=0.5, lose_answer=0.4)
    person = Person(serving.stage)
    for step in person.steps:
        await person.does(step)
    is_ada(await person.is_registered())
    person.was_asked_each_question_in_turn()
    assert len(serving.posts()) == 1
