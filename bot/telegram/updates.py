"""Telegram's update, as much of it as is used; everything else is passed over.

https://core.telegram.org/bots/api#update
"""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError


def _clean(text: Any) -> Any:
    """Drop what no database and no other encoder takes: NUL, and half of a surrogate pair."""
    if not isinstance(text, str):
        return text
    return text.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")


Words = Annotated[str, BeforeValidator(_clean)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Person(_Part):
    """Who wrote or pressed."""

    id: int
    language_code: str | None = None


class Chat(_Part):
    """Where it was written."""

    id: int
    type: str


class Contact(_Part):
    """A shared contact card."""

    phone_number: Words
    user_id: int | None = None


class Message(_Part):
    """A message of a person."""

    message_id: int
    date: int
    chat: Chat
    from_: Person | None = Field(default=None, alias="from")
    text: Words | None = None
    contact: Contact | None = None
    forward_origin: Any = None

    @property
    def is_forwarded(self) -> bool:
        """Tell whether the message was first written elsewhere."""
        return self.forward_origin is not None


class PressedMessage(_Part):
    """The message under whose button was pressed; Telegram may no longer know its text."""

    message_id: int
    chat: Chat


class CallbackQuery(_Part):
    """A press on an inline button."""

    id: str
    from_: Person = Field(alias="from")
    message: PressedMessage | None = None
    data: str | None = None


class Update(_Part):
    """One update; at most one of its parts is there."""

    update_id: int
    message: Message | None = None
    callback_query: CallbackQuery | None = None


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


def parsed_update(raw: Any) -> Update:
    """Return the update in parsed JSON; raise Unreadable."""
    try:
        return Update.model_validate(raw)
    except ValidationError:
        raise Unreadable(_update_id(raw)) from None


def _read_leniently(body: bytes) -> Update:
    """Read once more with a parser that lets half a surrogate pair through to be dropped."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable(None) from None
    return parsed_update(raw)


def _update_id(raw: Any) -> int | None:
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    return update_id if isinstance(update_id, int) else None
