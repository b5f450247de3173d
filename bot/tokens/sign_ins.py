"""What a sign-in is worth now, and what becomes of it: pure functions of a row and a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from flextell import Access
from storage import SignIn

if TYPE_CHECKING:
    from datetime import datetime

    from flextell import Granted

# So long before its end a token is refreshed, or at half its life where that is shorter.
EARLY = timedelta(seconds=60)


def first_sign_in(tenant: str, granted: Granted, now: datetime) -> SignIn | None:
    """Return what a code has brought at `now`; None without a refresh token.

    Such a sign-in would be over within the hour.
    """
    if granted.refresh is None:
        return None
    return SignIn(tenant, granted.access, granted.refresh, now, _end(granted, now))


def refreshed(before: SignIn, used: str, granted: Granted, now: datetime) -> SignIn:
    """Return what refreshing with the token `used` has made of a sign-in.

    `now` is a time before the request was made, so that no token is believed in for too long.
    """
    rotated = granted.refresh is not None and granted.refresh != used
    return replace(
        before,
        access=granted.access,
        refresh=granted.refresh or used,
        previous_refresh=used if rotated else before.previous_refresh,
        granted_at=now,
        expires_at=_end(granted, now),
        lease_until=None,
        needs_consent_since=None,
    )


def access_of(sign_in: SignIn | None, rejected: str | None, now: datetime) -> Access | None:
    """Return the access token with its times; None if it is over, rejected, or not there.

    It is due to be refreshed once `use_seconds` is 0.
    """
    if sign_in is None or sign_in.access == rejected:
        return None
    if sign_in.expires_at is None:
        return Access(sign_in.access)
    left = sign_in.expires_at - now
    if left <= timedelta(0):
        return None
    early = min(EARLY, (sign_in.expires_at - sign_in.granted_at) / 2)
    use = max(left - early, timedelta(0))
    return Access(sign_in.access, use.total_seconds(), left.total_seconds())


def is_due(access: Access | None) -> bool:
    """Tell whether to refresh now."""
    return access is None or access.use_seconds == 0


def needs_consent(sign_in: SignIn | None) -> bool:
    """Tell whether nothing goes on until a person signs in, for the first time or again."""
    return sign_in is None or sign_in.needs_consent_since is not None


def _end(granted: Granted, now: datetime) -> datetime | None:
    if granted.lasts_seconds is None:
        return None
    return now + timedelta(seconds=granted.lasts_seconds)
