"""What every step of an import has to do its work with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bot.lists.rows import Deciding
from bot.lists.task import task_of
from conversations.leads import lead_flow
from conversations.lists.on_known import REASONS, OnKnown
from conversations.wording import wording

if TYPE_CHECKING:
    from bot.lists.task import Task
    from bot.turns.taking import Talk
    from conversations.flow import Flow
    from conversations.wording import Wording
    from storage import Agent, Database, Import, ImportState, UnitOfWork

_LEASE: Final = timedelta(seconds=30)
_LOOK_EVERY: Final = timedelta(seconds=20)


@dataclass(frozen=True, slots=True)
class Means:
    """`lease` is how long a list is one process's alone after its last few rows.

    `look_every` is how often it is looked what became of the rows of one that was read.
    """

    database: Database
    talk: Talk
    lease: timedelta = _LEASE
    look_every: timedelta = _LOOK_EVERY

    @property
    def flow(self) -> Flow:
        """Return what is asked of a customer on a list."""
        return lead_flow(self.talk.flow)

    def words(self, row: Import) -> Wording:
        """Return the agent's way to say things, as it was when the list was sent."""
        return wording(row.document["language"], self.flow.audience)

    def task(self, row: Import) -> Task:
        """Return the task of reading a list whose plan is made."""
        return task_of(row.content, self.flow.questions, row.document)

    def deciding(self, row: Import, agent: Agent) -> Deciding:
        """Return who decides the rows of a list about which its agent has answered all."""
        on_known = OnKnown(row.document.get("on_known", OnKnown.STAFF))
        reason = REASONS.get(on_known)
        why = "" if reason is None else self.words(row).say(reason)
        return Deciding(self.talk.submitting, agent, row.id, on_known, why)

    async def hold(self, work: UnitOfWork, import_id: str, me: str) -> bool:
        """Take the lease of an import, or keep it; tell whether it is mine now."""
        return await work.leases.hold(_name(import_id), me, self.lease)

    async def held(
        self, work: UnitOfWork, import_id: str, me: str, state: ImportState
    ) -> Import | None:
        """Return an import whose lease is mine now, None where it is not, or it is elsewhere."""
        if not await self.hold(work, import_id, me):
            return None
        row = await work.imports.load(import_id)
        return row if row is not None and row.state is state else None


async def release(work: UnitOfWork, import_id: str, me: str) -> None:
    """Give the lease back."""
    await work.leases.release(_name(import_id), me)


def _name(import_id: str) -> str:
    return f"import {import_id}"
