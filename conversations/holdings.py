"""What is held of a person beside the talk itself: what /mydata shows, and nothing secret."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from conversations.draft import Draft


@dataclass(frozen=True, slots=True)
class HeldConsent:
    """One agreement, and when it was taken back."""

    text_id: str
    text_hash: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class HeldAttempt:
    """One time a registration was sent; `outcome` is a class and an HTTP status."""

    number: int
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class HeldSubmission:
    """One confirmed registration; `draft` is None once its answers are erased.

    `number` is Flextell's; `erased_by` is when it is erased at the latest, if that was asked for.
    """

    id: str
    status: str
    confirmed_at: datetime
    changed_at: datetime
    number: str | None = None
    erased_by: datetime | None = None
    draft: Draft | None = None
    attempts: tuple[HeldAttempt, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldMessage:
    """One message of the person's that could not be handled, as the messenger sent it."""

    put_aside_at: datetime
    message: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Holdings:
    """All of it; `chat_id` is the person's number at the messenger, times are the company's."""

    chat_id: int
    consents: tuple[HeldConsent, ...] = ()
    submissions: tuple[HeldSubmission, ...] = ()
    messages: tuple[HeldMessage, ...] = ()
    reminder_at: datetime | None = None
