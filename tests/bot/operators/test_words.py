from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from bot.delivery.decisions import Verdict
from bot.operators import words
from flextell import CallFailed
from storage import DOUBTED, UNSENT, Status

if TYPE_CHECKING:
    from collections.abc import Iterator


def kinds_of(kind: type[Verdict]) -> Iterator[type[Verdict]]:
    """Give a kind of verdict and all the kinds of it."""
    yield kind
    for each in kind.__subclasses__():
        yield from kinds_of(each)


def test_every_way_an_attempt_can_end_has_words() -> None:
    """Whatever a POST comes to; that a call failed at all is no end of its own."""
    ends = {each for kind in get_args(Verdict) for each in kinds_of(kind)}
    assert set(words.OUTCOMES) == ends - {CallFailed}


@pytest.mark.parametrize("name", [DOUBTED, UNSENT, *(kind.__name__ for kind in words.OUTCOMES)])
def test_an_outcome_is_told_in_words(name: str) -> None:
    """What stands in its row is a name of ours; the status or the error's class stays behind."""
    assert name not in words.outcome(name)
    assert words.outcome(f"{name} HTTP 500") == f"{words.outcome(name)} (HTTP 500)"


def test_an_outcome_of_a_later_version_stands_for_itself() -> None:
    """Better a strange word than none."""
    assert words.outcome("Later 418") == "Later (418)"
    assert words.outcome(None) == "no answer yet"


def test_every_status_has_words_and_a_group() -> None:
    """Each is in one group, and in the one of all."""
    assert set(words.STATUSES) == set(Status)
    for status in Status:
        assert len([group for group in words.GROUPS if status in group.statuses]) == 2
