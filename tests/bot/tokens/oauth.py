"""The stage's token endpoint without a network, and a house's tokens that are refreshed there."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import httpx

from bot.tokens.keeping import KeptTokens, Pace
from bot.tokens.signing_in import keep_sign_in
from flextell import RefreshingToken, TokenEndpoint
from simulator.flextell.faults import Faults, Setting
from simulator.flextell.granting import grant
from simulator.flextell.tokens import Tokens
from simulator.flextell.wire import Reset

if TYPE_CHECKING:
    from flextell import Granted
    from storage import Database, SignIn

TENANT = "42"
REDIRECT = "http://127.0.0.1:8765/callback"
QUICK = Pace(lease=5, retry=0.3, look=0.01, patience=2)


@dataclass(slots=True)
class OAuth(httpx.AsyncBaseTransport):
    """The endpoint: it answers after `seconds`; `sent` are the refresh tokens it was sent."""

    tokens: Tokens = field(default_factory=lambda: Tokens("fixed", time.time))
    faults: Faults = field(default_factory=Faults)
    seconds: float = 0.0
    sent: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer as the stage does."""
        self.sent += parse_qs(request.content.decode()).get("refresh_token", [])
        await asyncio.sleep(self.seconds)
        response = grant(self.tokens, self.faults, request.content)
        if isinstance(response, Reset):
            raise httpx.ReadError("made up")
        return httpx.Response(response.status_code, content=bytes(response.body))

    def meets(self, fault: str, times: int | None = None, seconds: float | None = None) -> None:
        """Set what goes wrong."""
        self.faults.settings.token = Setting(fault=fault, times=times, seconds=seconds)

    def endpoint(self) -> TokenEndpoint:
        """Build a client of it."""
        return TokenEndpoint(
            "https://flextell.example/oauth/token", "client", "secret", transport=self
        )

    async def granted(self) -> Granted:
        """Sign in as somebody who agrees at once."""
        return await self.endpoint().redeem(self.tokens.code("client", REDIRECT), REDIRECT)

    def lets_in(self, token: str) -> bool:
        """Tell whether a token is good at Flextell."""
        return self.tokens.accept(f"Bearer {token}")


@dataclass(slots=True)
class House:
    """What one process has of it: the database, and the credentials of its client."""

    database: Database
    oauth: OAuth
    pace: Pace = QUICK
    kept: KeptTokens = field(init=False)
    credentials: RefreshingToken = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Begin anew, with nothing remembered but what is in the database."""
        self.kept = KeptTokens(self.database, TENANT, self.oauth.endpoint(), self.pace)
        self.credentials = RefreshingToken(self.kept)

    async def sign_in(self) -> SignIn:
        """Sign in, and return the row."""
        assert await keep_sign_in(self.database, TENANT, await self.oauth.granted())
        return await self.row()

    async def row(self) -> SignIn:
        """Return the sign-in as it stands."""
        async with self.database.begin() as work:
            found = await work.tokens.load(TENANT)
        assert found is not None
        return found

    async def is_aged(self, seconds: float) -> SignIn:
        """Have so many seconds gone by since the row was written."""
        row = await self.row()
        age = timedelta(seconds=seconds)
        assert row.expires_at is not None
        aged = replace(row, granted_at=row.granted_at - age, expires_at=row.expires_at - age)
        async with self.database.begin() as work:
            await work.tokens.keep(aged)
        return await self.row()
