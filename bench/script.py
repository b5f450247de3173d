"""What a person does, as data: nine updates, each with what the bot has to say to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.chats import Chat, Chats
    from bench.people import Person

Update = dict[str, Any]
Make = Callable[["Chats", "Chat"], Update]

REGISTERED = "You are registered"


@dataclass(frozen=True, slots=True)
class Step:
    """One update, and words of which one has to be in the answer."""

    name: str
    make: Make
    answers: tuple[str, ...]


def says(text: str | Callable[[Person], str]) -> Make:
    """Return how a text is written."""

    def make(chats: Chats, chat: Chat) -> Update:
        said = text if isinstance(text, str) else text(chat.person)
        return _message(chats, chat, text=said)

    return make


def shares_contact(chats: Chats, chat: Chat) -> Update:
    """Share one's own contact."""
    person = chat.person
    contact = {"phone_number": person.phone, "first_name": "Ada", "user_id": person.chat_id}
    return _message(chats, chat, contact=contact)


def presses(label: str | Callable[[Person], str]) -> Make:
    """Return how the button of this label is pressed on the newest card."""

    def make(chats: Chats, chat: Chat) -> Update:
        wanted = label if isinstance(label, str) else label(chat.person)
        update_id = chats.next_update_id()
        return {
            "update_id": update_id,
            "callback_query": {
                "id": str(update_id),
                "from": chat.user,
                "message": chat.card,
                "chat_instance": str(chat.person.chat_id),
                "data": _data(chat.card, wanted),
            },
        }

    return make


def _message(chats: Chats, chat: Chat, **content: Any) -> Update:
    message = {
        "message_id": chats.next_message_id(),
        "from": chat.user,
        "chat": chat.place,
        "date": int(time.time()),
        **content,
    }
    return {"update_id": chats.next_update_id(), "message": message}


def _data(card: dict[str, Any], label: str) -> str:
    for row in card.get("reply_markup", {}).get("inline_keyboard", ()):
        for button in row:
            if button["text"] == label:
                return str(button["callback_data"])
    raise LookupError(f"no button says {label}")


SCRIPT = (
    Step("start", says("/start"), ("Do you agree",)),
    Step("consent", presses("Agree"), ("What is your full name?",)),
    Step("name", says(lambda p: f"Ada {p.last_name}"), ("What is your phone number?",)),
    Step("phone", shares_contact, ("What is your e-mail address?",)),
    Step("wrong e-mail", says("not an e-mail"), ("has an @",)),
    Step("e-mail", says(lambda p: p.email), ("When were you born?",)),
    Step("birth date", says(lambda p: f"{p.born_on:%d %B %Y}"), ("What is your gender?",)),
    Step("gender", presses(lambda p: p.gender.capitalize()), ("All correct?",)),
    Step("confirm", presses("Confirm"), ("Accepted.", REGISTERED)),
)
