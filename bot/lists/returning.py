"""A list that was read goes back to its agent, with what became of each row."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.delivery.notices import Later
from bot.files.apart import apart
from bot.lists import reading
from bot.lists.courier import ListMessage
from bot.lists.means import release
from conversations.lists import cards
from conversations.replies import File
from storage import ImportState

if TYPE_CHECKING:
    from bot.lists.courier import Courier
    from bot.lists.means import Means
    from storage import Import


@dataclass(frozen=True, slots=True)
class Returning:
    """The step that gives a list back."""

    means: Means
    courier: Courier

    async def take(self, import_id: str) -> None:
        """Tell the agent what his list came to, and give it back; the file is then forgotten."""
        me = secrets.token_hex(8)
        async with self.means.database.begin() as work:
            row = await self.means.held(work, import_id, me, ImportState.READ)
            counts = await work.imports.counts(import_id)
        if row is None:
            return
        text = cards.summary(row.document["name"], counts, self.means.words(row))
        file = await written(self.means, row)
        message = ListMessage(row.agent_id, text, file=file)
        if isinstance(await self.courier.tell(message), Later):
            return  # once its lease has run out, it is told again
        await ended(self.means, row)
        async with self.means.database.begin() as work:
            await release(work, import_id, me)


async def written(means: Means, row: Import) -> File:
    """Return a list with what became of its rows; a contact card is a line of CSV there."""
    async with means.database.begin() as work:
        decided = await work.imports.rows(row.id)
    outcomes = {each.number: (each.state, each.reasons) for each in decided}
    content = await apart(reading.report, means.task(row), outcomes)
    return File(name_back(row.document["name"]), content)


async def ended(means: Means, row: Import) -> None:
    """Forget the file; what becomes of its rows is told from now on, in a message of its own."""
    told = replace(row, state=ImportState.TOLD, content=b"", message_id=None)
    async with means.database.begin() as work:
        await work.imports.keep(told)


def name_back(name: str) -> str:
    """Return the name under which a file of this name goes back."""
    path = PurePath(name)
    ending = path.suffix.lower() if path.suffix.lower() in {".csv", ".xlsx"} else ".csv"
    return f"{path.stem or 'list'}-done{ending}"
