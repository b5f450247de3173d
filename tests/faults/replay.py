"""What a chat has to look like: each update it knows, taken once, in the order it knows them.

The replay needs no database and no process. A chat whose row differs took an update twice, not
at all, or in another order than it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson

from bot.telegram import inbound
from bot.telegram.inbound import Blocked, Incoming
from bot.telegram.updates import read_update
from bot.turns.changes import Seen
from bot.turns.silence import NoteOutOfReach
from bot.turns.taking import TakeTurn
from bot.turns.turn import Turn
from conversations.conversation import Conversation, best_language
from conversations.documents import conversation, conversation_document, draft_of
from conversations.machine import advance
from conversations.news import CustomerCreated, FieldsRefused, HandedToStaff
from storage import Chat, Status, Submission

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from bot.turns.taking import Talk
    from conversations.events import Event

Update = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Replayed:
    """A chat as it has to be, and what it has confirmed."""

    chat: Chat
    confirmed: tuple[Submission, ...] = ()


def differs(
    talk: Talk,
    chat: Chat,
    updates: Mapping[int, Update],
    submissions: Sequence[Submission],
    now: datetime,
) -> str:
    """Return how a chat differs from taking each of its updates once, empty if it does not.

    When the ends of submissions came between the updates is not on record: any places will do.
    """
    heard = [updates[each] for each in chat.seen_updates]
    ends = sorted(filter(_has_been_told, submissions), key=lambda row: row.created_at)
    nearest = ""
    for came in _ways(talk, Replayed(_fresh(talk, chat, updates)), heard, ends, now):
        difference = "; ".join(_differences(chat, came, submissions))
        nearest = nearest or difference
        if not difference:
            return ""
    return nearest


def _ways(
    talk: Talk,
    came: Replayed,
    heard: Sequence[Update],
    ends: Sequence[Submission],
    now: datetime,
) -> Iterator[Replayed]:
    """Give what a chat may have come to: each end is told at some moment while it is awaited."""
    if heard:
        after = _after_update(talk, came, heard[0], now)
        yield from _ways(talk, after, heard[1:], ends, now)
    if ends and conversation(came.chat.document).is_under_way:
        after = replace(came, chat=_after_end(talk, came, ends[0], now))
        yield from _ways(talk, after, heard, ends[1:], now)
    elif not heard:
        yield came


def _has_been_told(row: Submission) -> bool:
    return row.status in {Status.CREATED, Status.HUMAN, Status.REFUSED}


def _fresh(talk: Talk, chat: Chat, updates: Mapping[int, Update]) -> Chat:
    """Return the chat as its first update found it: its token alone is by chance."""
    first = inbound.read(read_update(orjson.dumps(updates[chat.seen_updates[0]])))
    assert isinstance(first, Incoming)
    language = best_language(first.language_code, talk.flow.languages, talk.default_language)
    return Chat(chat.chat_id, chat.token, 0, conversation_document(Conversation(language)))


def _after_update(talk: Talk, came: Replayed, told: Update, now: datetime) -> Replayed:
    incoming = inbound.read(read_update(orjson.dumps(told)))
    if isinstance(incoming, Blocked):
        job = NoteOutOfReach(incoming.chat_id, incoming.update_id)
        return replace(came, chat=job.decide(Seen(now, came.chat)).changes.chat or came.chat)
    assert isinstance(incoming, Incoming)
    turn = Turn(
        incoming.chat_id,
        incoming.heard,
        incoming.update_id,
        incoming.language_code,
        incoming.pressed_message_id,
        incoming.profile,
    )
    changes = TakeTurn(talk, turn).decide(Seen(now, came.chat)).changes
    assert changes.chat is not None
    return Replayed(changes.chat, (*came.confirmed, *filter(None, [changes.new_submission])))


def _after_end(talk: Talk, came: Replayed, row: Submission, now: datetime) -> Chat:
    before = conversation(came.chat.document)
    event = _event(row, came.confirmed[-1])
    after, _, _ = advance(talk.flow, before, event, talk.occasion(now))
    revision = came.chat.revision + 1
    return replace(came.chat, revision=revision, document=conversation_document(after))


def _event(row: Submission, confirmed: Submission) -> Event:
    match row.status:
        case Status.CREATED:
            return CustomerCreated(row.customer_id or "")
        case Status.REFUSED:
            return FieldsRefused(row.refused_keys, draft_of(confirmed.draft))
    return HandedToStaff()


def _differences(chat: Chat, came: Replayed, submissions: Sequence[Submission]) -> Iterator[str]:
    if chat.revision != came.chat.revision:
        yield f"is at revision {chat.revision} instead of {came.chat.revision}"
    if _timeless(chat) != _timeless(came.chat):
        yield "has other answers than were given"
    if _names(submissions) != _names(came.confirmed):
        yield f"has {len(submissions)} submissions of {len(came.confirmed)} confirmations"


def _names(submissions: Sequence[Submission]) -> set[tuple[str, int]]:
    return {(row.draft_token, row.revision) for row in submissions}


def _timeless(chat: Chat) -> Conversation:
    """Return what was said, without the moment of the consent: the replay has another clock."""
    said = conversation(chat.document)
    consent = said.consent and replace(said.consent, given_at="")
    return replace(said, consent=consent)
