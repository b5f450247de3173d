"""Keep what a sign-in has brought, and let the delivery go on by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.pausing import probe_soon
from bot.tokens.sign_ins import first_sign_in

if TYPE_CHECKING:
    from flextell import Granted
    from storage import Database


async def keep_sign_in(database: Database, tenant: str, granted: Granted) -> bool:
    """Keep the tokens in place of the tenant's old ones; False without a refresh token.

    A queue that has been waiting for them asks Flextell within a second.
    """
    async with database.begin() as work:
        sign_in = first_sign_in(tenant, granted, work.now)
        if sign_in is None:
            return False
        await work.tokens.put(sign_in)
        await probe_soon(work)
    return True
