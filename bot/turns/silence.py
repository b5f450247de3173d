"""What happens in a chat without a word of the person's: a reminder, a blocked bot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.turns.changes import Changes, Decision, Seen
from bot.turns.turn import CardName, Said
from conversations.documents import conversation, with_conversation
from conversations.events import Silent
from conversations.machine import advance
from conversations.reminding import is_worth_a_reminder
from storage import SEEN_UPDATES

if TYPE_CHECKING:
    from bot.turns.taking import Talk


@dataclass(frozen=True, slots=True)
class Remind:
    """The job of mentioning an open draft; the result is what to say, None where nothing is due.

    It is on record that the draft was mentioned before anybody says so: never twice, whatever
    ends meanwhile. The card before it stays as good as it was, for nothing has moved.
    """

    talk: Talk
    chat_id: int
    submission_id: None = None

    def decide(self, seen: Seen) -> Decision[Said | None]:
        """Return the reminder, where the person is silent still and within reach."""
        chat = seen.chat
        if chat is None or not chat.is_readable or chat.blocked_at is not None:
            return Decision(None)
        before = conversation(chat.document)
        is_due = chat.remind_at is not None and chat.remind_at <= seen.now
        if not is_due or not is_worth_a_reminder(before):
            return Decision(None)
        after, reply, _ = advance(self.talk.flow, before, Silent(), self.talk.occasion(seen.now))
        kept = replace(chat, document=with_conversation(chat.document, after), remind_at=None)
        said = Said(reply, CardName(chat.token, chat.revision))
        return Decision(said, Changes(chat=kept))


@dataclass(frozen=True, slots=True)
class NoteOutOfReach:
    """The job of noting that the bot is blocked, or the person gone; the result is always None.

    Whatever is heard of the person later takes it back.
    """

    chat_id: int
    update_id: int | None = None
    submission_id: None = None

    def decide(self, seen: Seen) -> Decision[None]:
        """Return the chat as one that is not written to."""
        chat = seen.chat
        is_known = chat is not None and self.update_id in chat.seen_updates
        if chat is None or not chat.is_readable or is_known:
            return Decision(None)
        updates = chat.seen_updates
        if self.update_id is not None:
            updates = (*updates, self.update_id)[-SEEN_UPDATES:]
        blocked_at = chat.blocked_at or seen.now
        return Decision(
            None, Changes(chat=replace(chat, blocked_at=blocked_at, seen_updates=updates))
        )
