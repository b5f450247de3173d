"""Real processes share one sign-in: an expiry is one refresh, a kill costs a consent at most."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.settings import SignInSettings, load_settings
from bot.tokens.signing_in import keep_sign_in
from bot.wiring import token_endpoint
from storage import Database
from tests.bot.commands.authorizing import company
from tests.bot.tokens.processes import processes
from tests.simulator.flextell.served import TENANT, Stage, raised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage import SignIn

REDIRECT = "http://127.0.0.1:8765/callback"
PROCESSES, CALLS, EXPIRIES = 10, 3, 50


@pytest.fixture(scope="module")
def served() -> Iterator[Stage]:
    """Serve a stand-in that counts, and allows any number of calls."""
    with raised("uvloop", "httptools", calls=1_000_000) as stage:
        yield stage


class Company:
    """A company at the stand-in, with a database of its own."""

    def __init__(self, stage: Stage, database_url: str) -> None:
        self.stage = stage
        self.environment = company(stage, database_url).environment
        self._settings = load_settings(SignInSettings, environment=self.environment, env_file=None)

    def sign_in(self) -> SignIn:
        """Agree at once, and return the row."""
        return asyncio.run(self._signed_in(anew=True))

    def row(self) -> SignIn:
        """Return the row as it stands."""
        return asyncio.run(self._signed_in(anew=False))

    def expire(self) -> None:
        """End every access token now."""
        self.stage.http.post("/stage/flextell/tokens/expire").raise_for_status()

    def counted(self) -> tuple[int, int]:
        """Return how many refreshes there were, and how many with a used token."""
        counted = self.stage.http.get("/stage/flextell/tokens").json()
        return counted["refreshes"], counted["reuses"]

    async def _signed_in(self, *, anew: bool) -> SignIn:
        settings = self._settings
        database = Database(settings.database_url.get_secret_value(), settings.keyring)
        try:
            if anew:
                code = self.stage.flextell.tokens.code("client", REDIRECT)
                granted = await token_endpoint(settings).redeem(code, REDIRECT)
                assert await keep_sign_in(database, TENANT, granted)
            async with database.begin() as work:
                row = await work.tokens.load(TENANT)
        finally:
            await database.close()
        assert row is not None
        return row


def at(stage: Stage, database_url: str) -> Company:
    """Return a company at the stand-in, where nobody has signed in yet."""
    stage.flextell.reset()
    return Company(stage, database_url)


def test_fifty_expiries_are_fifty_refreshes(served: Stage, postgres_url: str) -> None:
    """Ten processes with three calls each are rejected at once, fifty times over.

    The endpoint revokes everything when a refresh token comes twice; none does, and every call
    ends well.
    """
    ours = at(served, postgres_url)
    ours.sign_in()
    with processes(PROCESSES, ours.environment) as team:
        for _ in range(EXPIRIES):
            ours.expire()
            for process in team:
                process.tell(CALLS)
            assert [process.outcomes() for process in team] == [["ok"] * CALLS] * PROCESSES
    assert ours.counted() == (EXPIRIES, 0)
    assert ours.row().version == 1 + EXPIRIES


def test_a_kill_after_the_answer_needs_a_person_where_reuse_revokes(
    served: Stage, database_url: str
) -> None:
    """SIGKILL between the endpoint's answer and the commit: the used token comes once more.

    Everything is revoked then; the need is noted, and a new sign-in ends it.
    """
    ours = at(served, database_url)
    before = ours.sign_in()
    ours.expire()
    with processes(1, ours.environment, fatal=True) as (victim,):
        victim.tell(1)
        assert victim.exit_code() == -9
    held = ours.row()
    assert (held.access, held.refresh, held.version) == (before.access, before.refresh, 1)
    assert held.lease_until is not None
    with processes(2, ours.environment) as team:
        for process in team:
            process.tell(1)
        assert [process.outcomes() for process in team] == [["ConsentNeeded"]] * 2
        assert ours.counted() == (1, 1)
        assert ours.row().needs_consent_since is not None
        ours.sign_in()
        for process in team:
            process.tell(1)
        assert [process.outcomes() for process in team] == [["ok"]] * 2


def test_a_kill_after_the_answer_costs_nothing_where_reuse_is_forgiven(
    served: Stage, database_url: str
) -> None:
    """The lease runs out, another process refreshes with the same token, and all goes on."""
    ours = at(served, database_url)
    ours.sign_in()
    ours.expire()
    with processes(1, ours.environment, fatal=True) as (victim,):
        victim.tell(1)
        assert victim.exit_code() == -9
    ours.stage.spoil("token", "forgives_reuse")
    with processes(2, ours.environment) as team:
        for process in team:
            process.tell(CALLS)
        assert [process.outcomes() for process in team] == [["ok"] * CALLS] * 2
    assert ours.counted() == (2, 1)
