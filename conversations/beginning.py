"""What events mean while no draft is open: consent is asked, a draft is begun."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.consent import consent
from conversations.draft import Draft
from conversations.effects import KeepConsent, WithdrawConsent
from conversations.events import Agreed, Declined, Event, Restarted, Started, WantedAnother
from conversations.moves import Moved
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.conversation import Conversation, Occasion
    from conversations.draft import Handed
    from conversations.flow import Flow

NOTHING_KEPT = sentence("All right, none of your answers is kept. Agree below whenever you like.")
NOTHING_NEW = sentence("All right, nothing new is sent.")


def moved(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved:
    """Return what the event makes of a conversation without consent or without a draft."""
    match event:
        case Started(payload) if payload:
            talk = replace(talk, campaign=payload)
    if talk.consent is None:
        return _asking_consent(flow, talk, event, occasion)
    match event:
        case Started() if talk.registration is not None:
            return Moved(talk)
        case Started() | Restarted() | WantedAnother() | Agreed():
            return Moved(begun(talk))
    return Moved(talk)


def begun(talk: Conversation, handed: Handed | None = None) -> Conversation:
    """Return the conversation with a new draft, the campaign it came from kept with it.

    What an agent had begun stays what he has begun, whoever answers anew.
    """
    draft = Draft(campaign=talk.campaign, handed=handed)
    return replace(talk, draft=draft, campaign=None)


def _asking_consent(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved:
    words = flow.wording(talk)
    match event:
        case Agreed():
            proof = consent(flow, words, occasion)
            agreed = replace(talk, consent=proof)
            return Moved(agreed if talk.draft else begun(agreed), effects=(KeepConsent(proof),))
        case Declined():
            return Moved(
                replace(talk, draft=None, campaign=None),
                words.say(NOTHING_NEW if talk.registration else NOTHING_KEPT),
                (WithdrawConsent(),),
            )
        case WantedAnother() if talk.registration is not None:
            # Something is open again, so what is asked first is consent.
            return Moved(begun(talk))
    return Moved(talk)
