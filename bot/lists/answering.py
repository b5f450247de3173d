"""What the agent answered about a list that was shown to him: how all of them agreed, or no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conversations.documents import draft_document
from conversations.draft import Draft
from conversations.leads import with_agreement
from storage import ImportState

if TYPE_CHECKING:
    from storage import Import, UnitOfWork


async def answered(
    work: UnitOfWork, agent_id: int, import_id: str, how: str, message_id: int | None
) -> Import | None:
    """Have an agent's own list read, or forgotten where `how` is empty; return it as it is then.

    None where there is nothing that he could answer: nobody learns of a list that is not his.
    """
    row = await work.imports.load(import_id)
    if row is None or row.agent_id != agent_id or row.state is not ImportState.SHOWN:
        return None
    if not how:
        await work.imports.remove(import_id)
        return row
    begun = confirmed(row, how, message_id)
    if begun is not None:
        await work.imports.keep(begun)
    return begun


def confirmed(row: Import, how: str, message_id: int | None = None) -> Import | None:
    """Return a list to be read from now on, None where that is no way to agree."""
    given = with_agreement(Draft(), how)
    if not given.answers:
        return None
    document = {**row.document, "given": draft_document(given)}
    return replace(row, state=ImportState.READING, document=document, message_id=message_id)
