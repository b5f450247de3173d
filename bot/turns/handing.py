"""Leads on their way from an agent to the customer: the link, and how far the customer is.

A token is random and goes to who was given the link; the database holds its hash.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import uuid
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from conversations.answers import Answer
from conversations.documents import draft_document, draft_of
from conversations.draft import Draft, Handed
from conversations.effects import HandOver, RenewLink, TakeHandoverBack
from conversations.entered import HandedLead, Reached
from conversations.events import PressedOldButton
from conversations.handover_events import OfOneHandover, TookUp
from conversations.lines import known_by, lead_name
from storage import Handover, HandoverMove, HandoverState, Status

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from bot.turns.changes import Changes, Seen
    from conversations.conversation import Conversation
    from conversations.effects import Effect
    from conversations.events import Event
    from conversations.flow import Flow
    from conversations.wording import Wording
    from storage import Agent

# What a deep link carries, https://core.telegram.org/bots/features#deep-linking
_PREFIX: Final = "hand-"
_PAYLOAD: Final = re.compile(rf"{_PREFIX}([\w-]{{22}})", re.ASCII)

ABOUT_A_HANDOVER: Final = TookUp | OfOneHandover


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was just made: what it carries, to whom it is to be given, until when.

    It is told in these words.
    """

    payload: str = field(repr=False)
    name: str = field(repr=False)
    until: datetime
    words: Wording


def token_of(payload: str) -> str | None:
    """Return the token in what a link carries, None where that is no handover's, good or not."""
    found = _PAYLOAD.fullmatch(payload)
    return None if found is None else found[1]


def token_hash(token: str) -> str:
    """Return what a token is kept and found by."""
    return hashlib.sha256(token.encode()).hexdigest()


def informed(event: TookUp | OfOneHandover, seen: Seen, zone: tzinfo) -> Event:
    """Return the event with what it names; another agent's is an old button."""
    row, agent = seen.handover, seen.agent
    if isinstance(event, TookUp):
        if row is None or row.draft is None:
            return event
        handed = Handed(row.id, row.user_id)
        return replace(event, draft=replace(draft_of(row.draft), handed=handed))
    if row is None or agent is None or row.agent_id != agent.agent_id:
        return PressedOldButton()
    return replace(event, handed=handed_lead(row, zone))


def handed_lead(row: Handover, zone: tzinfo) -> HandedLead:
    """Return what an agent is told of one; what was refused is answered anew by the customer."""
    reached = Reached(row.state)
    if reached is Reached.CONFIRMED and row.status is Status.REFUSED:
        reached = Reached.CONSENTED
    return HandedLead(
        row.id,
        reached,
        row.handed_at.astimezone(zone),
        row.expires_at.astimezone(zone),
        draft_of(row.name),
        None if row.draft is None else draft_of(row.draft),
        row.number,
    )


def handed_on(
    flow: Flow,
    seen: Seen,
    before: Conversation,
    after: Conversation,
    effects: tuple[Effect, ...],
    changes: Changes,
) -> tuple[Changes, Link | None]:
    """Return a turn's changes with those of the handover it is about, and a link that was made."""
    if seen.agent is None:
        return _by_a_customer(flow, seen, before, after, changes), None
    return _by_an_agent(flow, after, seen, seen.agent, effects, changes)


def _by_an_agent(
    flow: Flow,
    talk: Conversation,
    seen: Seen,
    agent: Agent,
    effects: tuple[Effect, ...],
    changes: Changes,
) -> tuple[Changes, Link | None]:
    """Return the changes with what an agent wants done about a handover, and the link he gets."""
    for effect in effects:
        match effect:
            case HandOver(draft):
                return _linked(flow, talk, _new(flow, draft, agent, seen.now), changes)
            case RenewLink() if seen.handover is not None:
                return _linked(flow, talk, seen.handover, changes)
            case TakeHandoverBack(row_id):
                return replace(changes, handover_gone=row_id), None
    return changes, None


def _new(flow: Flow, draft: Draft, agent: Agent, now: datetime) -> Handover:
    return Handover(
        id=str(uuid.uuid4()),
        token_hash="",
        agent_id=agent.agent_id,
        user_id=agent.user_id,
        name=draft_document(_name(flow, draft)),
        draft=draft_document(draft),
        state=HandoverState.LINKED,
        handed_at=now,
        expires_at=now + timedelta(days=flow.privacy.draft_days),
    )


def _name(flow: Flow, draft: Draft) -> Draft:
    """Return the one answer that stays with the agent, so that he knows whom he handed over."""
    question = known_by(flow, draft)
    keys = () if question is None else (question.key,)
    return Draft({key: Answer(draft.answers[key].values) for key in keys})


def _linked(
    flow: Flow, talk: Conversation, row: Handover, changes: Changes
) -> tuple[Changes, Link]:
    """Return the changes with a new link to a handover, and the link."""
    token = secrets.token_urlsafe(16)
    words = flow.wording(talk)
    name = lead_name(flow, draft_of(row.name), words)
    link = Link(f"{_PREFIX}{token}", name, row.expires_at, words)
    return replace(changes, handover=replace(row, token_hash=token_hash(token))), link


def _by_a_customer(
    flow: Flow, seen: Seen, before: Conversation, after: Conversation, changes: Changes
) -> Changes:
    """Return the changes with how far the handover is by which his draft came, if it did."""
    was, now, chat = _handed(before), _handed(after), changes.chat
    if (was is None and now is None) or chat is None:
        return changes
    if now is not None and now != was and seen.handover is not None:
        taken = _taken_up(seen.handover, after, chat.chat_id, seen.now)
        changes = replace(changes, handover=taken)
    state = _state(was, now, before, after, changes)
    if was is None or state is None:
        return changes
    until = seen.now + timedelta(days=flow.privacy.record_days)
    sent = changes.new_submission
    move = HandoverMove(was.id, chat.chat_id, state, until, None if sent is None else sent.id)
    return replace(changes, handover_move=move)


def _taken_up(row: Handover, after: Conversation, chat_id: int, now: datetime) -> Handover:
    """Return it as the customer's: what was handed over is in his chat, and nowhere else."""
    has_agreed = after.consent is not None
    return replace(
        row,
        draft=None,
        state=HandoverState.CONSENTED if has_agreed else HandoverState.OPENED,
        taken_by=chat_id,
        notice_due_at=now,
    )


def _state(
    was: Handed | None,
    now: Handed | None,
    before: Conversation,
    after: Conversation,
    changes: Changes,
) -> HandoverState | None:
    """Return how far the handover is that was open before, None where it is where it was."""
    if was != now:
        is_confirmed = changes.new_submission is not None
        return HandoverState.CONFIRMED if is_confirmed else HandoverState.ENDED
    has_agreed = before.consent is None and after.consent is not None
    return HandoverState.CONSENTED if has_agreed else None


def _handed(talk: Conversation) -> Handed | None:
    return None if talk.draft is None else talk.draft.handed
