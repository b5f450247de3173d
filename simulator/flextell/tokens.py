"""Which tokens are good: those of a sign-in live together, and die together.

A refresh token is good once. Used again it gives its thief away, and everything that came of its
sign-in is revoked (RFC 9700, section 4.14.2).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LIFETIME_SECONDS = 3600.0
CODE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Issued:
    """What one grant gives; `refresh` is None where the one that was sent stays good."""

    access: str
    refresh: str | None
    seconds: float


@dataclass(slots=True)
class Family:
    """The tokens of one sign-in: access tokens until when, and the one good refresh token."""

    refresh: str
    access: dict[str, float] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for: it is good once, soon, and for exactly these."""

    client_id: str
    redirect_uri: str
    good_until: float


@dataclass(slots=True)
class Tokens:
    """`fixed` is always good, and `<fixed>-refresh` begins a family of its own.

    `refreshes` and `reuses` count the refresh tokens that were taken, and those that came again.
    """

    fixed: str
    clock: Callable[[], float]
    refreshes: int = 0
    reuses: int = 0
    _families: list[Family] = field(default_factory=list)
    _codes: dict[str, Code] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start again with the fixed token and its refresh token."""
        self.refreshes = self.reuses = 0
        self._codes.clear()
        self._families = [Family(f"{self.fixed}-refresh")]

    def accept(self, authorization: str) -> bool:
        """Say whether the header carries a token that is good now."""
        scheme, _, token = authorization.partition(" ")
        good_until = max((each.access.get(token, 0.0) for each in self._families), default=0.0)
        return scheme.lower() == "bearer" and (token == self.fixed or good_until > self.clock())

    def code(self, client_id: str, redirect_uri: str) -> str:
        """Give a code, as for somebody who has just agreed."""
        code = secrets.token_urlsafe(24)
        self._codes[code] = Code(client_id, redirect_uri, self.clock() + CODE_SECONDS)
        return code

    def redeem(
        self, code: str, client_id: str, redirect_uri: str, seconds: float
    ) -> Issued | None:
        """Begin a family for a code; None if it is not good."""
        known = self._codes.pop(code, None)
        if known is None or known.good_until <= self.clock():
            return None
        if (known.client_id, known.redirect_uri) != (client_id, redirect_uri):
            return None
        family = Family(secrets.token_urlsafe(24))
        self._families.append(family)
        return Issued(self._access(family, seconds), family.refresh, seconds)

    def rotate(self, refresh: str, seconds: float, *, forgives: bool = False) -> Issued | None:
        """Give new tokens for a refresh token, which is used up; None if it is not good.

        One that was used before revokes its family, unless it is forgiven.
        """
        family = self._family_of(refresh)
        if family is None or not self._may_be_used(family, refresh, forgives=forgives):
            return None
        self.refreshes += 1
        family.used.add(family.refresh)
        family.refresh = secrets.token_urlsafe(24)
        return Issued(self._access(family, seconds), family.refresh, seconds)

    def renew(self, refresh: str, seconds: float) -> Issued | None:
        """Give a new access token for a refresh token that stays good; None if it is not."""
        family = self._family_of(refresh)
        if family is None or not self._may_be_used(family, refresh, forgives=False):
            return None
        self.refreshes += 1
        return Issued(self._access(family, seconds), None, seconds)

    def expire(self) -> None:
        """End every access token but the fixed one now."""
        for family in self._families:
            family.access.clear()

    def revoke(self) -> None:
        """End every sign-in, as somebody does who takes the consent back."""
        self._families.clear()

    def _family_of(self, refresh: str) -> Family | None:
        known = (each for each in self._families if refresh in {each.refresh, *each.used})
        return next(known, None)

    def _may_be_used(self, family: Family, refresh: str, *, forgives: bool) -> bool:
        if refresh == family.refresh:
            return True
        self.reuses += 1
        if not forgives:
            self._families.remove(family)
        return forgives

    def _access(self, family: Family, seconds: float) -> str:
        access = secrets.token_urlsafe(24)
        family.access[access] = self.clock() + seconds
        return access
