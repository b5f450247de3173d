"""What an agent pastes or forwards: leads that are begun with all that it says of somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conversations import several
from conversations.answers import Answer, Refusal
from conversations.draft import Draft
from conversations.events import Said, SharedContact
from conversations.hearing import Heard, phone_question
from conversations.many.vcards import cards, is_card

if TYPE_CHECKING:
    from conversations.events import Event
    from conversations.flow import Flow
    from conversations.kinds.kind import Listener


def is_of_another(draft: Draft | None, event: Event) -> bool:
    """Tell whether an event is about somebody else than the lead that is open.

    A card with a number is, once that lead has one; any text may be an answer.
    """
    if draft is None or not draft.answers:
        return draft is None or _is_card(event)
    has_phone = "phone" in {*draft.answers, *(doubt.key for doubt in draft.doubts)}
    return has_phone and _is_card(event)


def leads(flow: Flow, event: Event, listener: Listener) -> list[Heard]:
    """Return what is said of each person, one lead each; none where nothing is understood."""
    match event:
        case SharedContact():
            return [_of_contact(flow, event, listener)]
        case Said(text, message_id):
            pieces = cards(text) or (text,)
            begun = (several.begun(flow, piece, message_id, listener) for piece in pieces)
            return [heard for heard in begun if heard is not None]
    return []


def _is_card(event: Event) -> bool:
    return isinstance(event, SharedContact) or (isinstance(event, Said) and is_card(event.text))


def _of_contact(flow: Flow, event: SharedContact, listener: Listener) -> Heard:
    """Return the lead of a contact, whoever's it is; nobody vouches for the number."""
    heard = several.begun(flow, event.card, event.message_id, listener) if event.card else None
    draft = Draft() if heard is None else heard.draft
    phone = phone_question(flow)
    readings = None if phone is None else phone[1].read_contact(event.phone)
    if phone is not None and readings is not None and not isinstance(readings, Refusal):
        answer = Answer(readings[0].values, "", event.message_id)
        draft = draft.with_answer(phone[0].key, answer)
    draft = draft.without_rest(q.key for q in flow.questions if not q.required)
    return Heard(draft, "", () if heard is None else heard.effects)
