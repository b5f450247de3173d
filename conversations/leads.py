"""The flow by which an agent enters a customer: the customers' own, asked of somebody else."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from conversations.answers import Answer
from conversations.audience import Audience
from conversations.flow import Question
from conversations.kinds.kind import Choice
from conversations.kinds.one_of import OneOf
from conversations.kinds.phone import Phone
from conversations.sentences import phrases, sentence

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.flow import Flow

AGREEMENT: Final = Question(
    "agreement",
    sentence("Agreement"),
    sentence("How did the customer agree that the answers are used for this?"),
    OneOf(
        "agreement",
        (
            Choice(
                "in_person",
                sentence("In person"),
                # Translators: what else an agent types for: the customer agreed in person.
                phrases("personally, face to face"),
            ),
            Choice(
                "by_phone",
                sentence("By phone"),
                # Translators: what else an agent types for: the customer agreed by phone.
                phrases("on the phone, phone call, by telephone"),
            ),
            Choice(
                "in_writing",
                sentence("In writing"),
                # Translators: what else an agent types for: the customer agreed in writing.
                phrases("written, by e-mail, by email, by letter, signed"),
            ),
        ),
    ),
    stays=True,
)
WAYS: Final = tuple(choice.value for choice in AGREEMENT.kind.offered({}))


@lru_cache
def lead_flow(flow: Flow) -> Flow:
    """Return the flow for agents: the same questions, and last how the customer agreed.

    There is one of each flow, as a flow equals itself alone.
    """
    asked = tuple(map(_asked_of_agents, flow.questions))
    return replace(flow, questions=(*asked, AGREEMENT), audience=Audience.AGENT)


def agreement(draft: Draft) -> str | None:
    """Return how the customer agreed, None where that was not asked."""
    answer = draft.answers.get(AGREEMENT.key)
    return None if answer is None else answer.values[AGREEMENT.key]


def with_agreement(draft: Draft, how: str | None) -> Draft:
    """Return a draft with how the customer agreed, where that is one of the ways."""
    if how not in WAYS:
        return draft
    return draft.with_answer(AGREEMENT.key, Answer({AGREEMENT.key: how}))


def _asked_of_agents(question: Question) -> Question:
    """Return a question as it is asked about somebody else: with no key to share one's number."""
    if isinstance(question.kind, Phone):
        return replace(question, kind=replace(question.kind, asks_contact=False))
    return question
