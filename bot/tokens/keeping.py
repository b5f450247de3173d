"""One refresh per expiry, however many processes there are: the row in the database decides.

Whoever claims the row asks the token endpoint, outside of any transaction, and writes what it
gave before anybody uses it. Everybody else goes on with the old token while it is good, and
looks at the row until there is a new one.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot import metrics
from bot.tokens.sign_ins import access_of, is_due, needs_consent, refreshed
from bot.unbroken import unbroken
from flextell import (
    Access,
    CallFailed,
    ConsentNeeded,
    GrantRejected,
    LimitReached,
    NotSent,
    TokenRejected,
)
from storage import DatabaseTrouble, StorageTrouble

if TYPE_CHECKING:
    from datetime import datetime

    from flextell import Granted, TokenEndpoint
    from storage import Database, SignIn

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a refresh is one process's own, and how often others look, in seconds.

    `lease` has room for two requests and for a database that is away for a while: whoever tries
    again too soon would use a refresh token twice. `retry` is the rest after one that failed.
    """

    lease: float = 60.0
    retry: float = 5.0
    look: float = 0.1
    patience: float = 25.0


@dataclass(frozen=True, slots=True)
class Claim:
    """A sign-in whose refresh is ours, and the database's time when it became so."""

    sign_in: SignIn
    at: datetime


class KeptTokens:
    """The tokens of one tenant: the source behind `RefreshingToken`."""

    def __init__(
        self, database: Database, tenant: str, endpoint: TokenEndpoint, pace: Pace | None = None
    ) -> None:
        self._database = database
        self._tenant = tenant
        self._endpoint = endpoint
        self._pace = pace or Pace()

    async def fresh(self, rejected: str | None) -> Access:
        """Give a token other than the rejected one, refreshed if need be.

        Raises ConsentNeeded, ClientRejected, LimitReached, or NotSent for all that passes.
        """
        try:
            return await self._awaited(rejected)
        except StorageTrouble as trouble:
            raise NotSent(type(trouble).__name__) from None

    async def _awaited(self, rejected: str | None) -> Access:
        clock = asyncio.get_running_loop().time
        patient_until = clock() + self._pace.patience
        while clock() < patient_until:
            seen = await unbroken(self._look(rejected))
            if isinstance(seen, Claim):
                seen = await self._refreshed(seen, rejected)
            if seen is not None:
                return seen
            await asyncio.sleep(self._pace.look)
        raise NotSent("another process refreshes the token")

    async def _look(self, rejected: str | None) -> Access | Claim | None:
        """Return a token that is good, or the claim to refresh it; None to look again."""
        async with self._database.begin() as work:
            sign_in = await work.tokens.load(self._tenant)
            access = access_of(sign_in, rejected, work.now)
            if not is_due(access):
                return access
            if sign_in is None or needs_consent(sign_in):
                raise ConsentNeeded
            if sign_in.lease_until is None or sign_in.lease_until <= work.now:
                until = work.now + timedelta(seconds=self._pace.lease)
                claimed = await work.tokens.claim(sign_in, until)
                if claimed is not None:
                    return Claim(claimed, work.now)
            return access and replace(access, use_seconds=self._pace.look)

    async def _refreshed(self, claim: Claim, rejected: str | None) -> Access | None:
        """Return the new token once it is kept; None if somebody was quicker after all."""
        try:
            new = await self._exchanged(claim)
        except CallFailed as failure:
            metrics.TOKEN_REFRESHES.labels(outcome=type(failure).__name__).inc()
            return await self._failed(claim, failure, rejected)
        metrics.TOKEN_REFRESHES.labels(outcome="Granted").inc()
        return access_of(new, rejected, claim.at) if await self._kept(new) else None

    async def _exchanged(self, claim: Claim) -> SignIn:
        """Refresh; where the token is dead, try the one before it, once."""
        sign_in = claim.sign_in
        try:
            return await self._used(claim, sign_in.refresh)
        except GrantRejected:
            if sign_in.previous_refresh is None or await unbroken(self._is_overtaken(sign_in)):
                raise
        return await self._used(claim, sign_in.previous_refresh)

    async def _used(self, claim: Claim, refresh: str) -> SignIn:
        granted: Granted = await self._endpoint.refresh(refresh)
        return refreshed(claim.sign_in, refresh, granted, claim.at)

    async def _is_overtaken(self, sign_in: SignIn) -> bool:
        async with self._database.begin() as work:
            there = await work.tokens.load(self._tenant)
        return there is None or there.version != sign_in.version

    async def _kept(self, new: SignIn) -> bool:
        """Keep the new tokens, however long the database stays away: nobody else has them."""
        wait = 0.05
        while True:
            try:
                return await unbroken(self._keep(new))
            except DatabaseTrouble as trouble:
                LOG.warning("new tokens wait for the database", error=type(trouble).__name__)
            await asyncio.sleep(wait)
            wait = min(wait * 2, self._pace.retry)

    async def _keep(self, new: SignIn) -> bool:
        async with self._database.begin() as work:
            return await work.tokens.keep(new)

    async def _failed(
        self, claim: Claim, failure: CallFailed, rejected: str | None
    ) -> Access | None:
        """Note why nothing came of it; return the old token if that is good still."""
        if isinstance(failure, GrantRejected):
            if await unbroken(self._give_up(claim.sign_in)):
                LOG.error("flextell needs consent", outcome=type(failure).__name__)
            return None  # The next look finds the need noted, or what somebody else has kept.
        LOG.warning("token not refreshed", outcome=type(failure).__name__)
        access = await unbroken(self._put_off(claim.sign_in, self._rest(failure), rejected))
        if access is None:
            raise (
                failure if isinstance(failure, LimitReached | TokenRejected) else NotSent("token")
            )
        return access

    def _rest(self, failure: CallFailed) -> float:
        named = failure.wait_seconds if isinstance(failure, LimitReached) else None
        return self._pace.retry if named is None else named

    async def _give_up(self, sign_in: SignIn) -> bool:
        async with self._database.begin() as work:
            return await work.tokens.give_up(sign_in)

    async def _put_off(
        self, claimed: SignIn, seconds: float, rejected: str | None
    ) -> Access | None:
        async with self._database.begin() as work:
            await work.tokens.release(claimed, work.now + timedelta(seconds=seconds))
            access = access_of(claimed, rejected, work.now)
        return access and replace(access, use_seconds=seconds)
