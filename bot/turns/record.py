"""All that is stored of one chat beside its own row, and what of it the conversation is told."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.turns.own_number import ABOUT_OTHERS
from conversations.documents import draft_of
from conversations.events import AskedData, Event, Forgot, WithdrewConsent
from conversations.holdings import (
    HeldAttempt,
    HeldConsent,
    HeldMessage,
    HeldSubmission,
    Holdings,
)
from storage import NOT_SENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta, tzinfo

    from storage import Attempt, Chat, Consent, Quarantined, Submission

# What these mean depends on more than the chat's own row.
ABOUT_THE_RECORD = AskedData | WithdrewConsent | Forgot

# What stands in the place of a status that would say that the customer was there before.
SEEN_TO = "seen to"


@dataclass(frozen=True, slots=True)
class Record:
    """The rows; attempts are by their submission, oldest first."""

    submissions: tuple[Submission, ...] = ()
    attempts: Mapping[str, tuple[Attempt, ...]] | None = None
    consents: tuple[Consent, ...] = ()
    put_aside: tuple[Quarantined, ...] = ()


def informed(
    event: Event, chat: Chat, record: Record, zone: tzinfo, decide_within: timedelta
) -> Event:
    """Return the event with what it has to know of the record."""
    match event:
        case AskedData():
            return AskedData(_holdings(chat, record, zone, decide_within))
        case WithdrewConsent():
            return WithdrewConsent(_is_under_way(record.submissions))
        case Forgot():
            return Forgot(_is_under_way(record.submissions), _numbers(record.submissions))
    return event


def taken_back(record: Record, now: datetime) -> tuple[Submission, ...]:
    """Return the submissions after what was confirmed has been taken back."""
    return tuple(_untold(row.taken_back(now)) for row in record.submissions if _may_be_sent(row))


def erased(record: Record, now: datetime) -> tuple[Submission, ...]:
    """Return the submissions after all has been erased that need not be known any more."""
    rows = (_untold(row.taken_back(now)) for row in record.submissions)
    return tuple(row if row.is_open else row.over() for row in rows)


def _may_be_sent(row: Submission) -> bool:
    return row.is_open or row.status in NOT_SENT


def _is_under_way(rows: Iterable[Submission]) -> bool:
    return any(row.is_open and row.status not in NOT_SENT for row in rows)


def _untold(row: Submission) -> Submission:
    """Return it without news that waits: the reply has said what is so."""
    return replace(row, notice_due_at=None)


def _numbers(rows: Iterable[Submission]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(row.number for row in rows if row.number))


def _holdings(chat: Chat, record: Record, zone: tzinfo, decide_within: timedelta) -> Holdings:
    attempts = record.attempts or {}
    return Holdings(
        chat.chat_id,
        tuple(_consent(row, zone) for row in record.consents),
        tuple(
            _submission(row, attempts.get(row.id, ()), zone, decide_within)
            for row in record.submissions
        ),
        tuple(
            HeldMessage(row.put_at.astimezone(zone), json.loads(row.body))
            for row in record.put_aside
        ),
        chat.remind_at and chat.remind_at.astimezone(zone),
    )


def _consent(row: Consent, zone: tzinfo) -> HeldConsent:
    return HeldConsent(
        row.text_id,
        row.text_hash,
        row.language,
        row.given_at.astimezone(zone),
        row.withdrawn_at and row.withdrawn_at.astimezone(zone),
    )


def _submission(
    row: Submission, attempts: Iterable[Attempt], zone: tzinfo, decide_within: timedelta
) -> HeldSubmission:
    return HeldSubmission(
        row.id,
        SEEN_TO if row.is_discreet else row.status.value,
        row.created_at.astimezone(zone),
        row.updated_at.astimezone(zone),
        row.number,
        row.taken_back_at and (row.taken_back_at + decide_within).astimezone(zone),
        draft_of(row.draft) if row.draft else None,
        tuple(_attempt(attempt, zone) for attempt in attempts),
    )


def _attempt(row: Attempt, zone: tzinfo) -> HeldAttempt:
    return HeldAttempt(
        row.number,
        row.started_at.astimezone(zone),
        row.ended_at and row.ended_at.astimezone(zone),
        None if row.outcome in ABOUT_OTHERS else row.outcome,
    )
