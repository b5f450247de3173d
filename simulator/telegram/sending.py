"""What a bot can do in a chat: send, edit, delete, leave.

Each function is a Bot API method: it takes the world and the call's parameters, returns the
result, and raises ApiError in Telegram's words.  One kindness: a bot may write to people who
have not written first, so that a test can start anywhere.
"""

from dataclasses import replace
from typing import Any

from simulator.telegram.chats import Chat
from simulator.telegram.errors import NOT_MODIFIED, bad_request
from simulator.telegram.json_types import Json
from simulator.telegram.keyboards import Markup, read_inline_markup, read_markup
from simulator.telegram.messages import Message
from simulator.telegram.parameters import Parameters
from simulator.telegram.world import World

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
DELETABLE_SECONDS = 48 * 3600
LEFT = "Forbidden: bot is not a member of the supergroup chat"


def send_message(world: World, parameters: Parameters) -> Json:
    """https://core.telegram.org/bots/api#sendmessage."""
    chat = chat_for_writing(world, parameters)
    return _send(world, chat, parameters, _words(parameters)).as_api()


def send_document(world: World, parameters: Parameters) -> Json:
    """https://core.telegram.org/bots/api#senddocument."""
    chat = chat_for_writing(world, parameters)
    caption = parameters.text("caption")
    _check_length(caption, CAPTION_UNITS, "message caption is too long")
    content: Json = {"document": _document(world, parameters)}
    content |= {"caption": caption} if caption else {}
    return _send(world, chat, parameters, content).as_api()


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#sendchataction."""
    chat = chat_for_writing(world, parameters)
    if not parameters.text("action"):
        raise bad_request("wrong parameter action in request")
    world.events.notify("typing", chat.id)
    return True


def edit_message_text(world: World, parameters: Parameters) -> Json:
    """https://core.telegram.org/bots/api#editmessagetext; without a keyboard it takes one away."""
    chat, message = _editable(world, parameters)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, chat, message, _words(parameters), parameters)


def edit_message_reply_markup(world: World, parameters: Parameters) -> Json:
    """https://core.telegram.org/bots/api#editmessagereplymarkup."""
    chat, message = _editable(world, parameters)
    return _edit(world, chat, message, message.content, parameters)


def delete_message(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#deletemessage; either side's, for 48 hours."""
    chat = chat_for_writing(world, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if world.now() - message.date >= DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    chat.delete(message)
    world.events.notify("chat", chat.id)
    return True


def leave_chat(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#leavechat."""
    chat = chat_for_writing(world, parameters)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    chat.refusal = LEFT
    return True


def chat_of(world: World, parameters: Parameters) -> Chat:
    """Find the chat that `chat_id` names, by number or by @name."""
    named = parameters.text("chat_id")
    if not named:
        raise bad_request("chat_id is empty")
    for chat in world.chats.values():
        if named in {str(chat.id), f"@{chat.info.get('username')}"}:
            return chat
    raise bad_request("chat not found")


def chat_for_writing(world: World, parameters: Parameters) -> Chat:
    """Find the chat that `chat_id` names, if the bot may act there."""
    chat = chat_of(world, parameters)
    chat.open_to_bot()
    return chat


def _words(parameters: Parameters) -> Json:
    text = parameters.text("text")
    if not text.strip():
        raise bad_request("message text is empty")
    _check_length(text, TEXT_UNITS, "message is too long")
    entities = parameters.tree("entities")
    content: Json = {"text": text}
    return content | ({"entities": entities} if entities else {})


def _check_length(text: str, units: int, reason: str) -> None:
    """Telegram counts UTF-16 code units."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 > units:
        raise bad_request(reason)


def _send(world: World, chat: Chat, parameters: Parameters, content: Json) -> Message:
    markup = read_markup(parameters.tree("reply_markup"), private=chat.private)
    message = Message(
        message_id=world.next_message_id(),
        chat=chat.info,
        sender=world.bot.user(),
        date=world.now(),
        content=content,
        inline_keyboard=markup.inline,
        replied_to=_replied_to(chat, parameters),
        bound=markup.kind in {"reply", "remove", "force_reply"},
    )
    _change_keyboard(chat, markup, message.message_id)
    return world.say(chat, message)


def _change_keyboard(chat: Chat, markup: Markup, message_id: int) -> None:
    if markup.kind == "reply":
        chat.show_keyboard(markup.body, message_id)
    elif markup.kind == "remove":
        chat.show_keyboard(None, None)


def _replied_to(chat: Chat, parameters: Parameters) -> Message | None:
    wanted = Parameters(parameters.object("reply_parameters"))
    message_id = wanted.integer("message_id", parameters.integer("reply_to_message_id"))
    message = chat.find(message_id)
    if message_id and message is None and not wanted.flag("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _document(world: World, parameters: Parameters) -> Json:
    named = parameters.text("document")
    upload = parameters.uploads.get(named.removeprefix("attach://") or "document")
    if upload is None and named not in world.files:
        raise bad_request("there is no document in the request")
    file_id = (
        named if upload is None else world.keep_file("documents", upload.file_name, upload.content)
    )
    file = world.files[file_id]
    return {
        "file_id": file_id,
        "file_unique_id": f"unique-{file_id}",
        "file_name": file.path.rpartition("/")[2],
        "mime_type": upload.mime_type if upload else "application/octet-stream",
        "file_size": len(file.content),
    }


def _editable(world: World, parameters: Parameters) -> tuple[Chat, Message]:
    """Find the bot's own message, if it may be edited.

    A message that carried a reply keyboard may not
    (https://core.telegram.org/bots/api#updating-messages).
    """
    if not parameters.text("message_id"):
        raise bad_request("message identifier is not specified")
    chat = chat_for_writing(world, parameters)
    message = chat.find(parameters.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if not message.by_bot or message.bound:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(
    world: World, chat: Chat, message: Message, content: Json, parameters: Parameters
) -> Json:
    keyboard: Any = read_inline_markup(parameters.tree("reply_markup"))
    if (content, keyboard) == (message.content, message.inline_keyboard):
        raise bad_request(NOT_MODIFIED.removeprefix("Bad Request: "))
    edited = replace(message, content=content, inline_keyboard=keyboard, edit_date=world.now())
    return world.say(chat, edited).as_api()
