"""An agent is told what becomes of his list, in one message that is edited as it goes."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from bot.delivery.notices import Done, Later
from bot.lists.courier import ListMessage
from bot.lists.means import release
from bot.turns.entered import by_state
from conversations.documents import draft_of
from conversations.lists.delivered import MOST_REFUSED, Delivered, NotAccepted, delivered_text
from storage import OPEN, ImportState, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.delivery.notices import Told
    from bot.lists.courier import Courier
    from bot.lists.means import Means
    from storage import Import, UnitOfWork

# As long as nothing has come of any row, there is no news of the list.
_ON_THE_WAY: Final = OPEN - {Status.HUMAN}
_TOLD: Final = "delivered"


@dataclass(frozen=True, slots=True)
class Following:
    """The last step of a list: from its return until nothing of it is under way."""

    means: Means
    courier: Courier

    async def take(self, import_id: str) -> None:
        """Tell the agent what became of the rows since, if anything did."""
        me = secrets.token_hex(8)
        async with self.means.database.begin() as work:
            row = await self.means.held(work, import_id, me, ImportState.TOLD)
            if row is None:
                return
            ends = await work.imports.ends(import_id)
            is_agents = row.agent_id in await work.agents.among([row.agent_id])
            found = await _delivered(work, row, ends)
        told: Told = Done()
        text = row.document.get(_TOLD, "")
        if is_agents and not ends.keys() <= _ON_THE_WAY:
            name, words = row.document["name"], self.means.words(row)
            text = delivered_text(self.means.flow, name, found, words)
            told = await self._told(row, text)
        if isinstance(told, Later):
            return  # once its lease has run out, it is looked again
        goes_on = is_agents and isinstance(told, Done) and not OPEN.isdisjoint(ends)
        await self._keep(_noted(row, text, told, goes_on=goes_on), me)

    async def _told(self, row: Import, text: str) -> Told:
        """Say it, in the message that stands there already if one does."""
        if text == row.document.get(_TOLD):
            return Done()
        return await self.courier.tell(ListMessage(row.agent_id, text, row.message_id))

    async def _keep(self, row: Import, me: str) -> None:
        """Keep how far it is told, unless the same list was sent once more meanwhile."""
        async with self.means.database.begin() as work:
            if await work.imports.is_in(row.id, ImportState.TOLD):
                await work.imports.keep(row)
            await release(work, row.id, me)


async def _delivered(work: UnitOfWork, row: Import, ends: Mapping[Status, int]) -> Delivered:
    """Return where the rows of a list stand, and the first that are to be corrected."""
    numbers = await work.imports.refused(row.id, MOST_REFUSED)
    leads = await work.leads.these(row.agent_id, list(numbers))
    refused = sorted(
        (
            NotAccepted(numbers[lead.id], draft_of(lead.draft), lead.refused_keys)
            for lead in leads
            if lead.draft
        ),
        key=lambda each: each.number,
    )
    return Delivered(by_state(ends), ends.get(Status.WITHDRAWN, 0), tuple(refused))


def _noted(row: Import, text: str, told: Told, *, goes_on: bool) -> Import:
    """Return a list with what its agent was told of it, and in which message."""
    message_id = row.message_id
    if isinstance(told, Done) and told.card_message_id:
        message_id = told.card_message_id
    state = ImportState.TOLD if goes_on else ImportState.OVER
    document = {**row.document, _TOLD: text}
    return replace(row, state=state, message_id=message_id, document=document)
