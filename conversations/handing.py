"""What it means that an agent hands a lead over to the customer, or has second thoughts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations.draft import Draft
from conversations.effects import HandOver, RenewLink, TakeHandoverBack
from conversations.entered import HandedLead, Reached
from conversations.entering import FULL, MOST_WAITING, left
from conversations.handover_events import HandedOver, RenewedLink, TookHandoverBack
from conversations.known import is_questioned
from conversations.lines import lead_name
from conversations.moves import Moved
from conversations.resuming import up
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.flow import Flow
    from conversations.handover_events import HandoverEvent

NOTHING_YET = sentence("Nothing is known of a customer yet that could be handed over.")
TOO_LATE = sentence("It is too late for that: the customer has opened the link.")


def moved(flow: Flow, talk: Conversation, event: HandoverEvent) -> Moved:
    """Return what the event makes of an agent's conversation."""
    words = flow.wording(talk)
    match event:
        case HandedOver():
            return _handed_over(flow, talk)
        case RenewedLink(handed=HandedLead(draft=Draft())):
            note = sentence("There is a new link; the one before opens nothing any more.")
            return Moved(talk, words.say(note), (RenewLink(event.id),))
        case TookHandoverBack(handed=HandedLead(draft=Draft() as draft)):
            return _taken_back(flow, talk, event.id, draft)
        case RenewedLink(handed=handed) | TookHandoverBack(handed=handed) if _is_opened(handed):
            return Moved(talk, words.say(TOO_LATE))
    return Moved(talk)


def _is_opened(handed: HandedLead | None) -> bool:
    """Tell whether the customer has the draft; one that does not open here is nobody's yet."""
    return handed is not None and handed.reached is not Reached.LINKED


def _handed_over(flow: Flow, talk: Conversation) -> Moved:
    """Return the conversation without the lead that is open, which is the customer's to finish."""
    draft, words = talk.draft, flow.wording(talk)
    if draft is None or not draft.answers:
        return Moved(talk, words.say(NOTHING_YET))
    if is_questioned(talk):
        return Moved(talk)
    note = sentence(
        "{name} is handed over. How far the customer is stands in {command}.",
        name=lead_name(flow, draft, words),
        command="/leads",
    )
    return left(flow, talk, words.say(note))._replace(effects=(HandOver(draft),))


def _taken_back(flow: Flow, talk: Conversation, row_id: str, draft: Draft) -> Moved:
    """Return the conversation with the lead open again, as it was; its link opens nothing."""
    words = flow.wording(talk)
    if len(talk.waiting) >= MOST_WAITING:
        return Moved(talk, words.say(FULL))
    note = sentence(
        "{name} is yours again; the link opens nothing any more.",
        name=lead_name(flow, draft, words),
    )
    return Moved(up(talk, draft), words.say(note), (TakeHandoverBack(row_id),))
