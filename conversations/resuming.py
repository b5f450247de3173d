"""Leads that an agent takes up again, changes before they are sent, or takes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.draft import Draft
from conversations.effects import TakeBackLead
from conversations.entered import Entered, State
from conversations.entering import FULL, MOST_WAITING, goes_on
from conversations.lead_events import MendedLead, ResumedLead, WithdrewLead
from conversations.lines import lead_name
from conversations.moves import Moved
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.flow import Flow
    from conversations.lead_events import LeadEvent

TOO_LATE = sentence("It is too late for that: it may have been sent already.")


def moved(flow: Flow, talk: Conversation, event: LeadEvent) -> Moved:
    """Return what the event makes of an agent's conversation."""
    match event:
        case ResumedLead(place) if place < len(talk.waiting):
            return _resumed(flow, talk, place)
        case MendedLead(lead=Entered(draft=Draft() as draft) as lead) if lead.is_in_hand:
            return _mended(flow, talk, lead, draft)
        case WithdrewLead(lead=Entered(draft=Draft() as draft) as lead) if lead.is_in_hand:
            words = flow.wording(talk)
            note = sentence(
                "{name}: withdrawn, and the answers erased.", name=lead_name(flow, draft, words)
            )
            return Moved(talk, words.say(note), (TakeBackLead(lead.id),))
        case MendedLead() | WithdrewLead():
            return Moved(talk, flow.wording(talk).say(TOO_LATE))
    return Moved(talk)


def _resumed(flow: Flow, talk: Conversation, place: int) -> Moved:
    """Return the conversation with one open that waited, by its place among those."""
    words, draft = flow.wording(talk), talk.waiting[place]
    note = words.say(goes_on(flow, draft, words))
    return Moved(up(talk.without_waiting(place), draft), note)


def _mended(flow: Flow, talk: Conversation, lead: Entered, draft: Draft) -> Moved:
    """Return the conversation with a confirmed lead open again, which is not sent as it was."""
    words = flow.wording(talk)
    if len(talk.waiting) >= MOST_WAITING:
        return Moved(talk, words.say(FULL))
    note = sentence(
        "{name} is not sent until you confirm again.", name=lead_name(flow, draft, words)
    )
    if lead.state is State.REFUSED:
        draft = draft.refused(lead.refused)
    return Moved(up(talk, draft), words.say(note), (TakeBackLead(lead.id),))


def up(talk: Conversation, draft: Draft) -> Conversation:
    """Return the conversation with this draft open, the one before it the first that waits."""
    before = () if talk.draft is None or not talk.draft.answers else (talk.draft,)
    return replace(talk, draft=draft, waiting=(*before, *talk.waiting))
