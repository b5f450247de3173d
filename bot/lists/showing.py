"""A list that an agent sent is fetched, looked at, and shown to him as it would be read."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.delivery.notices import Later
from bot.files.apart import apart
from bot.lists import reading
from bot.lists.courier import ListMessage
from bot.lists.means import release
from bot.lists.meeting import met, met_document
from bot.lists.rows import import_id
from bot.lists.task import Task
from conversations.lists import cards
from conversations.lists.unfit import REASONS, Unfit
from storage import Import, ImportState

if TYPE_CHECKING:
    from bot.lists.courier import Courier
    from bot.lists.means import Means
    from conversations.lists.sight import Met, Sight
    from storage import Agent, UnitOfWork


def sent(
    update: str, agent_id: int, file_id: str, name: str, language: str, today: date
) -> Import:
    """Return the import of a file that is still at the messenger; `update` names its message."""
    document = {
        "file_id": file_id,
        "name": name,
        "language": language,
        "today": today.isoformat(),
    }
    return Import(update, agent_id, ImportState.SENT, b"", document, 0)


# Nothing is under way of a list that was only shown, or is done with.
_MAY_BEGIN_ANEW: Final = frozenset(
    {ImportState.SHOWN, ImportState.ASKED, ImportState.TOLD, ImportState.OVER}
)


@dataclass(frozen=True, slots=True)
class Showing:
    """The step from a file to the question whether its columns are understood."""

    means: Means
    courier: Courier

    async def take(self, sent_id: str) -> None:
        """Show a list, or say why it cannot be taken."""
        me = secrets.token_hex(8)
        async with self.means.database.begin() as work:
            row = await self.means.held(work, sent_id, me, ImportState.SENT)
            agents = await work.agents.among([] if row is None else [row.agent_id])
        if row is None:
            return
        if row.agent_id in agents:
            await self._tell(row, agents[row.agent_id], me)
        else:
            await self._forget(row, me)

    async def _tell(self, row: Import, agent: Agent, me: str) -> None:
        """Show it, unless it is another's meanwhile.

        What cannot be told now is told again once its lease has run out.
        """
        message = await self._message(row, agent, me)
        if message is None or isinstance(await self.courier.tell(message), Later):
            return
        await self._forget(row, me)

    async def _forget(self, row: Import, me: str) -> None:
        async with self.means.database.begin() as work:
            await work.imports.remove(row.id)
            await release(work, row.id, me)

    async def _message(self, row: Import, agent: Agent, me: str) -> ListMessage | None:
        words = self.means.words(row)
        content = await self.courier.fetch(row.document["file_id"])
        if content is None:
            return ListMessage(row.agent_id, words.say(cards.GONE))
        today = date.fromisoformat(row.document["today"])
        task = Task(content, self.means.flow.questions, row.document["language"], today)
        sight = await seen(task)
        if isinstance(sight, Unfit):
            return ListMessage(row.agent_id, words.say(REASONS[sight]))
        if not cards.may_be_read(self.means.flow, sight):
            text = cards.plan_text(self.means.flow, row.document["name"], sight, words)
            return ListMessage(row.agent_id, text)
        task = replace(task, plan=sight.plan)

        async def holds(work: UnitOfWork) -> bool:
            return await self.means.hold(work, row.id, me)

        known = await met(self.means, agent, task, holds)
        return None if known is None else await self._shown(row, task, sight, known)

    async def _shown(self, row: Import, task: Task, sight: Sight, known: Met) -> ListMessage:
        """Keep the list until the agent has answered, and return what he is asked."""
        words, name = self.means.words(row), row.document["name"]
        text = cards.plan_text(self.means.flow, name, sight, words, known)
        shown_id = import_id(self.means.talk.submitting.keyring, row.agent_id, task.content)
        await keep_shown(
            self.means,
            Import(
                shown_id,
                row.agent_id,
                ImportState.SHOWN,
                task.content,
                task.document() | {"name": name, "met": met_document(known)},
                sight.rows,
            ),
        )
        return ListMessage(row.agent_id, text, None, shown_id, cards.choices(words))


async def seen(task: Task) -> Sight | Unfit:
    """Return what a list looks like, or why it is none; raises Exhausted."""
    return await apart(reading.sight_of, task)


async def keep_shown(means: Means, row: Import) -> None:
    """Keep a list that was looked at; one that is being read already stays as it is."""
    async with means.database.begin() as work:
        await keep_anew(work, row)


async def keep_anew(work: UnitOfWork, row: Import) -> bool:
    """Keep a list to be decided anew, unless it is under way; tell whether it is kept."""
    before = await work.imports.load(row.id)
    if before is not None and before.state not in _MAY_BEGIN_ANEW:
        return False
    await work.imports.clear(row.id)
    await work.imports.keep(row)
    return True
