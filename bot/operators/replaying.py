"""An update that was put aside is taken after all, once, and that is written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.operators.actions import Action
from bot.turns.changes import Decision, Seen
from bot.turns.taking import TakeTurn
from storage import AuditEntry

if TYPE_CHECKING:
    from bot.turns.turn import Said


class ChatClosed(Exception):  # noqa: N818 - it is what is so
    """The chat does not open, so that nothing can be taken in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay(TakeTurn):
    """The job of taking the turn of an update that was put aside under `row_id`.

    It is put aside no more in the same transaction; where it is not there any more, nothing of
    the turn is kept, and NotPutAside is raised; so it is with ChatClosed.
    """

    row_id: str
    who: str

    def decide(self, seen: Seen) -> Decision[Said]:
        """Return what to say, what the turn changes, and the entry in the audit."""
        taken = TakeTurn.decide(self, seen)
        if taken.changes.chat is None:
            raise ChatClosed
        entry = AuditEntry(seen.now, self.who, Action.REPLAY, self.row_id)
        changes = replace(taken.changes, taken_up=self.row_id, audit=entry)
        return Decision(taken.result, changes)
