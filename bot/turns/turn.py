"""A turn, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.turns.handing import Link
    from conversations.events import Event
    from conversations.profile import Profile
    from conversations.replies import Reply


@dataclass(frozen=True, slots=True)
class CardName:
    """Which card a button stands on: the chat's token, and the revision it showed."""

    token: str
    revision: int


@dataclass(frozen=True, slots=True)
class Press:
    """What a button carried; `card` is still to be held against the chat's own."""

    card: CardName
    event: Event


@dataclass(frozen=True, slots=True)
class Turn:
    """One event of one chat.

    `update_id` makes it heard once only; `language_code` is the messenger's (IETF tag), used
    where the chat is new; `message_id` is the card that was pressed on; `profile` is what the
    messenger says the person is called.
    """

    chat_id: int
    heard: Event | Press
    update_id: int | None = None
    language_code: str | None = None
    message_id: int | None = None
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be said once the turn is kept, and the name of the card it is said on.

    `submits` tells that there is now something to deliver; `deletes` are messages of the person's
    that are to be taken out of the chat; `forgets` tells that something was erased;
    `reached_at` is the phone and the e-mail of a lead, of which it is to be looked who is known;
    `link` is one that was just made, and is told below.
    """

    reply: Reply
    card: CardName
    submits: bool = False
    deletes: tuple[int, ...] = ()
    forgets: bool = False
    reached_at: frozenset[str] = frozenset()
    link: Link | None = None
