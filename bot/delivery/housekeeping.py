"""Housekeeping: what need not be kept any longer is erased, once an hour by one process."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import structlog

from bot.delivery.canary import duty_of
from bot.delivery.claiming import ROWS
from bot.delivery.overdue import erase_undecided
from bot.delivery.rounds import Taken
from bot.duties import HOUSEKEEPING
from conversations.documents import conversation
from storage import NEVER, Chat, Database, Status, UnitOfWork

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.delivery.means import Means
    from bot.delivery.rules import Rules

LOG = structlog.get_logger()

# What has ended is due when its record is to be erased; after that, never.
ENDED = (Status.CREATED, Status.LINKED, Status.REFUSED, Status.WITHDRAWN, Status.DROPPED)


class Housekeeping:
    """The broom."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._leading = means.leading(HOUSEKEEPING)

    async def take(self, free: int) -> Taken:  # noqa: ARG002 - it sweeps alone
        """Sweep if that is due and this process's."""
        async with self._means.database.begin() as work:
            leads = await self._leading.leads(work)
        if leads:
            async with self._leading.kept():
                await self._sweep()
            async with self._means.database.begin() as work:
                await self._leading.done(work)
        return Taken(rest=self._leading.look)

    async def _sweep(self) -> None:
        """Erase all that is over its time, a transaction for each hundred rows or so."""
        await erase_undecided(self._means)
        records = await erase_records(self._means.database)
        chats = await forget_chats(self._means.database, self._means.rules)
        await forget_quarantined(self._means.database, self._means.rules)
        await forget_imports(self._means.database, self._means.rules)
        await forget_handovers(self._means.database)
        await forget_proofs(self._means.database, self._means.rules)
        await forget_configurations(self._means.database, self._means.rules)
        await self._means.database.leave_no_trace()
        if records or chats:
            LOG.info("erased what need not be kept", kind="records", count=records)
            LOG.info("erased what need not be kept", kind="chats", count=chats)


async def erase_records(database: Database) -> int:
    """Empty the bodies, drafts and indexes of what ended long enough ago; return how many.

    The rows stay without anything personal: ids, statuses and times are what an audit needs.
    Their attempts go: they name who else in Flextell looked alike, and nothing is looked up now.
    """
    erased = 0
    while True:
        async with database.begin() as work:
            rows = await work.submissions.due(ENDED, ROWS)
            await work.submissions.keep([replace(row.emptied(), due_at=NEVER) for row in rows])
            await work.attempts.forget([row.id for row in rows])
        erased += len(rows)
        if len(rows) < ROWS:
            return erased


async def forget_chats(database: Database, rules: Rules) -> int:
    """Remove chats nobody has written in for long enough, open drafts with them; return how many.

    One with a confirmed draft under way stays until that has ended, and its record is emptied.
    What is kept longer as proof is then nobody's.
    """
    kept: set[int] = set()
    forgotten = 0
    while True:
        async with database.begin() as work:
            idle = await work.chats.idle(work.now - rules.keep_draft, len(kept) + ROWS)
            fresh = [chat_id for chat_id in idle if chat_id not in kept]
            removed = await _forget(work, fresh, work.now - rules.keep_draft)
        forgotten += len(removed)
        kept |= set(fresh) - removed
        if not fresh:
            return forgotten


async def forget_quarantined(database: Database, rules: Rules) -> None:
    """Erase what was put aside so long ago that nobody will look at it."""
    async with database.begin() as work:
        await work.quarantine.forget_before(work.now - rules.keep_quarantine)


async def forget_imports(database: Database, rules: Rules) -> None:
    """Erase what lists came to about which nothing was done for so long, as of idle chats."""
    async with database.begin() as work:
        await work.imports.forget_before(work.now - rules.keep_draft)


async def forget_handovers(database: Database) -> None:
    """Erase what was handed over and not taken up in time, or has come to its end since."""
    async with database.begin() as work:
        await work.handovers.sweep()


async def forget_proofs(database: Database, rules: Rules) -> None:
    """Delete what proves consents and deliveries of people who are long forgotten."""
    async with database.begin() as work:
        await work.forget_nobodies(work.now - rules.keep_proof)


async def forget_configurations(database: Database, rules: Rules) -> None:
    """Forget what was done under configurations that are past: only this one's trial counts.

    Should such a one come back, one submission goes first once more.
    """
    async with database.begin() as work:
        before = work.now - rules.keep_configuration
        await work.duties.forget_before(before, besides=duty_of(rules))


async def _forget(work: UnitOfWork, ids: Sequence[int], before: datetime) -> set[int]:
    """Remove those of the chats that nobody holds, that are idle still, and wait for nothing."""
    locked = await work.chats.lock(ids)
    over = await work.chats.still_idle(locked, before)
    chats = await work.chats.load(over)
    removed = {chat_id for chat_id, chat in chats.items() if not _is_under_way(chat)}
    removed -= await work.submissions.chats_waiting(removed)
    await work.chats.remove(removed)
    for chat_id in removed:
        await work.part(chat_id)
    return removed


def _is_under_way(chat: Chat) -> bool:
    """Tell whether a chat waits for its submission's end; one that does not open does not."""
    return chat.is_readable and conversation(chat.document).is_under_way
