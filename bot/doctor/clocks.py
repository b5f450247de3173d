"""The clocks: look-ups compare our times with Flextell's, so they may not be far apart."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from telegram.error import NetworkError

from bot.doctor.findings import Finding, fine, unchecked, warning, wrong
from storage import StorageTrouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping
    from datetime import datetime

    from bot.clock import Clock
    from bot.doctor.patient import Patient

# Seconds. From the second on a look-up may miss the customer it looks for: `Rules.skew`.
NOTICEABLE, TOO_FAR = 30.0, 120.0

_TO_DO = "set the clock, and let it be kept right (`timedatectl set-ntp true`, or the host's way)"


async def clocks(patient: Patient) -> Finding:
    """Compare this machine's clock with Telegram's, Flextell's and the database's."""
    settings = patient.settings
    asked = {
        "Telegram": _served(patient, settings.telegram_api_url),
        "Flextell": _served(patient, settings.flextell_api_url),
        "the database": _stored(patient),
    }
    answers = await asyncio.gather(
        *(_ahead(each, patient.machine.clock) for each in asked.values())
    )
    ahead = {name: each for name, each in zip(asked, answers, strict=True) if each is not None}
    return _judged(ahead)


def _judged(ahead: Mapping[str, float]) -> Finding:
    """Judge by the two that are farthest apart; this machine is one of them, at 0."""
    if not ahead:
        return unchecked("nobody told the time")
    apart = max(0.0, *ahead.values()) - min(0.0, *ahead.values())
    seen = ", ".join(f"{name} is {_told(seconds)}" for name, seconds in ahead.items())
    if apart < NOTICEABLE:
        return fine(f"all tell the same time: {', '.join(('this machine', *ahead))}")
    if apart < TOO_FAR:
        return warning(f"beside this machine's clock {seen}", _TO_DO)
    return wrong(f"beside this machine's clock {seen}: customers may not be recognised", _TO_DO)


def _told(seconds: float) -> str:
    if abs(seconds) < NOTICEABLE:
        return "right"
    return f"{abs(seconds):,.0f} s {'ahead' if seconds > 0 else 'behind'}"


async def _ahead(answer: Awaitable[datetime | None], clock: Clock) -> float | None:
    """Return by how many seconds a clock is ahead of ours; None if it does not tell."""
    before = clock.now()
    told = await answer
    if told is None:
        return None
    return (told - (before + (clock.now() - before) / 2)).total_seconds()


async def _served(patient: Patient, url: str) -> datetime | None:
    """Return a server's time, whatever it answers otherwise: no token is needed for it."""
    try:
        return await patient.transport.time_at(url)
    except NetworkError:
        return None


async def _stored(patient: Patient) -> datetime | None:
    """Return the time of PostgreSQL; SQLite has no clock of its own."""
    if patient.database_file is not None:
        return None
    try:
        async with patient.database() as opened, opened.inspect() as inspection:
            return inspection.now
    except StorageTrouble:
        return None
