"""Keep what a sign-in has brought, let the delivery go on by itself, and tell when one lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.delivery.pausing import probe_soon
from bot.tokens.sign_ins import first_sign_in, needs_consent
from storage import Unreadable

if TYPE_CHECKING:
    from flextell import Granted
    from storage import Database, UnitOfWork


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


async def lacks_consent(work: UnitOfWork, signs_in_as: str | None) -> bool:
    """Tell whether somebody has to sign in, for the first time or again.

    `signs_in_as` is the tenant whose tokens come from a sign-in, None where none does. Tokens that
    do not open are another trouble.
    """
    try:
        return signs_in_as is not None and needs_consent(await work.tokens.load(signs_in_as))
    except Unreadable:
        return False
