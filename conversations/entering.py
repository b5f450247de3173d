"""What events mean to an agent, who enters one customer after another.

One lead is open at a time; those that were begun before wait behind it, and come up by themselves
once it is confirmed or given up, so that no answer is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conversations import answering, editing, known, pasting, writing
from conversations.draft import Draft
from conversations.effects import SubmitCustomer
from conversations.events import (
    Cancelled,
    Confirmed,
    Edited,
    Event,
    Restarted,
    Said,
    WantedLead,
    WentBack,
)
from conversations.kinds.kind import Listener
from conversations.known_events import FoundKnown
from conversations.leads import with_agreement
from conversations.lines import lead_name
from conversations.many.found import NONE_FOUND
from conversations.moves import Moved
from conversations.news import FieldsRefused
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation, Occasion
    from conversations.flow import Flow
    from conversations.news import News
    from conversations.sentences import Sentence
    from conversations.wording import Wording

# More than anybody keeps in mind; what is longer is a list, and a list is a file.
MOST_WAITING: Final = 20

FULL: Final = sentence(
    "So many customers are begun and not finished: {count}. Please finish or cancel this one"
    " first.",
    count=MOST_WAITING + 1,
)


def moved(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved:
    """Return what the event makes of an agent's conversation."""
    draft = talk.draft
    after = None if draft is None else _decided(talk, draft, event)
    if after is not None:
        return Moved(after)
    if isinstance(event, WantedLead):
        return _begun(flow, talk)
    pasted = None
    if pasting.is_of_another(draft, event):
        pasted = _pasted(flow, talk, event, occasion)
    if pasted is not None:
        return pasted
    if draft is None:
        return _idle(flow, talk, event)
    return _answered(flow, talk, draft, event, occasion)


def _answered(
    flow: Flow, talk: Conversation, draft: Draft, event: Event, occasion: Occasion
) -> Moved:
    """Return what the event makes of a conversation with a lead open."""
    match event:
        case Confirmed(how):
            return _confirmed(flow, talk, with_agreement(draft, how))
        case Cancelled():
            return left(flow, talk, flow.wording(talk).say(answering.CANCELLED))
        case Restarted():
            return Moved(talk.with_draft(Draft()))
        case WentBack() if flow.is_at_beginning(draft):
            return Moved(talk) if draft.answers else left(flow, talk)
    return answering.moved(flow, talk, draft, event, occasion)


def _decided(talk: Conversation, draft: Draft, event: Event) -> Conversation | None:
    """Return the conversation after news or a decision about who is known already, if it was."""
    match event:
        case FoundKnown():
            return known.found(talk, draft, event)
        case Said():
            return known.explained(talk, draft, event)
    return known.decided(talk, draft, event)


def told(talk: Conversation, news: News) -> Conversation:
    """Return the conversation after news of a lead: only what was refused is the agent's again."""
    if not isinstance(news, FieldsRefused):
        return talk
    refused = news.draft.refused(news.keys)
    if talk.draft is None:
        return talk.with_draft(refused)
    return replace(talk, waiting=(refused, *talk.waiting))


def goes_on(flow: Flow, draft: Draft, words: Wording) -> Sentence:
    """Return that a lead which waited is open now."""
    return sentence("We go on with: {name}", name=lead_name(flow, draft, words))


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
    waiting = (open_one, *talk.waiting)
    note = words.say(_behind(flow, (open_one,), words))
    return Moved(replace(talk, draft=Draft(), waiting=waiting), note)


def _pasted(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved | None:
    """Return the conversation with a lead for each person it was about, None where it was none."""
    words = flow.wording(talk)
    if isinstance(event, Said) and writing.pressed(flow, talk, event.text, occasion):
        return None
    leads = pasting.leads(flow, event, Listener(words, occasion.today))
    if not leads:
        is_text = isinstance(event, Said) and talk.draft is None
        return Moved(talk, words.say(NONE_FOUND)) if is_text else None
    is_free = talk.draft is None or not talk.draft.answers
    opened, behind = (leads[:1], leads[1:]) if is_free else ([], leads)
    room = MOST_WAITING - len(talk.waiting)
    waiting = tuple(heard.draft for heard in behind[:room])
    left = tuple(heard.draft for heard in behind[room:])
    notes = [heard.note for heard in opened]
    notes += [words.say(_behind(flow, waiting, words))] if waiting else []
    notes += [words.say(_too_many(flow, left, words))] if left else []
    after = talk.with_draft(opened[0].draft) if opened else talk
    after = replace(after, waiting=(*talk.waiting, *waiting))
    effects = tuple(effect for heard in leads for effect in heard.effects)
    return Moved(after, "\n".join(filter(None, notes)), effects)


def _behind(flow: Flow, drafts: tuple[Draft, ...], words: Wording) -> Sentence:
    names = tuple(lead_name(flow, draft, words) for draft in drafts)
    return sentence("Waiting, to come up behind this one: {names}", names=names)


def _too_many(flow: Flow, drafts: tuple[Draft, ...], words: Wording) -> Sentence:
    names = tuple(lead_name(flow, draft, words) for draft in drafts)
    return sentence("Not taken, for too many wait already: {names}", names=names)


def _confirmed(flow: Flow, talk: Conversation, draft: Draft) -> Moved:
    if flow.open_question(draft) is not None or known.is_questioned(talk):
        return Moved(talk)
    return left(flow, talk)._replace(effects=(SubmitCustomer(draft),))


def left(flow: Flow, talk: Conversation, note: str = "") -> Moved:
    """Return the conversation without the lead that was open, the one behind it up."""
    following = next(iter(talk.waiting), None)
    after = replace(talk, draft=following, waiting=talk.waiting[1:])
    if following is None:
        return Moved(after, note)
    words = flow.wording(talk)
    next_one = words.say(goes_on(flow, following, words))
    return Moved(after, "\n".join(filter(None, (note, next_one))))
