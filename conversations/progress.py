"""What one event meant for how far people come: counted, so that nobody has to be watched.

A step names a question and, for a refusal, the sentence behind it: words of ours, and never
anything a person wrote.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from conversations import writing
from conversations.answers import Refusal
from conversations.conversation import Standing
from conversations.events import (
    Confirmed,
    Declined,
    Reopened,
    Restarted,
    Said,
    SentUnreadable,
    SharedContact,
    Skipped,
)
from conversations.giveaways import readings_of
from conversations.hearing import NEEDED, NOT_YOURS, why_unread
from conversations.kinds.kind import Listener
from conversations.news import (
    Erased,
    FieldsRefused,
)
from conversations.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conversations.conversation import Conversation, Occasion
    from conversations.draft import Draft
    from conversations.events import Event
    from conversations.flow import Flow, Question
    from conversations.sentences import Sentence

BY_FLEXTELL = "Flextell did not accept it."


class What(StrEnum):
    """What can be counted; the words are kept for ever."""

    STARTED = "started"
    AGREED = "agreed"
    DECLINED = "declined"
    ASKED = "asked"
    ANSWERED = "answered"
    SKIPPED = "skipped"
    REFUSED = "refused"  # detail: why
    WENT_BACK = "went back"
    CHANGED = "changed"
    LEFT = "left"  # by a command, so that the draft is gone
    CONFIRMED = "confirmed"
    REGISTERED = "registered"


class Step(NamedTuple):
    """One thing that happened, at a question or at none."""

    what: What
    question: str = ""
    detail: str = ""


def steps(
    flow: Flow, before: Conversation | None, event: Event, after: Conversation, occasion: Occasion
) -> tuple[Step, ...]:
    """Return what the event came to; `before` is None in a chat that was never heard of."""
    if before is None:
        return (Step(What.STARTED),)
    event = _meant(flow, before, event, after, occasion)
    if before == after:
        return tuple(_stays(flow, after, event, occasion))
    return tuple(_moves(flow, before, event, after))


def _meant(
    flow: Flow, before: Conversation, event: Event, after: Conversation, occasion: Occasion
) -> Event:
    """Return the event, or the press of a button that a text was taken for."""
    if not isinstance(event, Said) or _is_answer(before.draft, after.draft):
        return event
    return writing.pressed(flow, before, event.text, occasion) or event


def _is_answer(before: Draft | None, after: Draft | None) -> bool:
    if before is None or after is None:
        return False
    return before.answers != after.answers or before.doubt != after.doubt


def _moves(flow: Flow, before: Conversation, event: Event, after: Conversation) -> Iterator[Step]:
    """Give what moved a conversation on, or back."""
    if isinstance(event, Declined):
        yield Step(What.DECLINED)
    if after.draft is None:
        yield from _ends(flow, before, event, after)
    elif isinstance(event, FieldsRefused):
        yield from (Step(What.REFUSED, key, BY_FLEXTELL) for key in event.keys)
    elif before.draft is None or isinstance(event, Restarted):
        yield from _beginning(flow, before, after, after.draft)
    elif before.consent is None and not after.draft.given:
        yield from _agreement(flow, after, after.draft)
    else:
        yield from _answers(before.draft, after.draft)
        yield from _way(flow, before.draft, event, after.draft)


def _beginning(
    flow: Flow, before: Conversation, after: Conversation, draft: Draft
) -> Iterator[Step]:
    """Give what a new draft comes to; who has been here before begins and agrees as others do."""
    if before.consent is not None or before.registration is not None:
        yield Step(What.STARTED)
    yield from _agreement(flow, after, draft)


def _agreement(flow: Flow, after: Conversation, draft: Draft) -> Iterator[Step]:
    if after.consent is not None:
        yield Step(What.AGREED)
        yield from _asked(flow, draft)


def _answers(before: Draft, after: Draft) -> Iterator[Step]:
    for key, answer in after.answers.items():
        old = before.answers.get(key)
        if old is None:
            yield Step(What.ANSWERED, key)
        elif old is not answer and old.values != answer.values:
            yield Step(What.CHANGED, key)
    for key in after.skipped - before.skipped:
        yield Step(What.SKIPPED, key)


def _way(flow: Flow, before: Draft, event: Event, after: Draft) -> Iterator[Step]:
    """Give where it led: to a question for the first time, or back from one."""
    here, there = flow.open_question(before), flow.open_question(after)
    if len(after.asking) > len(before.asking):
        if here is not None and not isinstance(event, Reopened):
            yield Step(What.WENT_BACK, here.key)
    elif there is not here and not before.asking:
        yield from _asked(flow, after)


def _asked(flow: Flow, draft: Draft) -> Iterator[Step]:
    question = flow.open_question(draft)
    if question is not None and not question.is_settled(draft):
        yield Step(What.ASKED, question.key)


def _ends(flow: Flow, before: Conversation, event: Event, after: Conversation) -> Iterator[Step]:
    """Give what ended a draft, or a registration under way."""
    if before.draft is None:
        if before.is_under_way and _is_registered(event, after):
            yield Step(What.REGISTERED)
    elif isinstance(event, Confirmed):
        yield Step(What.CONFIRMED)
    else:
        question = flow.open_question(before.draft)
        yield Step(What.LEFT, "" if question is None else question.key)


def _is_registered(event: Event, after: Conversation) -> bool:
    """Tell whether somebody is registered, though he may have taken it back meanwhile."""
    if isinstance(event, Erased):
        return event.has_arrived
    told = after.registration
    return told is not None and told.standing is Standing.REGISTERED


def _stays(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Iterator[Step]:
    """Give why an event changed nothing: no consent, or no answer; most did so on purpose."""
    if isinstance(event, Declined):
        yield Step(What.DECLINED)
    if talk.consent is None or talk.draft is None:
        return
    question = flow.open_question(talk.draft)
    reason = None if question is None else _reason(flow, question, talk, event, occasion)
    if question is not None and reason is not None:
        yield Step(What.REFUSED, question.key, reason.text)


def _reason(
    flow: Flow, question: Question, talk: Conversation, event: Event, occasion: Occasion
) -> Sentence | None:
    """Return the sentence by which an answer that was not taken is counted.

    Every card of somebody else's counts by one of the sentences that are said to it.

    A text is read once more: that costs less than a way for the reason through all that is said.
    """
    match event:
        case Said(text):
            words = wording(talk.language)
            listener = Listener(words, occasion.today, occasion.profile)
            readings = readings_of(flow, question, text, listener)
            return readings.reason if isinstance(readings, Refusal) else None
        case Skipped():
            return NEEDED
        case SentUnreadable():
            return why_unread(event)
        case SharedContact(own=False):
            return NOT_YOURS
    return None
