"""The queue waits for a person to sign in, keeps everything, and goes on by itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.delivery.pausing import CONSENT_NEEDED, MENDING
from storage import Status
from tests.bot.delivery.conftest import a_road

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from storage import Keyring
    from tests.bot.delivery.road import Road
    from tests.bot.tokens.oauth import House, OAuth

    Logged = list[MutableMapping[str, Any]]


def road_of(house: House, keyring: Keyring) -> Road:
    """Return the delivery's road with this house's credentials, and a Flextell that heeds them."""
    road = a_road(house.database, keyring)
    road.credentials = house.credentials
    road.flextell.lets_in = house.oauth.lets_in
    return road


async def paused(road: Road) -> str:
    """Wait until the queue waits for mending; return why."""
    async with asyncio.timeout(10):
        while True:
            async with road.database.begin() as work:
                pause = await work.pauses.get(MENDING)
            if pause is not None:
                return pause.reason
            await asyncio.sleep(0.02)


async def test_before_anybody_signed_in_the_queue_waits(house: House, keyring: Keyring) -> None:
    """Nothing is posted; signing in is all it needs."""
    road = road_of(house, keyring)
    row = await road.confirmed()
    async with road.working():
        assert await paused(road) == CONSENT_NEEDED
        assert (await road.row(row.id)).status is Status.QUEUED
        assert road.flextell.posts.total() == 0
        await house.sign_in()
        await road.ends(row.id, Status.CREATED)
    assert len(road.flextell.customers) == 1


async def test_an_expired_token_is_refreshed_and_nobody_notices(
    house: House, keyring: Keyring
) -> None:
    """Every confirmation makes one customer, and the queue never pauses."""
    road = road_of(house, keyring)
    await house.sign_in()
    async with road.working():
        for expiries in range(1, 4):
            house.oauth.tokens.expire()
            row = await road.confirmed()
            await road.ends(row.id, Status.CREATED)
            assert len(road.flextell.customers) == expiries
    assert (house.oauth.tokens.refreshes, house.oauth.tokens.reuses) == (3, 0)


async def test_a_consent_taken_back_loses_nothing(
    house: House, keyring: Keyring, logged: Logged
) -> None:
    """The queue pauses with its reason, everything is kept, and a new sign-in ends it."""
    road = road_of(house, keyring)
    await house.sign_in()
    async with road.working():
        first = await road.confirmed()
        await road.ends(first.id, Status.CREATED)
        house.oauth.tokens.revoke()
        rows = [await road.confirmed() for _ in range(5)]
        assert await paused(road) == CONSENT_NEEDED
        assert len(road.flextell.customers) == 1
        await house.sign_in()
        for row in rows:
            await road.ends(row.id, Status.CREATED)
    assert set(road.flextell.phones().values()) == {1}
    assert len(road.flextell.customers) == 6
    events = [each["event"] for each in logged if each["log_level"] == "error"]
    assert events == ["flextell needs consent"]
    assert any(each["event"] == "delivery goes on" for each in logged)


async def test_a_token_endpoint_that_is_away_is_waited_for(
    house: House, keyring: Keyring, oauth: OAuth
) -> None:
    """It comes back by itself, and nothing was doubled meanwhile."""
    road = road_of(house, keyring)
    await house.sign_in()
    oauth.tokens.expire()
    oauth.meets("fails_500", times=2)
    async with road.working():
        row = await road.confirmed()
        await road.ends(row.id, Status.CREATED)
    assert len(road.flextell.customers) == 1
    assert oauth.tokens.reuses == 0
