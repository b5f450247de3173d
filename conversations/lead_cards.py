"""The cards of an agent: a lead to be confirmed, and what became of one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from conversations.conversation import Standing
from conversations.events import Confirmed, WantedLead
from conversations.handover_events import HandedOver
from conversations.leads import AGREEMENT
from conversations.lines import line, numbered, with_words
from conversations.replies import Button, Reply
from conversations.sentences import sentence
from conversations.ways import changes

if TYPE_CHECKING:
    from conversations.conversation import Registration
    from conversations.draft import Draft
    from conversations.flow import Flow, Question
    from conversations.replies import Rows
    from conversations.sentences import Sentence
    from conversations.wording import Wording


@lru_cache
def desk_card(words: Wording) -> Reply:
    """Return the way to begin, where no lead is open."""
    text = sentence("To enter a customer, send me a contact or a text, or press the button.")
    return Reply(words.say(text), (_next_lead(words),))


def lead_card(flow: Flow, draft: Draft, words: Wording) -> Reply:
    """Return all answers with the words they came from, to be confirmed by one press.

    That says how the customer agreed as well.
    """
    asked = [question for question in flow.questions if question.key != AGREEMENT.key]
    lines = numbered((_line(question, draft, words) for question in asked), words)
    please = words.say(sentence("Please check:"))
    text = "\n".join((please, "", *lines, "", words.say(AGREEMENT.prompt)))
    return Reply(text, _rows(flow, words))


def _line(question: Question, draft: Draft, words: Wording) -> str:
    told, answer = line(question, draft, words), draft.answers.get(question.key)
    return told if answer is None else with_words(told, question, answer, words)


@lru_cache
def _rows(flow: Flow, words: Wording) -> Rows:
    """Return a button to confirm for each way of agreeing, or to let the customer do it himself.

    Below are those to change a line.
    """
    confirm = tuple(
        (Button(words.say(sentence("Confirm: {how}", how=choice.label)), Confirmed(choice.value)),)
        for choice in AGREEMENT.kind.offered({})
    )
    hand_over = Button(words.say(sentence("Hand over to the customer")), HandedOver())
    lines = (question for question in flow.questions if question.key != AGREEMENT.key)
    return (*confirm, (hand_over,), *changes(lines, words))


def status_card(flow: Flow, name: str, registration: Registration, words: Wording) -> Reply:
    """Return what became of a confirmed lead, by the customer's name, and the way to the next."""
    return Reply(words.say(_standing(flow, name, registration)), (_next_lead(words),))


def lead_refused_card(
    flow: Flow, name: str, keys: tuple[str, ...], words: Wording, *, waits: bool
) -> Reply:
    """Return what a lead's status card becomes when Flextell wants answers corrected.

    `waits` tells that another one has to be finished before.
    """
    text = sentence(
        "{name}: {company} could not accept this: {labels}. The rest is kept.",
        name=name,
        company=flow.company,
        labels=words.listed(words.say(q.label) for q in flow.questions if q.key in keys),
    )
    later = words.say(sentence("It comes up behind the customer that is open now."))
    return Reply(f"{words.say(text)} {later}" if waits else words.say(text))


def _next_lead(words: Wording) -> tuple[Button, ...]:
    return (Button(words.say(sentence("New customer")), WantedLead()),)


def _standing(flow: Flow, name: str, registration: Registration) -> Sentence:
    said = {"name": name, "company": flow.company}
    match registration.standing:
        case Standing.REGISTERED:
            number = registration.number or ""
            return sentence(
                "{name} is registered with {company}, no. {number}.", number=number, **said
            )
        case Standing.CHECKED:
            return sentence(
                "{name}: accepted. A member of staff of {company} is looking into it.", **said
            )
        case Standing.GIVEN_UP:
            return sentence("{name}: {company} has looked into it and could not take it.", **said)
        case _:
            return sentence("{name}: accepted, on the way to {company}.", **said)
