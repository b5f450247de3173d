"""Where the client's bearer token comes from, and what is done when Flextell rejects it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Credentials(Protocol):
    """A source of tokens; either call may raise a CallFailed, and then nothing was created."""

    async def bearer(self) -> str:
        """Give the token to use now."""
        ...

    async def renew(self, rejected: str) -> str | None:
        """Give another token than the rejected one, or None if there is no other."""
        ...


@dataclass(frozen=True, slots=True)
class StaticToken:
    """One token from the settings: it is never renewed, and its repr does not show it."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not (self.token and self.token.isascii() and self.token.isprintable()):
            raise ValueError("a token is printable ASCII and not empty")

    async def bearer(self) -> str:
        """Give the one token."""
        return self.token

    async def renew(self, rejected: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Give None: there is no other token."""
        return None
