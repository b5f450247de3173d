"""One sign-in under way takes one answer."""

from __future__ import annotations

import pytest

from bot.tokens.asking import NobodyAnswers, Question
from flextell import Declined, ForeignAnswer


async def test_the_first_answer_counts() -> None:
    """A browser that loads the page twice changes nothing; a later refusal neither."""
    question = Question()
    question.take(f"code=one&state={question.state}")
    question.take(f"code=two&state={question.state}")
    with pytest.raises(Declined):
        question.take(f"error=access_denied&state={question.state}")
    question.give_up()
    assert await question.code() == "one"


async def test_a_foreign_answer_leaves_it_open() -> None:
    """Nobody can end a sign-in without its state."""
    question = Question()
    with pytest.raises(ForeignAnswer):
        question.take("error=access_denied&state=guessed")
    question.take(f"code=one&state={question.state}")
    assert await question.code() == "one"


async def test_a_refusal_ends_it() -> None:
    """Whoever waits hears of it."""
    question = Question()
    with pytest.raises(Declined):
        question.take(f"error=access_denied&state={question.state}")
    with pytest.raises(Declined):
        await question.code()


async def test_it_ends_where_nobody_can_answer() -> None:
    """Whoever waits hears of that as well."""
    question = Question()
    question.give_up()
    with pytest.raises(NobodyAnswers):
        await question.code()


async def test_each_question_has_a_state_of_its_own() -> None:
    """Of 256 bits."""
    assert len({Question().state for _ in range(50)}) == 50
    assert len(Question().state) == 43
