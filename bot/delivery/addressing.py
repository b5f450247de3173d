"""To whom the news of a submission goes: to the person it is of, or to who entered it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.notices import Notice, notice_of, standing_of
from bot.turns.roles import role_of
from bot.turns.turn import CardName
from conversations.cards import standing_card
from conversations.conversation import Registration
from conversations.documents import draft_of
from conversations.draft import Draft
from conversations.lead_cards import lead_refused_card, status_card
from conversations.lines import lead_name
from storage import Status

if TYPE_CHECKING:
    from datetime import datetime

    from bot.turns.roles import Role
    from bot.turns.taking import Talk
    from conversations.conversation import Conversation
    from conversations.replies import Reply
    from storage import Agent, Chat, Submission


def addressed(
    talk: Talk, submission: Submission, chat: Chat | None, agent: Agent | None, at: datetime
) -> Notice | None:
    """Return what to tell whom now, None where there is nothing to say.

    `agent` is who is one now in the submission's chat: who is one no more is told nothing of the
    customers he entered.
    """
    if not submission.is_lead:
        return notice_of(talk, submission, chat, at)
    chat = chat if chat is not None and chat.is_readable else None
    return (
        None if agent is None else _to_agent(talk, submission, chat, role_of(talk.flow, agent), at)
    )


def _to_agent(
    talk: Talk, submission: Submission, chat: Chat | None, role: Role, at: datetime
) -> Notice | None:
    """Return the lead's own card as it is now, with the question where something is refused.

    The question is asked at once where the lead is open again; else the card says that it waits,
    as a message of its own, for nobody sees an old one change.
    """
    now = role.in_chat(chat, talk.default_language)
    is_open = now.draft is not None and now.draft.has_refused
    card = _card(submission, role, now, is_open=is_open)
    if card is None:
        return None
    is_refused = submission.status is Status.REFUSED
    occasion = talk.occasion(at)
    return Notice(
        submission_id=submission.id,
        chat_id=submission.chat_id,
        card_message_id=None if is_refused and not is_open else submission.card_message_id,
        card=card,
        card_name=_card_name(submission, chat, role),
        question=standing_card(role.flow, now, occasion) if is_refused and is_open else None,
        is_within_reach=chat is None or chat.blocked_at is None,
    )


def _card(submission: Submission, role: Role, now: Conversation, *, is_open: bool) -> Reply | None:
    words = role.flow.wording(now)
    draft = draft_of(submission.draft) if submission.draft else Draft()
    name, standing = lead_name(role.flow, draft, words), standing_of(submission)
    if submission.status is Status.REFUSED:
        keys = submission.refused_keys
        return lead_refused_card(role.flow, name, keys, words, waits=not is_open)
    if standing is None:
        return None
    return status_card(role.flow, name, Registration(standing, submission.number), words)


def _card_name(submission: Submission, chat: Chat | None, role: Role) -> CardName:
    if chat is None:
        return CardName(submission.draft_token, submission.revision)
    return role.card(chat)
