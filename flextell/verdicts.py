"""The table from an answer that is no success to what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flextell.failures import (
    CallFailed,
    Conflict,
    FieldsRefused,
    LimitReached,
    Misconfigured,
    Refused,
    TokenRejected,
    Unknown,
)
from flextell.fields import questions_of, settings_of
from flextell.limits import wait_seconds
from flextell.refusals import named_fields

if TYPE_CHECKING:
    from flextell.answers import Answer

REFUSALS = frozenset({400, 422})
MISCONFIGURED = frozenset({*range(300, 400), 403, 404, 405, 413, 415})


def failure_of(answer: Answer, now: float) -> CallFailed:
    """Sort an answer that is no 2xx; `now` is the Unix time that waits are measured from.

    A 5xx is always Unknown: Flextell may have created the customer before it stumbled.
    """
    match answer.status:
        case status if status in REFUSALS:
            return _refusal(answer)
        case 401:
            return TokenRejected()
        case 409:
            return Conflict()
        case 429:
            return LimitReached(wait_seconds(answer.headers, now))
        case status if status in MISCONFIGURED:
            return Misconfigured(status)
        case status:
            return Unknown(f"HTTP {status}")


def _refusal(answer: Answer) -> CallFailed:
    named = named_fields(answer)
    if not named:
        return Refused(answer.status)
    return FieldsRefused(answer.status, questions_of(named), settings_of(named))
