"""Telegram's update, as much of it as is used; everything else is passed over.

https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

# What no database and no other encoder takes: NUL, and half of a surrogate pair.
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")

# Ids and times are at most 64 bits wide, as the columns are that keep them.
_LEAST, _MOST = -(2**63), 2**63 - 1


def _clean(text: Any) -> Any:
    return _NO_TEXT.sub("", text) if isinstance(text, str) else text


Words = Annotated[str, BeforeValidator(_clean)]
Number = Annotated[int, Field(ge=_LEAST, le=_MOST)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Person(_Part):
    """Who wrote or pressed."""

    id: Number
    language_code: str | None = None
    first_name: Words = ""
    last_name: Words = ""


class Chat(_Part):
    """Where it was written."""

    id: Number
    type: str


class Contact(_Part):
    """A shared contact card."""

    phone_number: Words
    first_name: Words = ""
    last_name: Words = ""
    user_id: Number | None = None
    vcard: Words = ""

    @property
    def card(self) -> str:
        """Return it as a vCard: as it came, or made of the names."""
        if self.vcard or not (self.first_name or self.last_name):
            return self.vcard
        name = ";".join(map(_escaped, (self.last_name, self.first_name)))
        return f"BEGIN:VCARD\nN:{name}\nEND:VCARD"


def _escaped(name: str) -> str:
    """Return a name as a vCard has it, https://www.rfc-editor.org/rfc/rfc6350#section-3.4 ."""
    return re.sub(r"([\\;,])", r"\\\1", " ".join(name.split()))


class Document(_Part):
    """A file; its size is told in bytes where it is known.

    https://core.telegram.org/bots/api#document
    """

    file_id: str
    file_name: Words = ""
    file_size: Number = 0


class Message(_Part):
    """A message of a person."""

    message_id: Number
    date: Number
    edit_date: Number | None = None
    chat: Chat
    from_: Person | None = Field(default=None, alias="from")
    text: Words | None = None
    caption: Words = ""
    contact: Contact | None = None
    document: Document | None = None
    forward_origin: Any = None

    @property
    def is_forwarded(self) -> bool:
        """Tell whether the message was first written elsewhere."""
        return self.forward_origin is not None


class PressedMessage(_Part):
    """The message under whose button was pressed."""

    message_id: Number
    chat: Chat
    date: Number | None = None

    @property
    def is_within_reach(self) -> bool:
        """Tell whether it can still be edited.

        https://core.telegram.org/bots/api#inaccessiblemessage
        """
        return self.date != 0


class CallbackQuery(_Part):
    """A press on an inline button."""

    id: str
    from_: Person = Field(alias="from")
    message: PressedMessage | None = None
    data: str | None = None


class Membership(_Part):
    """What the bot may do in a chat."""

    status: str


class MembershipChange(_Part):
    """The bot was blocked or unblocked, or put into a group or out of it.

    https://core.telegram.org/bots/api#chatmemberupdated
    """

    chat: Chat
    from_: Person = Field(alias="from")
    new_chat_member: Membership


class Update(_Part):
    """One update; at most one of its parts is there."""

    update_id: Number
    message: Message | None = None
    edited_message: Message | None = None
    callback_query: CallbackQuery | None = None
    my_chat_member: MembershipChange | None = None


class Unreadable(Exception):  # noqa: N818 - named by what it says of the update
    """This is no update; `update_id` where at least that could be read."""

    def __init__(self, update_id: int | None) -> None:
        super().__init__("an update that cannot be read")
        self.update_id = update_id


def read_update(body: bytes) -> Update:
    """Return the update in a request's body; raise Unreadable."""
    try:
        return Update.model_validate_json(body)
    except ValidationError:
        return _read_leniently(body)


def _read_leniently(body: bytes) -> Update:
    """Read once more with a parser that lets half a surrogate pair through to be dropped."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable(None) from None
    try:
        return Update.model_validate(raw)
    except ValidationError:
        raise Unreadable(_update_id(raw)) from None


def _update_id(raw: Any) -> int | None:
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    return update_id if type(update_id) is int and _LEAST <= update_id <= _MOST else None
