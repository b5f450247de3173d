"""What a sign-in is worth at a time, and what a refresh makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.tokens.sign_ins import access_of, first_sign_in, is_due, needs_consent, refreshed
from flextell import Access, Granted
from storage import SignIn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ROW = SignIn("42", "access", "refresh", NOW, NOW + HOUR, previous_refresh="before", version=7)


def after(seconds: float) -> datetime:
    """Return a time after the row was written."""
    return NOW + timedelta(seconds=seconds)


def test_a_code_begins_a_sign_in() -> None:
    """It lasts as long as the answer says."""
    made = first_sign_in("42", Granted("access", "refresh", 3600), NOW)
    assert made == SignIn("42", "access", "refresh", NOW, NOW + HOUR)
    assert first_sign_in("42", Granted("access", "refresh"), NOW) == replace(made, expires_at=None)


def test_a_sign_in_without_a_refresh_token_is_none() -> None:
    """Nobody would be there when it is over."""
    assert first_sign_in("42", Granted("access", None, 3600), NOW) is None


def test_a_refresh_remembers_the_token_before() -> None:
    """The lease and the need of consent end with it."""
    held = replace(ROW, lease_until=NOW, needs_consent_since=NOW)
    new = refreshed(held, "refresh", Granted("new access", "new refresh", 60), after(10))
    assert new == SignIn("42", "new access", "new refresh", after(10), after(70), "refresh", 7)


@pytest.mark.parametrize("said", [None, "refresh"])
def test_a_refresh_token_that_stays_is_kept(said: str | None) -> None:
    """So is the one before it; Flextell need not say when the access token ends."""
    new = refreshed(ROW, "refresh", Granted("new access", said), after(10))
    assert new == SignIn("42", "new access", "refresh", after(10), None, "before", 7)


@pytest.mark.parametrize(
    ("seconds", "access"),
    [
        (0, Access("access", 3540, 3600)),
        (3539, Access("access", 1, 61)),
        (3540, Access("access", 0, 60)),
        (3599, Access("access", 0, 1)),
        (3600, None),
        (9999, None),
    ],
)
def test_a_token_is_due_a_minute_before_its_end(seconds: float, access: Access | None) -> None:
    """From then on it is good, but refreshed; at its end it is not sent any more."""
    assert access_of(ROW, None, after(seconds)) == access
    assert is_due(access) == (seconds >= 3540)


def test_a_short_lived_token_is_due_at_half_its_life() -> None:
    """A minute before its end it was not there yet."""
    short = replace(ROW, expires_at=after(10))
    assert access_of(short, None, after(4)) == Access("access", 1, 6)
    assert is_due(access_of(short, None, after(5)))


def test_a_token_without_an_end_is_never_due() -> None:
    """It is used until it is rejected."""
    endless = replace(ROW, expires_at=None)
    assert access_of(endless, None, after(1e9)) == Access("access")
    assert not is_due(Access("access"))
    assert access_of(endless, "access", NOW) is None


def test_without_a_sign_in_there_is_no_token() -> None:
    """A person is needed, as when the refresh token is dead."""
    assert access_of(None, None, NOW) is None
    assert needs_consent(None)
    assert needs_consent(replace(ROW, needs_consent_since=NOW))
    assert not needs_consent(ROW)
