"""Whether a lead may be somebody who is known already, and what its agent decides then.

What is found outside comes in with an event, after the phone was answered; what the agent has
begun himself is seen in the conversation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conversations.acquaintances import acquaintance, begun, whom_to_ask
from conversations.events import Cancelled, WentBack
from conversations.known_events import CreatedAnyway, OpenedWaiting
from conversations.lead_events import OpenedLead
from conversations.lines import lead_name, numbered
from conversations.replies import Button, Reply
from conversations.sentences import sentence
from conversations.ways import back

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.draft import Draft
    from conversations.events import Event, Said
    from conversations.flow import Flow
    from conversations.known_events import FoundKnown
    from conversations.replies import Rows
    from conversations.wording import Wording

LONGEST_REASON: Final = 300


def reached_at(draft: Draft) -> frozenset[str]:
    """Return the phone and the e-mail that a draft holds, as it would be found by them."""
    given = draft.given
    return frozenset(filter(None, (given.get("phone"), given.get("email"))))


def is_questioned(talk: Conversation) -> bool:
    """Tell whether the lead that is open may be known, and its agent has not decided yet."""
    draft = talk.draft
    return draft is not None and not draft.reason and bool(draft.known or _behind(talk, draft))


def found(talk: Conversation, draft: Draft, event: FoundKnown) -> Conversation:
    """Return the conversation with what was found, where that is of the lead still open."""
    if reached_at(draft) != event.reached_at:
        return talk
    return talk.with_draft(replace(draft, known=event.known))


def decided(talk: Conversation, draft: Draft, event: Event) -> Conversation | None:
    """Return the conversation after what its agent decides, None where he decides nothing."""
    match event:
        case CreatedAnyway() if is_questioned(talk):
            return talk.with_draft(replace(draft, reason=""))
        case WentBack() if draft.reason == "":
            return talk.with_draft(replace(draft, reason=None))
        case OpenedWaiting(place) if place in _behind(talk, draft):
            opened = _both(talk.waiting[place], draft)
            return talk.without_waiting(place).with_draft(opened)
    return None


def explained(talk: Conversation, draft: Draft, event: Said) -> Conversation | None:
    """Return the conversation with the reason that was asked for, None where none was."""
    if draft.reason != "" or not is_questioned(talk):
        return None
    reason = " ".join(event.text.split())[:LONGEST_REASON]
    return talk.with_draft(replace(draft, reason=reason))


def known_card(flow: Flow, talk: Conversation, draft: Draft, words: Wording) -> Reply:
    """Return who is known already, masked, and what the agent may do; then, why he does it."""
    if draft.reason is not None:
        why = sentence("Why is this customer to be created all the same? The reason is kept.")
        return Reply(words.say(why), ((back(words),),))
    places = _behind(talk, draft)
    names = [lead_name(flow, talk.waiting[place], words) for place in places]
    told = [acquaintance(each) for each in draft.known] + list(map(begun, names))
    head = sentence("Somebody with this phone or e-mail is known already:")
    foreign = [each for each in draft.known if not each.lead]
    ask = [words.say(whom_to_ask(foreign, flow.company))] if foreign else []
    text = "\n".join((words.say(head), *numbered(map(words.say, told), words), *ask))
    opens = (*_opens_own(draft, words), *_opens_waiting(places, words))
    leave = (Button(words.say(sentence("Leave it")), Cancelled()),)
    create = (Button(words.say(sentence("Create anyway")), CreatedAnyway()),)
    return Reply(text, (*opens, leave, create))


def _opens_own(draft: Draft, words: Wording) -> Rows:
    """Return a button for each that the agent has confirmed himself."""
    return tuple(
        (Button(words.say(sentence("Open: {who}", who=each.who)), OpenedLead(each.lead)),)
        for each in draft.known
        if each.lead
    )


def _opens_waiting(places: tuple[int, ...], words: Wording) -> Rows:
    says = words.say(sentence("Open it"))
    return tuple((Button(says, OpenedWaiting(place)),) for place in places[:1])


def _both(opened: Draft, other: Draft) -> Draft:
    """Return the lead that is opened, with the answers that only the other one holds."""
    for key, answer in other.answers.items():
        if key not in opened.answers:
            opened = opened.with_answer(key, answer)
    return opened


def _behind(talk: Conversation, draft: Draft) -> tuple[int, ...]:
    """Return the places of the leads behind this one that are reached like it."""
    here = reached_at(draft)
    return tuple(p for p, each in enumerate(talk.waiting) if not here.isdisjoint(reached_at(each)))
