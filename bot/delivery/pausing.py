"""What holds everybody up, and until when: kept in the database, so that all workers heed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from bot.unbroken import unbroken
from flextell import (
    CallFailed,
    ConsentNeeded,
    FieldsRefused,
    LimitReached,
    Misconfigured,
    RateLimit,
    TokenRejected,
)
from storage import Database, Pause, UnitOfWork

if TYPE_CHECKING:
    from bot.delivery.rules import Rules

LOG = structlog.get_logger()

LIMIT = "flextell-limit"  # over at a time
MENDING = "flextell-mending"  # over when a probe answers

TOKEN_REJECTED = "token"  # noqa: S105 - a word for a reason, no secret
CONSENT_NEEDED = "consent"
BLOCKED = "blocked"

_MAY_PAUSE = (LimitReached, TokenRejected, Misconfigured, FieldsRefused)


def pause_after(failure: CallFailed, now: datetime, rules: Rules) -> Pause | None:
    """Return the pause of the whole tenant that a failed call asks for, if it does."""
    match failure:
        case LimitReached():
            return limit_pause(wait_of(failure, rules), now)
        case ConsentNeeded():
            return Pause(MENDING, CONSENT_NEEDED, now, probe_at=now + rules.probe_pause)
        case TokenRejected():
            return Pause(MENDING, TOKEN_REJECTED, now, probe_at=now + rules.probe_pause)
        case Misconfigured() | FieldsRefused(fields=()):
            return Pause(MENDING, BLOCKED, now, probe_at=now + rules.probe_pause)
    return None


def wait_of(failure: LimitReached, rules: Rules) -> timedelta:
    """Return how long a 429 asks to wait, or what we choose where it does not say."""
    if failure.wait_seconds is None:
        return rules.unnamed_wait
    return timedelta(seconds=failure.wait_seconds)


def limit_pause(wait: timedelta, now: datetime) -> Pause:
    """Return the pause for as long as Flextell takes no more calls."""
    return Pause(LIMIT, "limit", now, until=now + wait)


async def held(work: UnitOfWork) -> float | None:
    """Return for how many seconds nothing may be sent as far as is known, None if it may."""
    if await work.pauses.get(MENDING) is not None:
        return 1.0
    limit = await work.pauses.get(LIMIT)
    if limit is None:
        return None
    if limit.until is None or limit.until <= work.now:
        await work.pauses.lift(LIMIT)
        return None
    return (limit.until - work.now).total_seconds()


async def pause_for(database: Database, failure: CallFailed, rules: Rules) -> bool:
    """Begin the pause a failed call asks for; say whether it asked for one."""
    if not isinstance(failure, _MAY_PAUSE):
        return False
    return await unbroken(_pause_for(database, failure, rules))


async def pause_while_used_up(database: Database, limit: RateLimit) -> None:
    """Pause until the window ends, where an answer says that no call is left in it."""
    if limit.pause_seconds > 0:
        await unbroken(_pause_while_used_up(database, limit))


async def begin(work: UnitOfWork, pause: Pause) -> None:
    """Begin a pause; one that lasts longer already, or waits for its probe, stays as it is."""
    now = await work.pauses.get(pause.name)
    if now is not None and (pause.until is None or (now.until and now.until >= pause.until)):
        return
    await work.pauses.set(pause)
    LOG.warning("delivery paused", reason=pause.reason)


async def probe_soon(work: UnitOfWork) -> None:
    """Have it asked at once whether the queue can go on: somebody has just mended something."""
    pause = await work.pauses.get(MENDING)
    if pause is not None:
        await work.pauses.set(replace(pause, probe_at=work.now))


async def _pause_for(database: Database, failure: CallFailed, rules: Rules) -> bool:
    async with database.begin() as work:
        pause = pause_after(failure, work.now, rules)
        if pause is not None:
            await begin(work, pause)
    return pause is not None


async def _pause_while_used_up(database: Database, limit: RateLimit) -> None:
    async with database.begin() as work:
        await begin(work, limit_pause(timedelta(seconds=limit.pause_seconds), work.now))
