"""What an event made of a conversation, before it is put into a reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from conversations.conversation import Conversation
    from conversations.effects import Effect


class Moved(NamedTuple):
    """A conversation that has moved, and a note to say before where it now stands."""

    conversation: Conversation
    note: str = ""
    effects: tuple[Effect, ...] = ()
