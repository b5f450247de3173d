"""Builds, before anybody waits, the tables that readers otherwise build when first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conversations.kinds.kind import Listener
from conversations.many.reader import many
from conversations.wording import wording

if TYPE_CHECKING:
    from datetime import date

    from conversations.flow import Flow

# Behind each of these is a table of its own: plans of numbers, providers of mailboxes, orders of
# a day, months of all languages, words that are no name, names of countries.
_TEXTS: Final = (
    "",
    "+44 7700 900123",
    "ada@gmial.com",
    "10.12.1990",
    "10 nothing 1990",
    "Ada Lovelace",
    "Atlantis",
)


def make_ready(flow: Flow, today: date) -> None:
    """Read a text of each sort as an answer to each question, in each language of a flow.

    Once is enough for a process.
    """
    for language in flow.languages:
        listener = Listener(wording(language), today)
        for text in _TEXTS:
            many(text, flow.questions, listener)
            for question in flow.questions:
                question.kind.read(text, listener)
