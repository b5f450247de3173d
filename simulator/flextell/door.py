"""Who is let in: bearer token, tenant and rate limit, with the headers every answer carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.flextell.answers import Bare, error, too_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from simulator.flextell.tokens import Tokens

WINDOW_SECONDS = 60


@dataclass(slots=True)
class RateLimit:
    """At most `limit` calls in a minute, counted from its first call."""

    limit: int
    clock: Callable[[], float]
    _left: int = 0
    _ends_at: float = 0.0

    def take(self) -> bool:
        """Count one call; say whether it is still allowed."""
        if self.clock() >= self._ends_at:
            self._left, self._ends_at = self.limit, self.clock() + WINDOW_SECONDS
        self._left -= 1
        return self._left >= 0

    def forget(self) -> None:
        """Start a new window."""
        self._ends_at = 0.0

    def headers(self) -> dict[str, str]:
        """Give the documented headers."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(max(0, self._left)),
            "X-RateLimit-Reset": str(int(self._ends_at)),
        }

    def wait_seconds(self) -> int:
        """How long until the window ends, at least a second."""
        return max(1, int(self._ends_at - self.clock()))


@dataclass(frozen=True, slots=True)
class Door:
    """The checks before every call of the API."""

    tokens: Tokens
    tenant: str
    rate_limit: RateLimit

    def refusal(self, request: Request) -> Response | None:
        """Give the answer to a call that is not let in, or None."""
        if not self.rate_limit.take():
            return too_many({"Retry-After": str(self.rate_limit.wait_seconds())})
        if not self.tokens.accept(request.headers.get("authorization", "")):
            return error(401, "unauthorized", "Unauthenticated.")
        if request.headers.get("x-tenant") != self.tenant:
            return error(403, "forbidden", "This token has no access to the tenant.")
        return None

    def label(self, response: Response) -> None:
        """Put the rate-limit headers on an answer that does not go without."""
        if not isinstance(response, Bare):
            response.headers.update(self.rate_limit.headers())
