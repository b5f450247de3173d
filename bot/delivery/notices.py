"""What a person is told of a registration after it was confirmed, and by whom.

The delivery decides what is true; a `Teller` of the shell knows how the messenger shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.turns.turn import CardName
from conversations.cards import refused_card, registration_card, standing_card
from conversations.conversation import Conversation, Registration, Standing
from conversations.documents import conversation
from conversations.leaving import erased_card
from conversations.wording import wording
from storage import ROW, Chat, Status, Submission

if TYPE_CHECKING:
    from datetime import datetime

    from bot.turns.taking import Talk
    from bot.turns.turn import Said
    from conversations.conversation import Occasion
    from conversations.replies import Reply
    from conversations.wording import Wording

_STANDINGS = {
    Status.QUEUED: Standing.ACCEPTED,
    Status.HUMAN: Standing.CHECKED,
    Status.CREATED: Standing.REGISTERED,
    Status.LINKED: Standing.REGISTERED,
    Status.DROPPED: Standing.GIVEN_UP,
}
_SAME_TO_A_PERSON = frozenset(
    {Status.QUEUED, Status.SENDING, Status.UNKNOWN, Status.FIND_ID, Status.BLOCKED}
)


@dataclass(frozen=True, slots=True)
class Notice:
    """One status card to be brought up to date, and perhaps a question to be asked below it.

    `card` replaces the message `card_message_id`, and is a new message where that is None or
    gone; `question` is always a new message. `card_name` is what the buttons of both carry.
    Telling the same notice twice must do no harm. `is_within_reach` is False where the person is
    known to have blocked the bot.
    """

    submission_id: str
    chat_id: int
    card_message_id: int | None
    card: Reply
    card_name: CardName
    question: Reply | None = None
    is_within_reach: bool = True


@dataclass(frozen=True, slots=True)
class Done:
    """The person has been told; the card is now this message, if it had to be sent anew."""

    card_message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """Not told yet; to be tried again in so many seconds, or after a pause of our own if None."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person cannot be told: the next update of the chat shows where it stands.

    `is_gone` tells that this holds for whatever would be said.
    """

    is_gone: bool = True


Told = Done | Later | Unreachable


class Teller(Protocol):
    """Whoever speaks to people."""

    async def tell(self, notice: Notice) -> Told:
        """Bring the card up to date; an exception counts as Later."""
        ...

    async def remind(self, chat_id: int, said: Said) -> Told:
        """Say it as a message of its own; Later with seconds means that it surely was not said."""
        ...


def news_of(status: Status) -> Status:
    """Return the status by which a person is told: all ways to the end look the same."""
    return Status.QUEUED if status in _SAME_TO_A_PERSON else status


def is_news(submission: Submission) -> bool:
    """Tell whether the person was last told something else; the confirmation said: accepted.

    Of a row of a list nobody is told: its agent has the whole list back.
    """
    if submission.draft_token.startswith(ROW):
        return False
    if submission.taken_back_at is not None and submission.is_open:
        return False  # its end alone is news to who has taken it back
    return news_of(submission.status) != (submission.told or Status.QUEUED)


def notice_of(
    talk: Talk, submission: Submission, chat: Chat | None, at: datetime
) -> Notice | None:
    """Return what to tell the person now, None where there is nothing to say.

    Where the chat's row is gone or does not open, the card speaks the default language and its
    buttons are old.
    """
    chat = chat if chat is not None and chat.is_readable else None
    now = None if chat is None else conversation(chat.document)
    standing = standing_of(submission)
    words = wording(talk.default_language if now is None else now.language)
    if submission.taken_back_at is not None:
        return _end_of(talk, submission, chat, words)
    if submission.status is Status.REFUSED:
        card = refused_card(talk.flow, submission.refused_keys, words)
    elif standing is not None:
        registration = Registration(standing, submission.number)
        card = registration_card(talk.flow, registration, words)
    else:
        return None
    return Notice(
        submission_id=submission.id,
        chat_id=submission.chat_id,
        card_message_id=None if _is_overtaken(now) else submission.card_message_id,
        card=card,
        card_name=_card_name(submission, chat),
        question=_question(talk, submission, now, talk.occasion(at)),
        is_within_reach=_is_within_reach(chat),
    )


def _end_of(
    talk: Talk, submission: Submission, chat: Chat | None, words: Wording
) -> Notice | None:
    """Return the news that what was taken back has ended, as a message of its own."""
    if submission.is_open:
        return None
    is_certain = submission.status is not Status.DROPPED
    card = erased_card(talk.flow, submission.number, words, is_certain=is_certain)
    return Notice(
        submission.id,
        submission.chat_id,
        None,
        card,
        _card_name(submission, chat),
        is_within_reach=_is_within_reach(chat),
    )


def standing_of(submission: Submission) -> Standing | None:
    """Return where it stands as far as the person is told, None where a question tells it."""
    if submission.is_discreet:
        return Standing.SEEN_TO
    return _STANDINGS.get(news_of(submission.status))


def _is_within_reach(chat: Chat | None) -> bool:
    return chat is None or chat.blocked_at is None


def _is_overtaken(now: Conversation | None) -> bool:
    """Tell whether the status card is no longer what the person sees last."""
    return bool(now and now.registration and now.registration.is_overtaken)


def _question(
    talk: Talk, submission: Submission, now: Conversation | None, occasion: Occasion
) -> Reply | None:
    """Return what the person is to answer anew, if the draft is still open for it."""
    if submission.status is not Status.REFUSED or now is None or now.draft is None:
        return None
    return standing_card(talk.flow, now, occasion)


def _card_name(submission: Submission, chat: Chat | None) -> CardName:
    if chat is None:
        return CardName(submission.draft_token, submission.revision)
    return CardName(chat.token, chat.revision)
