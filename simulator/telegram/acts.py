"""What a person can do on the stage, and the update each act sends to the bot."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

from simulator.telegram.chats import Chat
from simulator.telegram.json_types import Json
from simulator.telegram.messages import Message
from simulator.telegram.people import Person
from simulator.telegram.updates import Queue
from simulator.telegram.wishes import (
    ContactWish,
    EditWish,
    GroupWish,
    MediaWish,
    PersonWish,
    PressWish,
    TextWish,
)
from simulator.telegram.world import Query, World

FIRST_NEW_PERSON = 1003
FIRST_GROUP = -1001000000001
COMMAND = re.compile(r"/[A-Za-z0-9_]+(?:@\w+)?")
STATUS_WHEN_BLOCKED: Mapping[bool, str] = {True: "kicked", False: "member"}


@dataclass(slots=True)
class Impossible(Exception):  # noqa: N818 - it names what was asked, not a failure of the stage
    """What was asked for cannot be done; `status` is the HTTP status that says so."""

    status: int
    reason: str


def join(world: World, wish: PersonWish) -> Person:
    """Let a new person come onto the stage."""
    ids = (number for number in count(FIRST_NEW_PERSON) if number not in world.people)
    person_id = next(ids) if wish.id is None else wish.id
    if person_id in world.people:
        raise Impossible(409, f"person {person_id} is already here")
    details = wish.model_dump(exclude={"id", "username"})
    person = Person(person_id, username=wish.username or f"person_{person_id}", **details)
    world.welcome(person)
    return person


def say(world: World, person: Person, wish: TextWish) -> Json:
    """Send a text message."""
    chat = _private_chat(world, person)
    if chat.has_key(wish.text):
        chat.keyboard_used()
    replied_to = _found(chat, wish.reply_to_message_id) if wish.reply_to_message_id else None
    return _speak(world, person, chat, _text(wish.text), date=wish.date, replied_to=replied_to)


def share_contact(world: World, person: Person, wish: ContactWish) -> Json:
    """Share a number: the person's own by the keyboard's button, else somebody's card."""
    chat = _private_chat(world, person)
    if wish.phone_number is not None:
        content = {"contact": wish.card()} | _forwarded(world, wish)
        return _speak(world, person, chat, content)
    asked_in = chat.find(chat.keyboard_from) if chat.keyboard_from else None
    chat.keyboard_used()
    contact = {"phone_number": person.phone_number, "user_id": person.id} | {
        name: value for name, value in person.user().items() if name in {"first_name", "last_name"}
    }
    return _speak(world, person, chat, {"contact": contact}, replied_to=asked_in)


def send_media(world: World, person: Person, wish: MediaWish) -> Json:
    """Send a sticker, a voice message, a photo, a document or a place."""
    chat = _private_chat(world, person)
    file_id = world.keep_file(f"{wish.kind}s", wish.file_name(), wish.bytes())
    content = wish.content(file_id)
    return _speak(world, person, chat, content)


def edit(world: World, person: Person, wish: EditWish) -> Json:
    """Rewrite an own text message."""
    chat = _private_chat(world, person)
    message = _found(chat, wish.message_id)
    if message.by_bot or "text" not in message.content:
        raise Impossible(409, "only the person's own text messages can be edited")
    edited = replace(message, content=_text(wish.text), edit_date=world.now())
    return _tell(world, chat, "edited_message", edited)


def press(world: World, person: Person, wish: PressWish) -> Json:
    """Press a button under a message; `data` may be forged, or what was there a moment ago."""
    chat = _private_chat(world, person)
    message, data = _pressed(chat, wish)
    query_id = str(4_382_000_000_000_000_000 + world.updates.last_id + 1)
    world.queries[query_id] = Query(chat.id, world.clock())
    query = {
        "id": query_id,
        "from": person.user(),
        "message": message.as_api(),
        "chat_instance": str(-(2**60) - chat.id),
        "data": data,
    }
    queue = Queue("presses", person.id)
    update_id = world.updates.put("callback_query", query, queue, chat.id)
    world.events.notify("chat", chat.id)
    return {"callback_query_id": query_id, "update_id": update_id}


def say_in_group(world: World, person: Person, wish: GroupWish) -> Json:
    """Say something in a group; a bot that had left is quietly added again."""
    chat = _group(world, wish.title)
    chat.refuse_bot(blocked=False)
    return _speak(world, person, chat, _text(wish.text))


def set_blocked(world: World, person: Person, *, blocked: bool) -> Json:
    """Block the bot, or let it write again."""
    world.welcome(replace(person, blocked=blocked))
    before, after = STATUS_WHEN_BLOCKED[not blocked], STATUS_WHEN_BLOCKED[blocked]
    change = {
        "chat": person.chat(),
        "from": person.user(),
        "date": world.now(),
        "old_chat_member": _member(world, before),
        "new_chat_member": _member(world, after),
    }
    queue = Queue("messages", person.id)
    update_id = world.updates.put("my_chat_member", change, queue, person.id)
    world.events.notify("chat", person.id)
    return {"update_id": update_id}


def repeat(world: World, update_id: int) -> Json:
    """Deliver an update once more, with the number it had."""
    if not world.updates.repeat(update_id):
        raise Impossible(404, f"update {update_id} is not known")
    return {"update_id": update_id}


def _private_chat(world: World, person: Person) -> Chat:
    if person.blocked:
        raise Impossible(409, f"person {person.id} has blocked the bot; unblock it first")
    return world.chats[person.id]


def _group(world: World, title: str) -> Chat:
    groups = [chat for chat in world.chats.values() if not chat.private]
    for group in groups:
        if group.info["title"] == title:
            return group
    group_id = FIRST_GROUP - len(groups)
    world.chats[group_id] = Chat({"id": group_id, "type": "supergroup", "title": title})
    return world.chats[group_id]


def _found(chat: Chat, message_id: int, *, even_deleted: bool = False) -> Message:
    message = chat.messages.get(message_id)
    if message is None or (message.deleted and not even_deleted):
        raise Impossible(404, f"message {message_id} is not in chat {chat.id}")
    return message


def _pressed(chat: Chat, wish: PressWish) -> tuple[Message, str]:
    """Find message and data: an app sends the data it showed, whatever became of the message."""
    if wish.data is not None:
        return _found(chat, wish.message_id, even_deleted=True), wish.data
    message = _found(chat, wish.message_id)
    return message, _data_of(message, wish.text)


def _data_of(message: Message, label: str | None) -> str:
    keyboard = message.inline_keyboard or {"inline_keyboard": []}
    for button in (button for row in keyboard["inline_keyboard"] for button in row):
        if button["text"] == label and "callback_data" in button:
            return str(button["callback_data"])
    raise Impossible(409, f"message {message.message_id} has no button {label!r} to press")


def _text(text: str) -> Json:
    """Make a text message's content; a command is marked as Telegram's apps mark it."""
    command = COMMAND.match(text)
    if command is None:
        return {"text": text}
    entity = {"type": "bot_command", "offset": 0, "length": len(command[0])}
    return {"text": text, "entities": [entity]}


def _forwarded(world: World, wish: ContactWish) -> Json:
    if not wish.forwarded:
        return {}
    author = {"id": wish.user_id or 0, "is_bot": False, "first_name": wish.first_name}
    return {"forward_origin": {"type": "user", "sender_user": author, "date": world.now()}}


def _member(world: World, status: str) -> Json:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"user": world.bot.user(), "status": status} | until


def _speak(
    world: World,
    person: Person,
    chat: Chat,
    content: Json,
    *,
    date: int | None = None,
    replied_to: Message | None = None,
) -> Json:
    message = Message(
        message_id=world.next_message_id(),
        chat=chat.info,
        sender=person.user(),
        date=world.now() if date is None else date,
        content=content,
        replied_to=replied_to,
    )
    return _tell(world, chat, "message", message)


def _tell(world: World, chat: Chat, kind: str, message: Message) -> Json:
    world.say(chat, message)
    queue = Queue("messages", chat.id)
    update_id = world.updates.put(kind, message.as_api(), queue, chat.id)
    world.events.notify("chat", chat.id)
    return {"message_id": message.message_id, "update_id": update_id}
