"""What a chat hears of its submission: the conversation moves on in the same transaction."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.turns.roles import role_of
from bot.turns.taking import progress_of
from conversations.documents import conversation, draft_of, with_conversation
from conversations.machine import advance
from conversations.news import (
    CustomerCreated,
    Erased,
    FieldsRefused,
    GivenUp,
    HandedToStaff,
    SeenTo,
    SentAgain,
)
from storage import LONG_AGO, Chat, Status, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from bot.turns.changes import Seen
    from bot.turns.step_counts import Progress
    from bot.turns.taking import Talk
    from conversations.conversation import Conversation
    from conversations.events import Event


def persons_chat(
    talk: Talk, chat: Chat | None, submission: Submission, now: datetime
) -> tuple[Chat | None, Progress | None]:
    """Return the chat after it has heard, None where it does not wait for this submission.

    A chat has one confirmed draft under way at a time, so one under way in it is this one, as
    long as the chat was not forgotten and begun anew: then its token is another.
    """
    event = _event(submission)
    if event is None or chat is None or not _is_of(submission, chat):
        return None, None
    before = conversation(chat.document)
    if not before.is_under_way:
        return None, None
    return _heard(talk, chat, before, event, now)


def agents_chat(talk: Talk, seen: Seen, submission: Submission) -> Chat | None:
    """Return an agent's chat with what has to be corrected; who is an agent no more gets nothing.

    All else is told by the lead's own card, for the next lead is open already.
    """
    chat, event = seen.chat, _event(submission)
    is_heard = chat is not None and seen.agent is not None and _is_of(submission, chat)
    if chat is None or not is_heard or not isinstance(event, FieldsRefused):
        return None
    role = role_of(talk.flow, seen.agent)
    before = role.conversation(chat.document)
    after, _, _ = advance(role.flow, before, event, talk.occasion(seen.now))
    return replace(chat, revision=chat.revision + 1, document=role.document(chat.document, after))


def _is_of(submission: Submission, chat: Chat) -> bool:
    return chat.is_readable and chat.token == submission.draft_token


def _heard(
    talk: Talk, chat: Chat, before: Conversation, event: Event, now: datetime
) -> tuple[Chat | None, Progress | None]:
    occasion = talk.occasion(now)
    after, _, _ = advance(talk.flow, before, event, occasion)
    if after == before:
        return None, None
    moved = replace(
        chat,
        revision=chat.revision + 1,
        document=with_conversation(chat.document, after),
        remind_at=talk.remind_at(after, occasion.today),
    )
    if isinstance(event, Erased):
        moved = replace(moved, kept_at=LONG_AGO)
    return moved, progress_of(talk, before, event, after, occasion)


def _event(submission: Submission) -> Event | None:
    """Return what the talk is to hear of the submission as it now stands."""
    if submission.taken_back_at is not None:
        return None if submission.is_open else Erased(submission.number is not None)
    match submission.status:
        case Status.CREATED | Status.LINKED:
            return SeenTo() if submission.is_discreet else CustomerCreated(submission.number or "")
        case Status.REFUSED:
            return FieldsRefused(submission.refused_keys, draft_of(submission.draft))
        case Status.HUMAN:
            return HandedToStaff()
        case Status.QUEUED if submission.status_before is Status.HUMAN:
            return SentAgain()
        case Status.DROPPED:
            return GivenUp()
    return None
