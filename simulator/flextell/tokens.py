"""The token endpoint, and which bearer tokens are good.

Grants: RFC 6749, sections 4.1.3 and 6; refresh tokens rotate, each is good once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Callable

LIFETIME_SECONDS = 3600


@dataclass(slots=True)
class Tokens:
    """`fixed` is always good, `<fixed>-refresh` refreshes it once, any code is good once."""

    fixed: str
    clock: Callable[[], float]
    _access: dict[str, float] = field(default_factory=dict)
    _refresh: set[str] = field(default_factory=set)
    _codes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Start again with the fixed token and its refresh token."""
        self._access.clear()
        self._codes.clear()
        self._refresh = {f"{self.fixed}-refresh"}

    def accept(self, authorization: str) -> bool:
        """Say whether the header carries a token that is good now."""
        scheme, _, token = authorization.partition(" ")
        good = token == self.fixed or self._access.get(token, 0.0) > self.clock()
        return scheme.lower() == "bearer" and good

    def grant(self, form: bytes) -> JSONResponse:
        """Answer a form-encoded token request."""
        asked = dict(parse_qsl(form.decode(errors="replace")))
        if not (asked.get("client_id") and asked.get("client_secret")):
            return _refusal("invalid_client", 401)
        match asked.get("grant_type"):
            case "authorization_code":
                return self._issue() if self._redeem(asked.get("code")) else _refusal()
            case "refresh_token":
                return self._issue() if self._rotate(asked.get("refresh_token")) else _refusal()
            case _:
                return _refusal("unsupported_grant_type")

    def _redeem(self, code: str | None) -> bool:
        if not code or code in self._codes:
            return False
        self._codes.add(code)
        return True

    def _rotate(self, refresh: str | None) -> bool:
        if refresh not in self._refresh:
            return False
        self._refresh.remove(refresh)
        return True

    def _issue(self) -> JSONResponse:
        access, refresh = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self._access[access] = self.clock() + LIFETIME_SECONDS
        self._refresh.add(refresh)
        return JSONResponse(
            {
                "access_token": access,
                "token_type": "Bearer",
                "expires_in": LIFETIME_SECONDS,
                "refresh_token": refresh,
            }
        )


def _refusal(error: str = "invalid_grant", status: int = 400) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": "The grant is not good."}, status)
