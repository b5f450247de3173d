"""What a sign-in has brought is kept, and the delivery hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.delivery.pausing import CONSENT_NEEDED, MENDING
from bot.tokens.signing_in import keep_sign_in
from flextell import Granted
from storage import Pause
from tests.bot.tokens.oauth import TENANT

if TYPE_CHECKING:
    from storage import Database


async def test_a_queue_that_waits_is_probed_at_once(database: Database) -> None:
    """It stays paused until Flextell answers, but does not wait out its minute."""
    async with database.begin() as work:
        later = work.now + timedelta(minutes=1)
        await work.pauses.set(Pause(MENDING, CONSENT_NEEDED, work.now, probe_at=later))
    assert await keep_sign_in(database, TENANT, Granted("access", "refresh", 60))
    async with database.begin() as work:
        pause = await work.pauses.get(MENDING)
        assert pause is not None
        assert pause.probe_at is not None
        assert pause.probe_at <= work.now


async def test_without_a_refresh_token_nothing_is_kept(database: Database) -> None:
    """The old sign-in, if there is one, stays."""
    assert await keep_sign_in(database, TENANT, Granted("access", "refresh", 60))
    assert not await keep_sign_in(database, TENANT, Granted("other"))
    async with database.begin() as work:
        kept = await work.tokens.load(TENANT)
        assert kept is not None
        assert kept.access == "access"
