"""Flextell: whether a token is to be had, for how long, and whether it opens the tenant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, fine, unchecked, warning, wrong
from bot.tokens.sign_ins import needs_consent
from bot.wiring import credentials_of, flextell_client, lasting_token
from flextell import (
    CallFailed,
    ClientRejected,
    ConsentNeeded,
    LimitReached,
    Misconfigured,
    NotSent,
    TokenRejected,
)
from storage import SignIn, StorageTrouble, Unreadable

if TYPE_CHECKING:
    from datetime import datetime

    from bot.doctor.patient import Patient
    from flextell import Credentials

SHORTEST_SETTLING = 2.0

_SIGN_IN = "run `intake authorize`"
_NOBODY = wrong("nobody has signed in to Flextell", _SIGN_IN)
_TENANT = "see that FLEXTELL_TENANT is the tenant's number, and that the token may read customers"

# What each failure of the list call means to the one who runs the bot; the first that fits.
_MEANINGS: tuple[tuple[type[CallFailed], str, str], ...] = (
    (ConsentNeeded, "nobody has signed in, or has to sign in anew", _SIGN_IN),
    (ClientRejected, "Flextell does not know the application", "mend FLEXTELL_CLIENT_ID/_SECRET"),
    (
        TokenRejected,
        "Flextell does not take the token",
        f"mend FLEXTELL_ACCESS_TOKEN, or {_SIGN_IN}",
    ),
    (LimitReached, "too many calls are made just now", "try again later; nothing is lost"),
    (
        NotSent,
        "Flextell cannot be reached",
        "see FLEXTELL_API_URL, and the way out of this machine",
    ),
    (CallFailed, "Flextell gives no usable answer", "try again; see FLEXTELL_API_URL"),
)
# https://docs.flextell.ai, guides, error handling
_ELSEWHERE = ("FLEXTELL_API_URL leads elsewhere", "see that it ends as in docs/settings.md")
_STATUSES = {403: ("the tenant or the right to read customers is refused", _TENANT)}


async def token(patient: Patient) -> Finding:
    """Look where the token comes from and how long it lasts."""
    if lasting_token(patient.settings) is not None:
        return fine("FLEXTELL_ACCESS_TOKEN is set; how long it lasts, only Flextell knows")
    if not patient.has_database:
        return _NOBODY
    try:
        async with patient.database() as opened, opened.begin() as work:
            sign_in = await work.tokens.load(patient.settings.flextell_tenant)
            return _signed_in(sign_in, work.now)
    except Unreadable:
        return wrong("the tokens do not open with these ENCRYPTION_KEYS", _SIGN_IN)
    except StorageTrouble:
        return unchecked("the database that holds it cannot be used")


async def flextell(patient: Patient) -> Finding:
    """Make one harmless list call: address, token, tenant and the right to read."""
    lasting = lasting_token(patient.settings)
    if lasting is not None:
        return await _answer(patient, lasting)
    async with patient.database() as opened:
        return await _answer(patient, credentials_of(patient.settings, opened))


async def settling(patient: Patient) -> Finding:
    """Look whether a late customer has time to appear before he is created again."""
    minutes = patient.settings.settle_minutes
    if minutes < SHORTEST_SETTLING:
        return warning(
            f"SETTLE_MINUTES is {minutes:g}: a customer that appears later is created twice",
            "leave it at 15, unless this is a test",
        )
    return fine(f"a late customer has {minutes:g} minutes to appear")


async def _answer(patient: Patient, credentials: Credentials) -> Finding:
    try:
        await flextell_client(patient.settings, credentials).ping()
    except CallFailed as failure:
        return _meaning(failure)
    return fine(f"tenant {patient.settings.flextell_tenant} lets its customers be read")


def _signed_in(sign_in: SignIn | None, now: datetime) -> Finding:
    if sign_in is None:
        return _NOBODY
    if needs_consent(sign_in):
        return wrong("Flextell refreshes the token no more; what is confirmed waits", _SIGN_IN)
    if sign_in.expires_at is None:
        return fine("somebody has signed in; how long the token lasts, Flextell did not say")
    minutes = int((sign_in.expires_at - now).total_seconds() // 60)
    if minutes < 0:
        return fine("the token is over, and is refreshed when it is needed next")
    return fine(f"the token lasts for {minutes} minutes, and is refreshed before its end")


def _meaning(failure: CallFailed) -> Finding:
    if isinstance(failure, Misconfigured):
        seen, to_do = _STATUSES.get(failure.status, _ELSEWHERE)
    else:
        seen, to_do = next(said for kind, *said in _MEANINGS if isinstance(failure, kind))
    return wrong(f"{seen} ({failure})", to_do)
