"""The conversation state machine: one pure function.

`advance` is total: whatever happens at whatever place, it says where the talk stands.
What an event means is decided here where it means the same everywhere (with `leaving` and
`reminding`), in `beginning` while no draft is open, and in `answering` while one is; of an agent,
in `entering`, `resuming` and `handing`; of a link that an agent gave, in `taking_up`; what a text
means that says what a button says, in `writing`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from conversations import (
    answering,
    beginning,
    cards,
    editing,
    entering,
    handing,
    leaving,
    reminding,
    resuming,
    taking_up,
    writing,
)
from conversations.commands import help_text
from conversations.conversation import Conversation, Occasion, Registration, Standing
from conversations.effects import SubmitCustomer
from conversations.events import (
    OF_AGENTS,
    OF_CUSTOMERS,
    AskedData,
    AskedHelp,
    AskedLanguages,
    AskedPrivacy,
    AskedStatus,
    AskedToForget,
    CameBack,
    Cancelled,
    ChoseLanguage,
    Edited,
    Event,
    HeardAgain,
    PressedOldButton,
    Restarted,
    Said,
    Silent,
    WantedAnother,
    WantedLead,
    WentOn,
)
from conversations.giveaways import deleted
from conversations.handed_cards import handed_card
from conversations.handover_events import HandoverEvent, OpenedHandover, TookUp
from conversations.kinds.kind import Listener
from conversations.lead_cards import status_card
from conversations.lead_events import AskedLeads, LeadEvent, OpenedLead
from conversations.lead_list import leads_card, opened_card
from conversations.leaving import LEAVING, forget_card
from conversations.lines import lead_name
from conversations.moves import Moved
from conversations.mydata import mydata_card
from conversations.news import (
    CustomerCreated,
    GivenUp,
    HandedToStaff,
    News,
    SeenTo,
    SentAgain,
)
from conversations.privacy import privacy_card
from conversations.replies import Reply
from conversations.sensitive import remains
from conversations.sentences import sentence

if TYPE_CHECKING:
    from conversations.effects import Effect
    from conversations.flow import Flow

NOTHING_SENT = sentence("Nothing has been sent yet; your answers so far are kept.")
TOO_LATE = sentence("You have confirmed already. What has not been sent yet, /forget takes back.")
ALL_RIGHT = sentence("All right.")


class Transition(NamedTuple):
    """What one event leads to."""

    conversation: Conversation
    reply: Reply
    effects: tuple[Effect, ...] = ()


def advance(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Transition:
    """Return what the event leads to, without any side effect."""
    event = _meant(flow, talk, event, occasion)
    aside = _aside(flow, talk, event, occasion)
    if aside is not None:
        return Transition(talk, aside)
    moved = _moved(flow, talk, event, occasion)
    if isinstance(event, Said) and moved.conversation.draft is talk.draft:  # it was no answer
        pressed = writing.pressed(flow, talk, event.text, occasion)
        if pressed is not None:
            return advance(flow, talk, pressed, occasion)
    listener = Listener(flow.wording(talk), occasion.today, occasion.profile)
    moved = deleted(flow, moved, event, listener)
    reply = _reply(flow, talk, moved, occasion, is_again=isinstance(event, HeardAgain))
    if isinstance(event, WantedLead) or (
        isinstance(event, WantedAnother) and talk.registration is not None
    ):
        reply = replace(reply, below=True)  # the card of the one before stays
    if flow.is_for_agents:
        reply = _with_status(flow, moved, reply)
    return Transition(moved.conversation, reply, moved.effects)


def _meant(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Event:
    """Return what the event means to whom it happens, where the talk stands."""
    if isinstance(event, OF_CUSTOMERS if flow.is_for_agents else OF_AGENTS):
        return AskedHelp()
    if isinstance(event, TookUp):
        return taking_up.meant(flow, talk, event)
    if isinstance(event, AskedLanguages) and event.wanted:
        return writing.language(flow, talk, event.wanted)
    if isinstance(event, Said):
        return writing.ahead(flow, talk, event.text, occasion) or event
    return event


def _with_status(flow: Flow, moved: Moved, reply: Reply) -> Reply:
    """Return the reply with the card of what an agent has just confirmed, the next lead below."""
    confirmed = next((e.draft for e in moved.effects if isinstance(e, SubmitCustomer)), None)
    if confirmed is None:
        return reply
    words = flow.wording(moved.conversation)
    name = lead_name(flow, confirmed, words)
    status = status_card(flow, name, Registration(Standing.ACCEPTED), words)
    return status if moved.conversation.draft is None else replace(reply, above=status)


def _aside(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Reply | None:
    """Return what is shown in between, wherever the talk stands."""
    words = flow.wording(talk)
    match event:
        case AskedLanguages():
            return cards.languages_card(flow, words)
        case AskedPrivacy():
            return privacy_card(flow, words, has_agreed=talk.consent is not None)
        case AskedData(held) if held is not None:
            return mydata_card(flow, talk, held, occasion)
        case AskedToForget():
            return forget_card(flow, words)
        case AskedLeads(held=held) if held is not None:
            return leads_card(flow, talk, event, held, occasion)
        case OpenedLead(lead=lead) if lead is not None:
            return opened_card(flow, lead, words)
        case OpenedHandover(handed=handed) if handed is not None:
            return handed_card(flow, handed, words)
        case TookUp():
            return taking_up.asked_card(flow, talk, event)
    return None


def _moved(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved:
    words = flow.wording(talk)
    match event:
        case HeardAgain():
            # Whoever heard it first may have ended before the message was deleted.
            return Moved(talk, effects=remains(flow, talk.draft) if talk.draft else ())
        case PressedOldButton() | WentOn() | AskedData() | CameBack():
            return Moved(talk)
        case ChoseLanguage(code):
            return Moved(replace(talk, language=code) if code in flow.languages else talk)
        case AskedHelp():
            return Moved(talk, help_text(flow, words))
        case AskedStatus():
            return Moved(talk, words.say(NOTHING_SENT) if talk.draft else "")
    if isinstance(event, Silent):
        return reminding.moved(talk)
    if isinstance(event, LEAVING):
        return leaving.moved(flow, talk, event)
    if isinstance(event, News):
        return Moved(entering.told(talk, event) if flow.is_for_agents else _told(talk, event))
    return _moved_here(flow, talk, event, occasion)


def _moved_here(flow: Flow, talk: Conversation, event: Event, occasion: Occasion) -> Moved:
    """Return what the event means at this place of the talk."""
    words = flow.wording(talk)
    if isinstance(event, LeadEvent):
        return resuming.moved(flow, talk, event)
    if isinstance(event, HandoverEvent):
        return handing.moved(flow, talk, event)
    if isinstance(event, TookUp) and event.draft is not None:
        return taking_up.moved(flow, talk, event.draft, words)
    refused = writing.refused(flow, talk, event.text) if isinstance(event, Said) else None
    if refused is not None:
        return Moved(talk, words.say(refused))
    if flow.is_for_agents:
        return entering.moved(flow, talk, event, occasion)
    if isinstance(event, Edited) and not editing.concerns(flow, talk, event):
        return Moved(talk, words.say(editing.what_can_be_done(flow, talk)))
    if talk.is_under_way:
        gives_up = isinstance(event, Cancelled | Restarted)
        return Moved(talk, words.say(TOO_LATE) if gives_up else "")
    if talk.consent is None or talk.draft is None:
        return beginning.moved(flow, talk, event, occasion)
    return answering.moved(flow, talk, talk.draft, event, occasion)


def _told(talk: Conversation, event: News) -> Conversation:
    """Return the conversation after news of the confirmed draft.

    Once that is taken back, only its end counts.
    """
    registration = talk.registration
    if not talk.is_under_way or registration is None or registration.is_erasing:
        return talk
    match event:
        case CustomerCreated(number):
            return _stands(talk, Standing.REGISTERED, number)
        case HandedToStaff():
            return _stands(talk, Standing.CHECKED)
        case SentAgain():
            return _stands(talk, Standing.ACCEPTED)
        case GivenUp():
            return _stands(talk, Standing.GIVEN_UP)
        case SeenTo():
            return _stands(talk, Standing.SEEN_TO)
        case _:
            return replace(talk, registration=None, draft=event.draft.refused(event.keys))


def _stands(talk: Conversation, standing: Standing, number: str | None = None) -> Conversation:
    """Return the conversation where its registration stands elsewhere, its card where it was."""
    is_overtaken = talk.registration is not None and talk.registration.is_overtaken
    return replace(talk, registration=Registration(standing, number, is_overtaken))


def _reply(
    flow: Flow, before: Conversation, moved: Moved, occasion: Occasion, *, is_again: bool
) -> Reply:
    """Return the note and the card as one message, or as two where a keyboard must go.

    What is said again may have been cut off before the keyboard went, so it goes once more.
    """
    card = cards.standing_card(flow, moved.conversation, occasion)
    left = _asks_contact(flow, before) or (is_again and _asked_contact(flow, before))
    leaves_keyboard = left and not _asks_contact(flow, moved.conversation)
    if leaves_keyboard and card.rows:
        words = flow.wording(moved.conversation)
        return replace(card, farewell=moved.note or words.say(ALL_RIGHT))
    if not moved.note and not leaves_keyboard:
        return card
    text = f"{moved.note}\n\n{card.text}" if moved.note else card.text
    return Reply(text, card.rows, card.keyboard, leaves_keyboard)


def _asked_contact(flow: Flow, talk: Conversation) -> bool:
    """Tell whether the question before this place was the one with the contact keyboard."""
    before = flow.question_before(talk.draft) if talk.draft else None
    return before is not None and before.kind.asks_contact


def _asks_contact(flow: Flow, talk: Conversation) -> bool:
    """Tell whether the contact keyboard is under the text field at this place."""
    if talk.draft is None or not flow.may_ask(talk):
        return False
    question = flow.open_question(talk.draft)
    return question is not None and question.kind.asks_contact
