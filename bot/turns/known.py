"""The job of telling an agent who is known already of the lead that is open."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.turns.changes import Changes, Decision, Seen
from bot.turns.roles import role_of
from bot.turns.turn import Said
from conversations.known import reached_at
from conversations.machine import advance

if TYPE_CHECKING:
    from bot.turns.taking import Talk
    from conversations.conversation import Conversation
    from conversations.known_events import FoundKnown


@dataclass(frozen=True, slots=True)
class NoteKnown:
    """The result is what to say, None where it is no news, or not of the lead open now."""

    talk: Talk
    chat_id: int
    event: FoundKnown
    submission_id: None = None

    def decide(self, seen: Seen) -> Decision[Said | None]:
        """Return what an agent hears; who is one no more hears nothing."""
        chat = seen.chat
        if chat is None or not chat.is_readable or seen.agent is None:
            return Decision(None)
        role = role_of(self.talk.flow, seen.agent)
        before = role.conversation(chat.document)
        occasion = self.talk.occasion(seen.now)
        after, reply, _ = advance(role.flow, before, self.event, occasion)
        if after == before:
            return Decision(None)
        document = role.document(chat.document, after)
        kept = replace(chat, revision=chat.revision + 1, document=document)
        return Decision(Said(reply, role.card(kept)), Changes(chat=kept))


def to_be_sought(before: Conversation, after: Conversation) -> frozenset[str]:
    """Return the phone and e-mail to be looked for after an agent's turn, empty where none is.

    What was decided already is not asked again.
    """
    if after.draft is None or after.draft.reason:
        return frozenset()
    here = reached_at(after.draft)
    was = frozenset[str]() if before.draft is None else reached_at(before.draft)
    return frozenset() if here == was else here
