"""Where the client's bearer token comes from, and what is done when Flextell rejects it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable


class Credentials(Protocol):
    """A source of tokens; either call may raise a CallFailed, and then nothing was created."""

    async def bearer(self) -> str:
        """Give the token to use now."""
        ...

    async def renew(self, rejected: str) -> str | None:
        """Give another token than the rejected one, or None if there is no other."""
        ...

    async def settle(self, seconds: float) -> None:
        """Let what is under way come to its end before the process does, for at most so long."""
        ...


def sendable(text: str, what: str) -> str:
    """Return what a request's head can hold; raise a ValueError that does not repeat the rest."""
    if not (text and text.isascii() and text.isprintable()):
        raise ValueError(f"{what} is printable ASCII and not empty")
    return text


@dataclass(frozen=True, slots=True)
class StaticToken:
    """One token from the settings: it is never renewed, and its repr does not show it."""

    token: str = field(repr=False)

    def __post_init__(self) -> None:
        sendable(self.token, "a token")

    async def bearer(self) -> str:
        """Give the one token."""
        return self.token

    async def renew(self, rejected: str) -> str | None:  # noqa: ARG002 - the protocol's signature
        """Give None: there is no other token."""
        return None

    async def settle(self, seconds: float) -> None:
        """Have nothing under way."""


@dataclass(frozen=True, slots=True)
class Access:
    """An access token, and for how many seconds it is good.

    After `use_seconds` another one should be asked for, after `good_seconds` it has to be; None is
    as long as Flextell takes it.
    """

    token: str = field(repr=False)
    use_seconds: float | None = None
    good_seconds: float | None = None


class TokenSource(Protocol):
    """Where access tokens are kept and refreshed, for this process and all others."""

    async def fresh(self, rejected: str | None) -> Access:
        """Give a token other than the rejected one, refreshed if need be.

        Raises a CallFailed that says that nothing was created.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Held:
    """An access token with its times on our clock."""

    token: str = field(repr=False)
    use_until: float
    good_until: float


class RefreshingToken:
    """Tokens that are refreshed before they expire, and when one is rejected.

    Whoever asks meanwhile joins the one request that is under way. It goes on when those who
    wait are gone: an answer nobody takes would be a refresh token lost.
    `clock` gives seconds that never run backwards.
    """

    def __init__(
        self, source: TokenSource, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._source = source
        self._clock = clock
        self._held: _Held | None = None
        self._under_way: asyncio.Task[str] | None = None

    async def bearer(self) -> str:
        """Give the token to use now; near its end it is refreshed while it is still used."""
        held = self._held
        if held is None or self._clock() >= held.good_until:
            return await self._fresh(None)
        if self._clock() >= held.use_until:
            self._asking(None)
        return held.token

    async def renew(self, rejected: str) -> str:
        """Give another token than the rejected one."""
        held = self._held
        if held is not None and held.token != rejected:
            return await self.bearer()
        return await self._fresh(rejected)

    async def settle(self, seconds: float) -> None:
        """Let a refresh that is under way come to its end, for at most so long."""
        if self._under_way is not None:
            await asyncio.wait([self._under_way], timeout=seconds)

    async def _fresh(self, rejected: str | None) -> str:
        """Return another token than the rejected one, which a request under way may still give."""
        token = rejected
        while token is None or token == rejected:
            token = await asyncio.shield(self._asking(rejected))
        return token

    def _asking(self, rejected: str | None) -> asyncio.Task[str]:
        """Return the request that is under way, or begin it."""
        if self._under_way is None:
            self._under_way = asyncio.get_running_loop().create_task(self._ask(rejected))
            self._under_way.add_done_callback(self._ended)
        return self._under_way

    async def _ask(self, rejected: str | None) -> str:
        access = await self._source.fresh(rejected)
        now = self._clock()
        self._held = _Held(
            access.token, _after(now, access.use_seconds), _after(now, access.good_seconds)
        )
        return access.token

    def _ended(self, task: asyncio.Task[str]) -> None:
        self._under_way = None
        if not task.cancelled():
            task.exception()  # Those who waited have it; without any, nobody misses it.


def _after(now: float, seconds: float | None) -> float:
    return float("inf") if seconds is None else now + seconds
