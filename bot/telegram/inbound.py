"""Telegram's update, read as what happened to a conversation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.operators.inviting import is_invitation
from bot.telegram import alert_buttons, callback_data, list_buttons
from bot.turns.handing import token_of
from conversations.events import (
    AskedData,
    AskedHelp,
    AskedLanguages,
    AskedPrivacy,
    AskedStatus,
    AskedToForget,
    CameBack,
    Cancelled,
    Edited,
    Event,
    Forgot,
    PressedOldButton,
    Restarted,
    Said,
    SentUnreadable,
    SharedContact,
    Skipped,
    Started,
    WantedLead,
    WentBack,
    WithdrewConsent,
)
from conversations.handover_events import HandedOver, TookUp
from conversations.lead_events import AskedLeads
from conversations.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.telegram.alert_buttons import AlertPress
    from bot.telegram.list_buttons import ListPress
    from bot.telegram.updates import (
        CallbackQuery,
        Document,
        MembershipChange,
        Message,
        Person,
        Update,
    )
    from bot.turns.turn import Press

# https://core.telegram.org/bots/features#deep-linking
MAX_PAYLOAD = 64

# https://core.telegram.org/bots/api#chatmemberbanned
KICKED = "kicked"

# Which updates Telegram is asked to send.
ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")

_COMMANDS: dict[str, Callable[[], Event]] = {
    "/new": WantedLead,
    "/handover": HandedOver,
    "/restart": Restarted,
    "/cancel": Cancelled,
    "/help": AskedHelp,
    "/status": AskedStatus,
    "/privacy": AskedPrivacy,
    "/mydata": AskedData,
    "/forget": AskedToForget,
    "/back": WentBack,
    "/skip": Skipped,
}

# Not among them: to everybody but an operator they are commands nobody knows.
_KNOCK = "/admin"
_INVITE = "/invite"


# What the buttons of the cards in between mean, for who would rather write.
_PHRASES: dict[tuple[str, str], Callable[[], Event]] = {
    ("/privacy", "withdraw"): WithdrewConsent,
    ("/forget", "everything"): Forgot,
}


@dataclass(frozen=True, slots=True)
class Incoming:
    """What one private chat did.

    `sent_at` is when a message was written (Unix seconds); a press has no such time.
    `profile` is what the messenger says the person is called.
    `press_id` is to be acknowledged; `pressed_message_id` is the card pressed on, if it can be
    edited. `knocks` tells that an operator would be asking for the link to the operators' page;
    to everybody else that is a command nobody knows. `invites` is who an operator would be
    inviting to be an agent, likewise. `alert` is a press on an alert's button, if
    an operator made it; to everybody else that is an old button. `invitation` is what the link
    carried by which somebody would become an agent; a link nobody made is a command nobody knows.
    `file` is what an agent would be sending a list by, everybody else a contact card; `list_press`
    is an agent's press on the button under a list, to everybody else an old button.
    """

    update_id: int
    chat_id: int
    heard: Event | Press
    language_code: str | None = None
    sent_at: int | None = None
    press_id: str | None = None
    pressed_message_id: int | None = None
    profile: Profile | None = None
    knocks: bool = False
    invites: str | None = None
    invitation: str | None = None
    alert: AlertPress | None = None
    file: Document | None = None
    list_press: ListPress | None = None


@dataclass(frozen=True, slots=True)
class FromGroup:
    """Somebody called the bot in a group, where nothing personal may be said."""

    update_id: int
    chat_id: int
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """Somebody does not let the bot write to him any more."""

    update_id: int
    chat_id: int


def read(update: Update) -> Incoming | FromGroup | Blocked | None:
    """Return what happened, or None where there is nothing to answer."""
    if update.callback_query is not None:
        return _press(update.update_id, update.callback_query)
    if update.message is not None and update.message.from_ is not None:
        return _message(update.update_id, update.message, update.message.from_)
    if update.edited_message is not None and update.edited_message.from_ is not None:
        return _edit(update.update_id, update.edited_message, update.edited_message.from_)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member)
    return None


def _membership(update_id: int, change: MembershipChange) -> Incoming | Blocked | None:
    """Return that the bot was blocked or unblocked; in groups that means nothing."""
    if change.chat.type != "private":
        return None
    if change.new_chat_member.status == KICKED:
        return Blocked(update_id, change.chat.id)
    return Incoming(update_id, change.chat.id, CameBack(), change.from_.language_code)


def _press(update_id: int, query: CallbackQuery) -> Incoming | FromGroup:
    message = query.message
    if message is not None and message.chat.type != "private":
        return FromGroup(update_id, message.chat.id, query.from_.language_code)
    return Incoming(
        update_id,
        query.from_.id,
        callback_data.decode(query.data or "") or PressedOldButton(),
        query.from_.language_code,
        press_id=query.id,
        pressed_message_id=message.message_id if message and message.is_within_reach else None,
        profile=_profile(query.from_),
        alert=alert_buttons.decode(query.data or ""),
        list_press=list_buttons.decode(query.data or ""),
    )


def _message(update_id: int, message: Message, sender: Person) -> Incoming | FromGroup | None:
    language_code = sender.language_code
    if message.chat.type != "private":
        # Only what is addressed to the bot: a group's own talk is none of its business.
        called = (message.text or "").startswith("/")
        return FromGroup(update_id, message.chat.id, language_code) if called else None
    name, rest = _command(message.text or "")
    return Incoming(
        update_id,
        message.chat.id,
        _event(message, sender),
        language_code,
        sent_at=message.date,
        profile=_profile(sender),
        knocks=name == _KNOCK,
        invites=rest if name == _INVITE else None,
        invitation=rest.strip() if name == "/start" and is_invitation(rest.strip()) else None,
        file=message.document,
    )


def _edit(update_id: int, message: Message, sender: Person) -> Incoming | None:
    """Return that a text was rewritten, or the words below a picture.

    A live location that moves on is an edit too, and says nothing.
    """
    words = message.text or message.caption
    if message.chat.type != "private" or not words:
        return None
    event: Event = SentUnreadable(message.message_id, words)
    if message.text:
        event = Edited(message.text, message.message_id)
    return Incoming(
        update_id,
        message.chat.id,
        event,
        sender.language_code,
        sent_at=message.edit_date,
        profile=_profile(sender),
    )


def _profile(person: Person) -> Profile:
    return Profile(person.first_name, person.last_name)


def _event(message: Message, sender: Person) -> Event:
    contact = message.contact
    if contact is not None:
        own = contact.user_id == sender.id and not message.is_forwarded
        return SharedContact(contact.phone_number, own, message.message_id, contact.card)
    if message.text is None:
        return SentUnreadable(message.message_id, message.caption)
    if message.text.startswith("/"):
        return command(message.text)
    return Said(message.text, message.message_id)


def command(text: str) -> Event:
    """Return what a slash command means; one that is not known asks for help."""
    name, rest = _command(text)
    token = token_of(rest.strip()) if name == "/start" else None
    if token is not None:
        return TookUp(token)
    if name == "/start" and not is_invitation(rest.strip()):
        return Started(rest.rstrip()[:MAX_PAYLOAD] or None)
    if (name, rest.strip().lower()) in _PHRASES:
        return _PHRASES[name, rest.strip().lower()]()
    if name == "/language":
        return AskedLanguages(rest.strip())
    if name == "/leads":
        return AskedLeads(rest.strip())
    return _COMMANDS.get(name, AskedHelp)()


def _command(text: str) -> tuple[str, str]:
    """Return the command a text begins with, without the bot's name behind it, and the rest."""
    if not text.startswith("/"):
        return "", ""
    word, *rest = text.split(maxsplit=1)
    return word.partition("@")[0].lower(), "".join(rest)
