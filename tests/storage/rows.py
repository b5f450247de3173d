"""Made-up rows, of which a test names only what it is about."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from storage import Attempt, Chat, Database, Status, Submission

Open = Callable[..., Database]

THEN = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
SECOND = timedelta(seconds=1)

# How a submission gets to a status from `queued` without leaving the arrows.
_ROADS = {
    Status.SENDING: [Status.SENDING],
    Status.UNKNOWN: [Status.SENDING, Status.UNKNOWN],
    Status.FIND_ID: [Status.SENDING, Status.FIND_ID],
    Status.CREATED: [Status.SENDING, Status.CREATED],
    Status.REFUSED: [Status.SENDING, Status.REFUSED],
    Status.BLOCKED: [Status.SENDING, Status.BLOCKED],
    Status.HUMAN: [Status.HUMAN],
    Status.LINKED: [Status.SENDING, Status.LINKED],
    Status.WITHDRAWN: [Status.WITHDRAWN],
    Status.DROPPED: [Status.HUMAN, Status.DROPPED],
}


def a_chat(chat_id: int = 7, **fields: Any) -> Chat:
    """Return a chat in the middle of a draft."""
    answers = {"answers": {"name": ["Ada", "Byron"], "phone": ["+447700900123"]}}
    given: dict[str, Any] = {
        "token": "abcdefgh",
        "revision": 1,
        "document": answers,
        "seen_updates": (1, 2),
    }
    return Chat(chat_id=chat_id, **given | fields)


def a_submission(**fields: Any) -> Submission:
    """Return a submission just confirmed, of a draft of its own."""
    row_id = str(uuid.uuid4())
    given: dict[str, Any] = {
        "id": row_id,
        "chat_id": 7,
        "draft_token": row_id[:8],
        "revision": 1,
        "status": Status.QUEUED,
        "body": b'{"first_name":"Ada"}',
        "draft": {"answers": {"name": ["Ada", "Byron"]}},
        "phone_index": None,
        "email_index": b"e" * 32,
        "body_index": b"b" * 32,
        "due_at": THEN,
        "created_at": THEN,
        "updated_at": THEN,
    }
    return Submission(**given | fields)


def an_attempt(submission_id: str, number: int = 1, **fields: Any) -> Attempt:
    """Return an attempt that has just begun."""
    given: dict[str, Any] = {
        "fence": number,
        "started_at": THEN,
        "deadline_at": THEN + 20 * SECOND,
    }
    return Attempt(submission_id=submission_id, number=number, **given | fields)


async def stored(database: Database, status: Status = Status.QUEUED, **fields: Any) -> Submission:
    """Store a submission and lead it to a status, each step as the worker would."""
    row = a_submission(**fields)
    async with database.begin() as work:
        await work.submissions.add([row])
    return await led(database, row.id, *_ROADS.get(status, []))


async def led(database: Database, row_id: str, *statuses: Status, **fields: Any) -> Submission:
    """Lead a stored submission through statuses, and return it as it is then."""
    for status in statuses:
        async with database.begin() as work:
            row = (await work.submissions.load([row_id]))[row_id]
            await work.submissions.keep([replace(row, status=status, **fields)])
    async with database.begin() as work:
        return (await work.submissions.load([row_id]))[row_id]
