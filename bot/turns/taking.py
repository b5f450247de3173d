"""One turn: a chat's row and an event in, the row as it then is and what to say out."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.turns.changes import Changes, Decision, Seen
from bot.turns.entered import about_own
from bot.turns.handing import ABOUT_A_HANDOVER, handed_on
from bot.turns.handing import informed as informed_of_handover
from bot.turns.known import to_be_sought
from bot.turns.record import ABOUT_THE_RECORD, Record, erased, informed, taken_back
from bot.turns.roles import role_of
from bot.turns.step_counts import Progress
from bot.turns.turn import CardName, Press, Said, Turn
from conversations import notices
from conversations.conversation import Conversation, Occasion, best_language
from conversations.documents import conversation, conversation_document
from conversations.effects import (
    DeleteMessage,
    Effect,
    ForgetPerson,
    KeepConsent,
    SubmitCustomer,
    TakeBack,
    TakeBackLead,
    WithdrawConsent,
)
from conversations.events import (
    AskedToForget,
    ChoseLanguage,
    Event,
    HeardAgain,
    PressedOldButton,
    Restarted,
    WantedLead,
)
from conversations.handover_events import OpenedHandover
from conversations.lead_events import AskedLeads, OfOneLead, OpenedLead
from conversations.machine import advance
from conversations.progress import steps
from conversations.reminding import is_worth_a_reminder
from conversations.replies import Reply
from conversations.wording import wording
from storage import LONG_AGO, SEEN_UPDATES, Chat, Consent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from zoneinfo import ZoneInfo

    from bot.turns.roles import Role
    from bot.turns.submitting import Submitting
    from conversations.flow import Flow
    from conversations.profile import Profile


NOON = time(12)


@dataclass(frozen=True, slots=True)
class Talk:
    """What every turn of this company's bot has in common."""

    flow: Flow
    default_language: str
    time_zone: ZoneInfo
    submitting: Submitting

    def occasion(self, now: datetime, profile: Profile | None = None) -> Occasion:
        """Return the moment, the day it is where the company is, and whose it is."""
        return Occasion(now, now.astimezone(self.time_zone).date(), profile)

    def midnight(self, now: datetime) -> datetime:
        """Return when the day began where the company is."""
        zone = self.time_zone
        return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)

    def remind_at(self, after: Conversation, today: date) -> datetime | None:
        """Return when the draft is to be mentioned that is open now, None where none is to be.

        That is the next day's noon where the company is: after 12 to 36 hours of silence, and the
        same for all turns of a day, so that the index on it is seldom written.
        """
        if not is_worth_a_reminder(after):
            return None
        return _noon_after(today, self.time_zone)


@lru_cache(maxsize=64)
def _noon_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), NOON, zone).astimezone(UTC)


# What may be pressed on any card of this chat.
_CHANGES_NO_ANSWER = ChoseLanguage | WantedLead | AskedLeads | OpenedLead | OpenedHandover

# Who does this wants to be without what was stored, whether it opens or not.
_NEEDS_NO_PAST = Restarted | AskedToForget


@dataclass(frozen=True, slots=True)
class TakeTurn:
    """The job of taking one turn."""

    talk: Talk
    turn: Turn

    @property
    def chat_id(self) -> int:
        """Return whose turn it is."""
        return self.turn.chat_id

    @property
    def submission_id(self) -> str | None:
        """Return the lead that is named, whose-ever it is."""
        event = self.event
        return event.id if isinstance(event, OfOneLead) else None

    @property
    def asks_leads(self) -> AskedLeads | None:
        """Return which leads are asked for, None where none are."""
        event = self.event
        return event if isinstance(event, AskedLeads) else None

    @property
    def event(self) -> Event:
        """Return what was heard, whether it still means that here or not."""
        heard = self.turn.heard
        return heard.event if isinstance(heard, Press) else heard

    @property
    def is_about_record(self) -> bool:
        """Tell whether what was heard is about all that is stored."""
        return isinstance(self.event, ABOUT_THE_RECORD)

    def decide(self, seen: Seen) -> Decision[Said]:
        """Return what to say, and the chat's row after the turn."""
        if seen.chat is not None and not seen.chat.is_readable:
            if not isinstance(self.turn.heard, _NEEDS_NO_PAST):
                return Decision(_closed(self.talk, self.turn, seen.chat))
            seen = replace(seen, chat=None)
        chat = seen.chat or _new_chat(self.talk, self.turn)
        role = role_of(self.talk.flow, seen.agent)
        before = role.conversation(chat.document)
        event = self._event(role, chat, seen)
        occasion = self.talk.occasion(seen.now, None if seen.agent else self.turn.profile)
        after, reply, effects = advance(role.flow, before, event, occasion)
        if before.is_under_way and self.turn.message_id is None:
            after = after.overtaken()  # what is not pressed is answered below
        document = None if after == before else role.document(chat.document, after)
        kept = _kept(chat, document, self.turn.update_id)
        changes = Changes(chat=kept)
        if seen.agent is None:
            begun = None if seen.chat is None else before
            changes = Changes(
                chat=replace(kept, remind_at=self.talk.remind_at(after, occasion.today)),
                progress=progress_of(self.talk, begun, event, after, occasion),
            )
        if effects:
            changes = _with_effects(self.talk, self.turn, chat, changes, effects, seen)
        changes, link = handed_on(role.flow, seen, before, after, effects, changes)
        card = role.card(kept)
        deletes = tuple(each.message_id for each in effects if isinstance(each, DeleteMessage))
        submits = changes.new_submission is not None
        sought = to_be_sought(before, after) if seen.agent else frozenset[str]()
        said = Said(reply, card, submits, deletes, changes.forgets_person, sought, link)
        return Decision(said, changes)

    def _event(self, role: Role, chat: Chat, seen: Seen) -> Event:
        event = heard_event(role, chat, self.turn)
        if isinstance(event, AskedLeads):
            return replace(event, held=seen.leads)
        if isinstance(event, OfOneLead):
            return about_own(event, seen, self.talk.time_zone)
        if isinstance(event, ABOUT_A_HANDOVER):
            return informed_of_handover(event, seen, self.talk.time_zone)
        if seen.record is None:
            return event
        within = timedelta(days=self.talk.flow.privacy.decide_days)
        return informed(event, chat, seen.record, self.talk.time_zone, within)


def heard_event(role: Role, chat: Chat, turn: Turn) -> Event:
    """Return what the turn means to this chat now: perhaps it was heard, or overtaken, before."""
    if turn.update_id is not None and turn.update_id in chat.seen_updates:
        return HeardAgain(None if isinstance(turn.heard, Press) else turn.heard)
    if not isinstance(turn.heard, Press):
        return turn.heard
    card, event = turn.heard.card, turn.heard.event
    newest = role.card(chat)
    may_be_old = isinstance(event, _CHANGES_NO_ANSWER) and card.token == newest.token
    return event if card == newest or may_be_old else PressedOldButton()


def progress_of(
    talk: Talk, before: Conversation | None, event: Event, after: Conversation, occasion: Occasion
) -> Progress | None:
    """Return what an event is counted as, None where it is nothing to be counted."""
    found = steps(talk.flow, before, event, after, occasion)
    return Progress(occasion.today.isoformat(), after.language, found) if found else None


def _closed(talk: Talk, turn: Turn, chat: Chat) -> Said:
    """Return what is said where the chat does not open.

    Its row stays as it is, for the right key may come back; only who wants to be without it
    begins anew.
    """
    words = wording(_language(talk, turn))
    return Said(Reply(notices.closed(words), below=True), CardName(chat.token, chat.revision))


def _language(talk: Talk, turn: Turn) -> str:
    return best_language(turn.language_code, talk.flow.languages, talk.default_language)


def _new_chat(talk: Talk, turn: Turn) -> Chat:
    document = conversation_document(Conversation(_language(talk, turn)))
    return Chat(turn.chat_id, secrets.token_urlsafe(6), 0, document)


def _kept(chat: Chat, document: Mapping[str, Any] | None, update_id: int | None) -> Chat:
    """Return the row after a turn: a new revision where the conversation has moved."""
    seen = chat.seen_updates
    if update_id is not None and update_id not in seen:
        seen = (*seen, update_id)[-SEEN_UPDATES:]
    if document is None:
        return Chat(chat.chat_id, chat.token, chat.revision, chat.document, seen)
    return Chat(chat.chat_id, chat.token, chat.revision + 1, document, seen)


def _forgotten(chat: Chat) -> Chat:
    """Return the row of who wants to be forgotten, without what he entered as an agent once."""
    document = conversation_document(conversation(chat.document))
    return replace(chat, document=document, kept_at=LONG_AGO)


def _with_effects(
    talk: Talk,
    turn: Turn,
    before: Chat,
    changes: Changes,
    effects: tuple[Effect, ...],
    seen: Seen,
) -> Changes:
    record = seen.record or Record()
    for effect in effects:
        match effect:
            case SubmitCustomer(draft):
                submission = talk.submitting.submission(
                    before, draft, turn.message_id, seen.now, seen.agent
                )
                changes = replace(changes, new_submission=submission)
            case KeepConsent(consent):
                given_at = datetime.fromisoformat(consent.given_at).astimezone(UTC)
                row = Consent(
                    turn.chat_id, consent.text_id, consent.text_hash, consent.language, given_at
                )
                changes = replace(changes, consent=row)
            case WithdrawConsent():
                changes = replace(changes, withdraws_consent=True)
            case TakeBack():
                changes = replace(changes, submissions=taken_back(record, seen.now))
            case TakeBackLead() if seen.submission is not None:
                lead = Record((seen.submission,))
                changes = replace(changes, submissions=taken_back(lead, seen.now))
            case ForgetPerson():
                changes = replace(
                    changes,
                    chat=changes.chat and _forgotten(changes.chat),
                    submissions=erased(record, seen.now),
                    forgets_person=True,
                )
    return changes
