"""Made-up updates, as Telegram spells them; a test names only what it is about."""

from __future__ import annotations

import json
from typing import Any

ADA = 1001
GROUP = -100500
THEN = 1_772_366_400

Raw = dict[str, Any]


def person(person_id: int = ADA, **fields: Any) -> Raw:
    """Return a user."""
    made = {"id": person_id, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    return made | fields


def private(person_id: int = ADA) -> Raw:
    """Return the chat between the bot and a person."""
    return {"id": person_id, "type": "private", "first_name": "Ada"}


def group(kind: str = "supergroup") -> Raw:
    """Return a chat of many."""
    return {"id": GROUP, "type": kind, "title": "Example people"}


def message(text: str | None = None, who: int = ADA, **fields: Any) -> Raw:
    """Return a message in private, or wherever its fields say."""
    made: Raw = {"message_id": 5, "date": THEN, "chat": private(who), "from": person(who)}
    return made | ({} if text is None else {"text": text}) | fields


def said(text: str | None = None, update_id: int = 1, who: int = ADA, **fields: Any) -> Raw:
    """Return the update of a message."""
    return {"update_id": update_id, "message": message(text, who, **fields)}


def pressed(data: str | None, update_id: int = 1, who: int = ADA, **fields: Any) -> Raw:
    """Return the update of a press on a card in private."""
    card = {"message_id": 9, "date": THEN, "chat": private(who), "text": "a card"}
    query: Raw = {"id": f"press-{update_id}", "from": person(who), "chat_instance": "7"}
    query |= {"message": card} | ({} if data is None else {"data": data}) | fields
    return {"update_id": update_id, "callback_query": query}


def membership(status: str, chat: Raw | None = None) -> Raw:
    """Return what is told when the bot may do something else in a chat than before."""
    return {
        "chat": chat or private(),
        "from": person(),
        "date": THEN,
        "new_chat_member": {"user": person(7, is_bot=True), "status": status},
    }


def body(update: object) -> bytes:
    """Return an update as it comes in."""
    return json.dumps(update).encode()
