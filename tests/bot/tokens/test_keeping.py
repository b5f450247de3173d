"""Tokens are refreshed once per expiry, kept before they are used, and given up last of all."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.tokens.keeping import KeptTokens, Pace
from flextell import CallFailed, ClientRejected, ConsentNeeded, LimitReached, NotSent
from storage import Database, Keyring, new_keys
from tests.bot.tokens.oauth import QUICK, TENANT, House, OAuth

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from storage import SignIn

    Logged = list[MutableMapping[str, Any]]


async def failure(house: House, rejected: str | None = None) -> CallFailed:
    """Ask for a token, and give what that fails with."""
    with pytest.raises(CallFailed) as caught:
        await house.kept.fresh(rejected)
    return caught.value


def errors(logged: Logged) -> list[str]:
    """Return the events of level error."""
    return [each["event"] for each in logged if each["log_level"] == "error"]


async def test_a_sign_in_is_used_until_it_is_due(house: House, oauth: OAuth) -> None:
    """Every call has the same token, and the endpoint is left alone."""
    row = await house.sign_in()
    assert [await house.credentials.bearer() for _ in range(3)] == [row.access] * 3
    house.begin()
    assert await house.credentials.bearer() == row.access
    assert oauth.sent == []


async def test_before_anybody_signed_in_a_person_is_needed(house: House, oauth: OAuth) -> None:
    """Nothing is sent anywhere."""
    assert type(await failure(house)) is ConsentNeeded
    assert oauth.sent == []


async def test_a_token_that_is_over_is_refreshed_and_kept(house: House, oauth: OAuth) -> None:
    """The row has it before anybody uses it, with the old refresh token beside the new one."""
    before = await house.sign_in()
    await house.is_aged(3600)
    token = await house.credentials.bearer()
    after = await house.row()
    assert oauth.lets_in(token)
    assert after.access == token
    assert (after.previous_refresh, after.lease_until) == (before.refresh, None)
    assert oauth.sent == [before.refresh]


async def test_a_rejected_token_is_refreshed_once(house: House, oauth: OAuth) -> None:
    """Who comes with it again gets what is there since."""
    row = await house.sign_in()
    oauth.tokens.expire()
    token = await house.credentials.renew(row.access)
    house.begin()
    assert await house.credentials.renew(row.access) == token
    assert oauth.lets_in(token)
    assert len(oauth.sent) == 1


async def test_a_token_near_its_end_is_used_by_others_meanwhile(
    house: House, oauth: OAuth
) -> None:
    """One refreshes; nobody waits while the old token is good."""
    row = await house.sign_in()
    await house.is_aged(3550)
    oauth.seconds = 0.3
    others = [House(house.database, oauth) for _ in range(4)]
    first = asyncio.create_task(house.kept.fresh(None))
    await asyncio.sleep(0.1)
    seen = [await other.kept.fresh(None) for other in others]
    assert {access.token for access in seen} == {row.access}
    assert all(access.use_seconds == QUICK.look for access in seen)
    assert (await first).token != row.access
    assert len(oauth.sent) == 1


@pytest.mark.parametrize("expiries", [10])
async def test_many_processes_refresh_once_per_expiry(
    house: House, oauth: OAuth, expiries: int
) -> None:
    """Ten of them, all rejected at once: no refresh token is sent twice."""
    row = await house.sign_in()
    oauth.seconds = 0.01
    processes = [House(house.database, oauth) for _ in range(10)]
    for _ in range(expiries):
        oauth.tokens.expire()
        rejected = (await house.row()).access
        calls = [each.credentials.renew(rejected) for each in processes for _ in range(3)]
        tokens = set(await asyncio.gather(*calls))
        assert len(tokens) == 1
        assert oauth.lets_in(*tokens)
    assert (oauth.tokens.refreshes, oauth.tokens.reuses) == (expiries, 0)
    assert (await house.row()).version == row.version + expiries


async def test_tokens_that_expire_by_themselves_are_refreshed_before_it(
    house: House, oauth: OAuth
) -> None:
    """Five processes work for two seconds with tokens of half a second: none is ever rejected."""
    oauth.meets("short_lived", seconds=0.5)
    await house.sign_in()
    processes = [House(house.database, oauth) for _ in range(5)]
    loop = asyncio.get_running_loop()
    end = loop.time() + 2
    rejections = 0
    while loop.time() < end:
        for each in processes:
            rejections += not oauth.lets_in(await each.credentials.bearer())
        await asyncio.sleep(0.01)
    assert rejections == 0
    assert oauth.tokens.reuses == 0
    assert 3 <= oauth.tokens.refreshes <= 10


async def test_a_refresh_token_that_stays_is_used_again(house: House, oauth: OAuth) -> None:
    """An answer without one says that the old one is good."""
    row = await house.sign_in()
    oauth.meets("keeps_refresh_token")
    for _ in range(2):
        await house.kept.fresh((await house.row()).access)
    assert oauth.sent == [row.refresh] * 2
    assert (await house.row()).previous_refresh is None


PASSING: list[tuple[str, type[CallFailed]]] = [
    ("fails_500", NotSent),
    ("reset_before_grant", NotSent),
    ("invalid_client_401", ClientRejected),
    ("limited_429", LimitReached),
]


@pytest.mark.parametrize(("fault", "outcome"), PASSING)
async def test_what_may_pass_by_itself_gives_nothing_up(
    house: House, oauth: OAuth, logged: Logged, fault: str, outcome: type[CallFailed]
) -> None:
    """Nothing was created, a rest is kept, and the same refresh token is good afterwards."""
    row = await house.sign_in()
    oauth.meets(fault, times=1, seconds=0.2)
    assert type(await failure(house, row.access)) is outcome
    assert len(oauth.sent) == 1
    token = await house.kept.fresh(row.access)
    assert oauth.lets_in(token.token)
    assert oauth.tokens.reuses == 0
    assert errors(logged) == []


async def test_while_the_endpoint_is_away_the_old_token_goes_on(
    house: House, oauth: OAuth
) -> None:
    """As long as it is good; the endpoint has its rest."""
    row = await house.sign_in()
    await house.is_aged(3550)
    oauth.meets("fails_500")
    first, second = await house.kept.fresh(None), await house.kept.fresh(None)
    assert (first.token, first.use_seconds) == (row.access, QUICK.retry)
    assert second.token == row.access
    assert len(oauth.sent) == 1


async def test_whoever_waits_too_long_comes_again_later(house: House, oauth: OAuth) -> None:
    """A lease that another process holds is respected, and nothing was created."""
    row = await house.sign_in()
    async with house.database.begin() as work:
        assert await work.tokens.claim(row, work.now + timedelta(seconds=60))
    house.pace = replace(QUICK, patience=0.05)
    house.begin()
    assert str(await failure(house, row.access)) == (
        "not sent: another process refreshes the token"
    )
    assert oauth.sent == []


async def test_a_dead_refresh_token_needs_a_person(
    house: House, oauth: OAuth, logged: Logged
) -> None:
    """It is noted once, loudly; from then on nobody bothers the endpoint."""
    row = await house.sign_in()
    oauth.tokens.revoke()
    assert type(await failure(house, row.access)) is ConsentNeeded
    assert type(await failure(house, row.access)) is ConsentNeeded
    assert oauth.sent == [row.refresh]
    assert (await house.row()).needs_consent_since is not None
    assert errors(logged) == ["flextell needs consent"]


async def test_the_refresh_token_before_is_tried_once(house: House, oauth: OAuth) -> None:
    """Then a person is needed."""
    first = await house.sign_in()
    await house.kept.fresh(first.access)
    second = await house.row()
    oauth.tokens.revoke()
    oauth.sent.clear()
    assert type(await failure(house, second.access)) is ConsentNeeded
    assert oauth.sent == [second.refresh, first.refresh]


async def test_the_refresh_token_before_may_save_the_sign_in(house: House, oauth: OAuth) -> None:
    """A Flextell that has lost the newest one, in a restored backup perhaps, takes it."""
    first = await house.sign_in()
    row = replace(first, refresh="lost", previous_refresh=first.refresh)
    async with house.database.begin() as work:
        await work.tokens.keep(row)
    token = await house.kept.fresh(first.access)
    assert oauth.lets_in(token.token)
    assert oauth.sent == ["lost", first.refresh]
    assert (await house.row()).previous_refresh == first.refresh


async def test_signing_in_anew_ends_it(house: House, oauth: OAuth) -> None:
    """The next call has the new tokens."""
    row = await house.sign_in()
    oauth.tokens.revoke()
    await failure(house, row.access)
    new = await house.sign_in()
    assert await house.credentials.renew(row.access) == new.access
    assert new.needs_consent_since is None


async def test_a_sign_in_during_a_refresh_wins(house: House, oauth: OAuth) -> None:
    """What the slower refresh brings is not kept, and the newer token is used."""
    row = await house.sign_in()
    oauth.seconds = 0.2
    asking = asyncio.create_task(house.kept.fresh(row.access))
    await asyncio.sleep(0.05)
    oauth.seconds = 0.0
    new = await house.sign_in()
    assert (await asking).token == new.access
    assert (await house.row()).refresh == new.refresh


async def test_a_sign_in_during_a_refusal_wins(house: House, oauth: OAuth, logged: Logged) -> None:
    """The row is read again before the older token is tried or anything is given up."""
    row = await house.sign_in()
    await house.kept.fresh(row.access)
    dead = await house.row()
    oauth.tokens.revoke()
    oauth.sent.clear()
    oauth.seconds = 0.2
    asking = asyncio.create_task(house.kept.fresh(dead.access))
    await asyncio.sleep(0.05)
    oauth.seconds = 0.0
    new = await house.sign_in()
    assert (await asking).token == new.access
    assert oauth.sent == [dead.refresh]
    assert errors(logged) == []


class Away:
    """A database that cannot be reached from some moment on, for so many transactions."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.times = 0

    def begin(self) -> Any:
        """Open a transaction, or fail as one that is out of reach."""
        if self.times:
            self.times -= 1
            return Database("postgresql://nobody@127.0.0.1:9/nowhere", KEYS).begin()
        return self._database.begin()


KEYS = Keyring.parse(*new_keys())


async def test_new_tokens_wait_for_the_database(house: House, oauth: OAuth) -> None:
    """They are the only ones that are good, so they are kept however long it takes."""
    row = await house.sign_in()
    away = Away(house.database)
    kept = KeptTokens(away, TENANT, oauth.endpoint(), QUICK)  # type: ignore[arg-type]  # a whole stand-in of `begin`
    oauth.seconds = 0.1
    asking = asyncio.create_task(kept.fresh(row.access))
    await asyncio.sleep(0.05)
    away.times = 2
    assert oauth.lets_in((await asking).token)
    assert away.times == 0
    assert (await house.row()).version == row.version + 1


async def test_a_database_out_of_reach_creates_nothing(
    opened: Callable[..., Database], oauth: OAuth
) -> None:
    """The call comes again later."""
    house = House(opened("postgresql://nobody@127.0.0.1:9/nowhere"), oauth)
    assert str(await failure(house)) == "not sent: DatabaseAway"


def test_a_lease_has_room_for_two_requests() -> None:
    """Whoever tries again too soon would use a refresh token twice."""
    assert Pace().lease >= 2 * 20 + 2 * Pace().retry


async def test_a_cut_off_answer_is_what_a_kill_leaves(house: House, oauth: OAuth) -> None:
    """The refresh token is used up and its answer lost: all that is left is to ask a person."""
    row = await house.sign_in()
    oauth.meets("grant_then_reset", times=1)
    assert type(await failure(house, row.access)) is NotSent
    assert type(await failure(house, row.access)) is ConsentNeeded
    assert oauth.tokens.reuses == 1


async def test_a_cut_off_answer_is_made_good_where_reuse_is_forgiven(
    house: House, oauth: OAuth
) -> None:
    """The same refresh token is sent once more, and taken."""
    row = await house.sign_in()
    oauth.meets("grant_then_reset", times=1)
    assert type(await failure(house, row.access)) is NotSent
    oauth.meets("forgives_reuse")
    assert oauth.lets_in((await house.kept.fresh(row.access)).token)


async def test_no_token_is_logged(house: House, oauth: OAuth, logged: Logged) -> None:
    """Whatever happens to it."""
    row = await house.sign_in()
    oauth.meets("fails_500", times=1)
    await failure(house, row.access)
    oauth.tokens.revoke()
    await failure(house, row.access)
    written = _written(logged, await house.row())
    assert written == []


def _written(logged: Logged, row: SignIn) -> list[str]:
    secrets = {row.access, row.refresh, row.previous_refresh or row.refresh}
    return [secret for secret in secrets if secret in str(logged)]
