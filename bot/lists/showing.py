"""A list that an agent sent is fetched, looked at, and shown to him as it would be read."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from bot.delivery.notices import Later
from bot.files.apart import Exhausted, apart
from bot.lists import reading
from bot.lists.courier import ListMessage
from bot.lists.means import release
from bot.lists.rows import import_id
from bot.lists.task import Task
from conversations.lists import cards
from conversations.lists.unfit import REASONS, Unfit
from storage import Import, ImportState

if TYPE_CHECKING:
    from bot.lists.courier import Courier
    from bot.lists.means import Means
    from conversations.lists.sight import Sight
    from storage import UnitOfWork


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
        if row is None:
            return
        message = await self._message(row)
        if isinstance(await self.courier.tell(message), Later):
            return  # once its lease has run out, it is shown again
        async with self.means.database.begin() as work:
            await work.imports.remove(sent_id)
            await release(work, sent_id, me)

    async def _message(self, row: Import) -> ListMessage:
        words = self.means.words(row)
        content = await self.courier.fetch(row.document["file_id"])
        if content is None:
            return ListMessage(row.agent_id, words.say(cards.GONE))
        today = date.fromisoformat(row.document["today"])
        task = Task(content, self.means.flow.questions, row.document["language"], today)
        sight = await seen(task)
        if isinstance(sight, Unfit):
            return ListMessage(row.agent_id, words.say(REASONS[sight]))
        return await self._shown(row, replace(task, plan=sight.plan), sight)

    async def _shown(self, row: Import, task: Task, sight: Sight) -> ListMessage:
        """Keep the list until the agent has answered, and return what he is asked."""
        words, name = self.means.words(row), row.document["name"]
        text = cards.plan_text(self.means.flow, name, sight, words)
        if not cards.may_be_read(self.means.flow, sight):
            return ListMessage(row.agent_id, text)
        shown_id = import_id(self.means.talk.submitting.keyring, row.agent_id, task.content)
        await keep_shown(
            self.means,
            Import(
                shown_id,
                row.agent_id,
                ImportState.SHOWN,
                task.content,
                task.document() | {"name": name},
                sight.rows,
            ),
        )
        return ListMessage(row.agent_id, text, None, shown_id, cards.choices(words))


async def seen(task: Task) -> Sight | Unfit:
    """Return what a list looks like; whoever is too much for the process that looks is no list."""
    try:
        return await apart(reading.sight_of, task)
    except Exhausted:
        return Unfit.PACKED_TOO_TIGHTLY


async def keep_shown(means: Means, row: Import) -> None:
    """Keep a list that was looked at; one that is being read already stays as it is."""
    async with means.database.begin() as work:
        await keep_anew(work, row)


async def keep_anew(work: UnitOfWork, row: Import) -> bool:
    """Keep a list to be decided anew, unless it is under way; tell whether it is kept."""
    before = await work.imports.load(row.id)
    if before is not None and before.state not in {ImportState.SHOWN, ImportState.TOLD}:
        return False
    await work.imports.clear(row.id)
    await work.imports.keep(row)
    return True
