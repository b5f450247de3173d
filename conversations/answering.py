"""What events mean while a draft is open: it is answered, gone back in, confirmed or given up."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations import editing, hearing, several
from conversations.beginning import begun
from conversations.conversation import Conversation, Occasion, Registration, Standing
from conversations.effects import SubmitCustomer
from conversations.events import (
    Cancelled,
    Confirmed,
    Edited,
    Event,
    Restarted,
    Said,
    SharedContact,
    Started,
    WentBack,
)
from conversations.kinds.day_parts import shorter
from conversations.kinds.kind import Listener
from conversations.many.vcards import is_card
from conversations.moves import Moved
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.draft import Draft
    from conversations.flow import Flow
    from conversations.hearing import Heard

WELCOME_BACK = sentence("Welcome back! Your answers are all here; we go on where you left off.")
CANCELLED = sentence("Cancelled. Your answers are deleted.")


def moved(flow: Flow, talk: Conversation, draft: Draft, event: Event, occasion: Occasion) -> Moved:
    """Return what the event makes of a conversation with an open draft."""
    words = flow.wording(talk)
    match event:
        case Started(payload):
            kept = replace(draft, campaign=payload or draft.campaign)
            return Moved(talk.with_draft(kept), words.say(WELCOME_BACK))
        case Restarted():
            return Moved(begun(replace(talk, campaign=draft.campaign), draft.handed))
        case Cancelled():
            return Moved(talk.with_draft(None), words.say(CANCELLED))
        case Confirmed() if flow.open_question(draft) is None:
            accepted = replace(talk, draft=None, registration=Registration(Standing.ACCEPTED))
            return Moved(accepted, effects=(SubmitCustomer(draft),))
        case WentBack():
            return Moved(_back(flow, talk, draft))
    listener = Listener(words, occasion.today, occasion.profile)
    heard = _heard(flow, draft, event, listener)
    return Moved(talk.with_draft(heard.draft), heard.note, heard.effects)


def _heard(flow: Flow, draft: Draft, event: Event, listener: Listener) -> Heard:
    """Return what an event makes of a draft; a text that is no answer may be several, or name one.

    The reader of the open question always comes first: what it takes is never looked at again,
    but for a contact card, which is no answer to anything by itself.
    """
    if isinstance(event, Edited):
        return editing.edited(flow, draft, event, listener)
    heard = hearing.heard(flow, draft, event, listener)
    if isinstance(event, Said) and is_card(event.text):
        return several.pasted(flow, draft, event, heard, listener)
    if isinstance(event, SharedContact) and not event.own and heard.draft is draft:
        return several.carried(flow, draft, event, heard, listener) or heard
    if not isinstance(event, Said) or heard.draft is not draft:
        return heard
    return several.heard(flow, draft, event, heard, listener) or heard


def _back(flow: Flow, talk: Conversation, draft: Draft) -> Conversation:
    """Return to the question before; from a correction to the summary; from the first to consent.

    An answer that Flextell refused has to be corrected, so there the way back is not a way out.
    """
    if draft.doubt is not None:
        return talk.with_draft(draft.without_doubt())
    before_picking = _picked_back(flow, draft)
    if before_picking is not None:
        return talk.with_draft(before_picking)
    if flow.is_only_asking_again(draft) and not draft.has_refused:
        return talk.with_draft(draft.asked_again())
    before = flow.question_before(draft)
    if before is None:
        return replace(talk, consent=None)
    return talk.with_draft(draft.asked_again(before.key, *draft.asking))


def _picked_back(flow: Flow, draft: Draft) -> Draft | None:
    """Return the draft with one part of a day less, None where no day is being picked."""
    question = flow.open_question(draft)
    picked = draft.picked(question.key) if question is not None else None
    if question is None or picked is None:
        return None
    return draft.with_picking(question.key, shorter(picked))
