"""What events mean to an agent, who enters one customer after another.

One lead is open at a time; those that were begun before wait behind it, and come up by themselves
once it is confirmed or given up, so that no answer is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conversations import answering, editing
from conversations.draft import Draft
from conversations.effects import SubmitCustomer
from conversations.events import (
    Cancelled,
    Confirmed,
    Edited,
    Event,
    Restarted,
    WantedLead,
    WentBack,
)
from conversations.leads import with_agreement
from conversations.lines import lead_name
from conversations.moves import Moved
from conversations.news import FieldsRefused
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation, Occasion
    from conversations.flow import Flow
    from conversations.news import News

# More than anybody keeps in mind; what is longer is a list, and a list is a file.
MOST_WAITING: Final = 20

FULL: Final = sentence(
    "So many customers are begun and not finished: {count}. Please finish or cancel this one"
    " first.",
    count=MOST_WAITING + 1,
)


def moved(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved:
    """Return what the event makes of an agent's conversation."""
    if isinstance(event, WantedLead):
        return _begun(flow, talk)
    draft = talk.draft
    if draft is None:
        return _idle(flow, talk, event)
    match event:
        case Confirmed(how):
            return _confirmed(flow, talk, with_agreement(draft, how))
        case Cancelled():
            return _left(flow, talk, flow.wording(talk).say(answering.CANCELLED))
        case Restarted():
            return Moved(talk.with_draft(Draft()))
        case WentBack() if flow.is_at_beginning(draft):
            return Moved(talk) if draft.answers else _left(flow, talk)
    return answering.moved(flow, talk, draft, event, occasion)


def told(talk: Conversation, news: News) -> Conversation:
    """Return the conversation after news of a lead: only what was refused is the agent's again."""
    if not isinstance(news, FieldsRefused):
        return talk
    refused = news.draft.refused(news.keys)
    if talk.draft is None:
        return talk.with_draft(refused)
    return replace(talk, waiting=(refused, *talk.waiting))


def _idle(flow: Flow, talk: Conversation, event: Event) -> Moved:
    match event:
        case Restarted():
            return Moved(talk.with_draft(Draft()))
        case Edited():
            note = editing.what_can_be_done(flow, talk)
            return Moved(talk, flow.wording(talk).say(note))
    return Moved(talk)


def _begun(flow: Flow, talk: Conversation) -> Moved:
    """Return the conversation with a new lead open, and the one before it waiting behind it."""
    words, open_one = flow.wording(talk), talk.draft
    if open_one is None or not open_one.answers:
        return Moved(talk.with_draft(Draft()))
    if len(talk.waiting) >= MOST_WAITING:
        return Moved(talk, words.say(FULL))
    waits = sentence(
        "{name} waits, and comes up behind this one.", name=lead_name(flow, open_one, words)
    )
    waiting = (open_one, *talk.waiting)
    return Moved(replace(talk, draft=Draft(), waiting=waiting), words.say(waits))


def _confirmed(flow: Flow, talk: Conversation, draft: Draft) -> Moved:
    if flow.open_question(draft) is not None:
        return Moved(talk)
    return _left(flow, talk)._replace(effects=(SubmitCustomer(draft),))


def _left(flow: Flow, talk: Conversation, note: str = "") -> Moved:
    """Return the conversation without the lead that was open, the one behind it up."""
    following = next(iter(talk.waiting), None)
    after = replace(talk, draft=following, waiting=talk.waiting[1:])
    if following is None:
        return Moved(after, note)
    words = flow.wording(talk)
    goes_on = sentence("We go on with: {name}", name=lead_name(flow, following, words))
    return Moved(after, "\n".join(filter(None, (note, words.say(goes_on)))))
