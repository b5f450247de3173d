"""Made-up rows and customers for the pure parts of delivery."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.delivery.rules import Rules
from flextell import Created, Customer, RateLimit
from storage import Attempt, Status, Submission

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
RULES = Rules(questions=("name", "phone", "email", "birth_date", "gender"))

BODY: dict[str, Any] = {
    "first_name": "Ada",
    "last_name": "Byron",
    "phone_number": "+447700900123",
    "email": "ada@example.org",
    "date_of_birth": "1990-12-10T00:00:00Z",
    "gender": "female",
    "country_id": 90,
    "default_channel_id": 7,
    "user_id": 12,
}


def a_submission(**fields: Any) -> Submission:
    """Return a submission of which a first attempt is under way."""
    given: dict[str, Any] = {
        "id": "6c6dd9c4-0000-4000-8000-000000000001",
        "chat_id": 7,
        "draft_token": "token",
        "revision": 6,
        "status": Status.SENDING,
        "body": json.dumps(BODY).encode(),
        "draft": {"answers": {}},
        "phone_index": b"p",
        "email_index": None,
        "body_index": b"b",
        "due_at": NOW,
        "created_at": NOW - MINUTE,
        "updated_at": NOW,
        "fence": 1,
        "posts": 1,
        "status_before": Status.SENDING,
    }
    return Submission(**given | fields)


def an_attempt(**fields: Any) -> Attempt:
    """Return a first attempt that began a second ago and has ended now."""
    given: dict[str, Any] = {
        "submission_id": "6c6dd9c4-0000-4000-8000-000000000001",
        "number": 1,
        "fence": 1,
        "started_at": NOW - SECOND,
        "deadline_at": NOW + 19 * SECOND,
        "ended_at": NOW,
    }
    return Attempt(**given | fields)


def a_customer(**fields: Any) -> Customer:
    """Return the customer of BODY as Flextell shows it, created just now."""
    given = {
        **BODY,
        "id": 17,
        "created_at": NOW.isoformat(),
        "related_user": {"id": 12, "name": "Made Up"},
        "country_name": "Türkiye",
    }
    return Customer.model_validate(given | fields)


def created(number: str = "17") -> Created:
    """Return the verdict of a customer created."""
    return Created(number, a_customer(id=number), RateLimit())
