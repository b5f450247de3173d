"""What the agent answered about a list that was shown to him, or that he leaves it.

First how all of them agreed, then what becomes of those who are known already.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conversations.documents import draft_document
from conversations.draft import Draft
from conversations.leads import with_agreement
from conversations.lists.on_known import OnKnown
from storage import ImportState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from storage import Import, UnitOfWork


async def answered(
    work: UnitOfWork, agent_id: int, import_id: str, how: str, message_id: int | None
) -> Import | None:
    """Bring an agent's own list on, or forget it where `how` is empty; return it as it is then.

    None where there is nothing that he could answer: nobody learns of a list that is not his.
    """
    row = await work.imports.load(import_id)
    if row is None or row.agent_id != agent_id or row.state not in _STEPS:
        return None
    if not how:
        await work.imports.remove(import_id)
        return row
    after = _STEPS[row.state](row, how)
    if after is None:
        return None
    after = replace(after, message_id=message_id)
    await work.imports.keep(after)
    return after


def confirmed(row: Import, how: str) -> Import | None:
    """Return a list of which it is known how all agreed, None where that is no way to."""
    given = with_agreement(Draft(), how)
    if not given.answers:
        return None
    document = {**row.document, "given": draft_document(given)}
    return replace(row, state=ImportState.ASKED, document=document)


def begun(row: Import, on_known: str) -> Import | None:
    """Return a list to be read from now on, None where nothing can be done so about the known."""
    if on_known not in tuple(OnKnown):
        return None
    document = {**row.document, "on_known": on_known}
    return replace(row, state=ImportState.READING, document=document)


def _begun_or_asked(row: Import, how: str) -> Import | None:
    """Return a list to be read; or the same, where what was asked then may not have arrived."""
    return begun(row, how) or confirmed(row, how)


_STEPS: Final[Mapping[ImportState, Callable[[Import, str], Import | None]]] = {
    ImportState.SHOWN: confirmed,
    ImportState.ASKED: _begun_or_asked,
}
