"""Telegram: whether it knows the bot, and whether updates come to this installation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram.error import Forbidden, InvalidToken, TelegramError

from bot.doctor.findings import Finding, fine, warning, wrong
from bot.telegram.inbound import ALLOWED_UPDATES
from bot.web.webhook import WEBHOOK_PATH

if TYPE_CHECKING:
    from telegram import WebhookInfo

    from bot.doctor.patient import Patient

# An error as young as this, with updates waiting, is going on now.
GOING_ON = timedelta(minutes=15)
RECENT = timedelta(days=1)
MANY = 100
LONGEST_WORDS = 120

_RESTART = "restart `intake web`, which registers it, and read its log"

# What to do about Telegram's own words for a webhook that failed; the first that fits.
_ADVICE = (
    ("403", "restart `intake web`: its secret is not the one that was registered"),
    ("503", "the bot could not keep the updates: see the database's lines here"),
    ("404", "see that PUBLIC_URL leads to `intake web`, and not to something else"),
    ("certificate", "mend the certificate of PUBLIC_URL, its chain too"),
    ("SSL", "mend the certificate of PUBLIC_URL, its chain too"),
    ("", "see that `intake web` runs, and that PUBLIC_URL reaches it from outside"),
)


async def telegram(patient: Patient) -> Finding:
    """Look whether Telegram answers and knows the token."""
    try:
        me = await patient.bot.get_me()
    except (InvalidToken, Forbidden):
        return wrong(
            "Telegram does not know TELEGRAM_TOKEN",
            "copy it anew from @BotFather; if TELEGRAM_API_URL is set, see that it is right",
        )
    except TelegramError as error:
        return wrong(
            f"no usable answer from TELEGRAM_API_URL: {type(error).__name__}",
            "see that this machine reaches it, and that the address is right; try again",
        )
    return fine(f"the bot is @{me.username}")


async def webhook(patient: Patient) -> Finding:
    """Look where Telegram sends the updates, and how that goes."""
    try:
        info = await patient.bot.get_webhook_info()
    except TelegramError as error:
        return wrong(f"Telegram did not tell it: {type(error).__name__}", "try again")
    public_url = patient.settings.public_url
    if public_url is None:
        return _without_webhook(info)
    if info.url != f"{public_url.rstrip('/')}{WEBHOOK_PATH}":
        return _elsewhere(info)
    return _delivery(info, patient.machine.clock.now())


def _without_webhook(info: WebhookInfo) -> Finding:
    if info.url:
        return wrong(
            f"without PUBLIC_URL updates are fetched, but Telegram sends them to {_host(info)}",
            "restart `intake poll`, which removes the webhook; or set PUBLIC_URL, and run"
            " `intake web`; or find out who else uses this token",
        )
    return fine(f"none is set, so that `intake poll` can fetch; {_waiting(info)}")


def _elsewhere(info: WebhookInfo) -> Finding:
    if not info.url:
        return wrong("none is set, so Telegram sends nothing to PUBLIC_URL", _RESTART)
    return wrong(
        f"Telegram sends the updates to {_host(info)}, not to {WEBHOOK_PATH} at PUBLIC_URL",
        f"{_RESTART}; if it changes back, somebody else uses this token",
    )


def _delivery(info: WebhookInfo, now: datetime) -> Finding:
    """Judge how sending to us goes; an error stays on record until there is another one."""
    age = now - info.last_error_date if info.last_error_date else None
    if age is not None and age < RECENT:
        seen = f"{_waiting(info)}; the last error was {_ago(age)}: {_words(info)}"
        is_going_on = age < GOING_ON and info.pending_update_count > 0
        return (wrong if is_going_on else warning)(seen, _advice(info))
    missing = set(ALLOWED_UPDATES) - set(info.allowed_updates or ALLOWED_UPDATES)
    if missing:
        return warning(f"Telegram leaves out {', '.join(sorted(missing))}", _RESTART)
    if info.pending_update_count >= MANY:
        return warning(_waiting(info), "see that `intake web` runs, and how busy it is")
    return fine(f"updates come to PUBLIC_URL; {_waiting(info)}")


def _waiting(info: WebhookInfo) -> str:
    return f"{info.pending_update_count:,} updates wait"


def _host(info: WebhookInfo) -> str:
    """Return the host alone: some bots have a secret in the path."""
    return urlsplit(info.url).hostname or "somewhere else"


def _words(info: WebhookInfo) -> str:
    """Return Telegram's words for the error, in one line."""
    return " ".join((info.last_error_message or "it does not say what").split())[:LONGEST_WORDS]


def _advice(info: WebhookInfo) -> str:
    return next(advice for part, advice in _ADVICE if part in _words(info))


def _ago(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    return f"{minutes} min ago" if minutes < 120 else f"{minutes // 60} h ago"  # noqa: PLR2004 - two hours
