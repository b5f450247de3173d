"""How a call can end other than as asked, sorted by what to do next.

Texts carry a class, a status and names of ours; never a body, a token or what somebody answered.
"""

from __future__ import annotations


class CallFailed(Exception):  # noqa: N818 - the endings below are named by what to do next
    """The call did not end as asked; the subclass says what to do."""


class NotSent(CallFailed):
    """Surely nothing left this machine (refused, no such host, no connection): repeat later."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"not sent: {reason}")
        self.reason = reason


class Unknown(CallFailed):
    """The call may or may not have taken effect: look up before anything else.

    Every 5xx, 408, 425, time-outs, broken connections, and any status not sorted elsewhere.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(f"unknown: {reason}")
        self.reason = reason


class CreatedWithoutID(CallFailed):
    """A 2xx whose id could not be read: created, so look the id up and never repeat."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status} without a readable id")
        self.status = status


class FieldsRefused(CallFailed):
    """A 400 or 422 that names fields: ask again, or correct the settings.

    `fields` are keys of questions, `settings_fields` are Flextell's names of what the operator
    has set; at least one of them is not empty.
    """

    def __init__(
        self, status: int, fields: tuple[str, ...], settings_fields: tuple[str, ...]
    ) -> None:
        super().__init__(f"HTTP {status} refuses {', '.join(fields + settings_fields)}")
        self.status = status
        self.fields = fields
        self.settings_fields = settings_fields


class Refused(CallFailed):
    """A 400 or 422 that names no field of ours: not created, a person has to look."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status} without a field of ours")
        self.status = status


class Conflict(CallFailed):
    """A 409: it probably exists already; look it up, never force it."""

    def __init__(self) -> None:
        super().__init__("HTTP 409")


class LimitReached(CallFailed):
    """A 429: not created; repeat after `wait_seconds`, or after a pause of one's own if None."""

    def __init__(self, wait_seconds: float | None) -> None:
        super().__init__("HTTP 429")
        self.wait_seconds = wait_seconds


class TokenRejected(CallFailed):
    """A 401 that a renewed token did not cure, or no token to send: not created, repeat later.

    The subclasses say more, where the token endpoint did.
    """

    def __init__(self, text: str = "HTTP 401") -> None:
        super().__init__(text)


class GrantRejected(TokenRejected):
    """The token endpoint does not take this code or refresh token: try another, or sign in."""

    def __init__(self) -> None:
        super().__init__("the token endpoint rejects the grant")


class ClientRejected(TokenRejected):
    """The token endpoint does not serve this client: the operator mends the settings."""

    def __init__(self, status: int) -> None:
        super().__init__(f"the token endpoint rejects the client with HTTP {status}")
        self.status = status


class ConsentNeeded(TokenRejected):
    """No token is to be had until a person signs in at Flextell anew."""

    def __init__(self) -> None:
        super().__init__("a person has to sign in at Flextell")


class Misconfigured(CallFailed):
    """A status that only the operator can cure (address, tenant, scope): not created."""

    def __init__(self, status: int) -> None:
        super().__init__(f"HTTP {status} points to the configuration")
        self.status = status
