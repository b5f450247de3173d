"""The Bot API's methods by name, and how one call is made: fault, effect, note, answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from simulator.telegram.errors import QUERY_TOO_OLD, ApiError, bad_request
from simulator.telegram.faults import Fault
from simulator.telegram.json_types import Json
from simulator.telegram.parameters import Parameters
from simulator.telegram.receiving import delete_webhook, get_webhook_info, set_webhook
from simulator.telegram.sending import (
    chat_of,
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    leave_chat,
    send_chat_action,
    send_document,
    send_message,
)
from simulator.telegram.world import World

Method: TypeAlias = Callable[[World, Parameters], Any]

COMMANDS_ALLOWED = 100
LARGEST_DOWNLOAD = 20 * 1024 * 1024
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the bot gets: a status and a body, JSON or HTML; status None closes the connection.

    `updates` is how many of them a poll hands out, None for any other call.
    """

    status: int | None
    body: Json | str
    updates: int | None = None


def get_me(world: World, _: Parameters) -> Json:
    """https://core.telegram.org/bots/api#getme."""
    return world.bot.myself()


def get_chat(world: World, parameters: Parameters) -> Json:
    """https://core.telegram.org/bots/api#getchat."""
    chat = chat_of(world, parameters)
    fixed = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}
    return chat.info | fixed


def get_file(world: World, parameters: Parameters) -> Json:
    """https://core.telegram.org/bots/api#getfile."""
    file_id = parameters.text("file_id")
    file = world.files.get(file_id)
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {
        "file_id": file_id,
        "file_unique_id": f"unique-{file_id}",
        "file_size": len(file.content),
        "file_path": file.path,
    }


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#answercallbackquery; one answer, within its time."""
    query_id = parameters.text("callback_query_id")
    if not world.query_is_open(query_id):
        raise ApiError(400, QUERY_TOO_OLD)
    chat_id = world.queries.pop(query_id).chat_id
    if parameters.text("text"):
        world.chats[chat_id].toasts.append(parameters.text("text"))
    world.events.notify("chat", chat_id)
    return True


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#setmycommands."""
    commands = parameters.tree("commands")
    if not isinstance(commands, list) or len(commands) > COMMANDS_ALLOWED:
        raise bad_request("can't parse commands list")
    world.bot.commands[_scope(parameters)] = commands
    world.events.notify("bot")
    return True


def delete_my_commands(world: World, parameters: Parameters) -> bool:
    """https://core.telegram.org/bots/api#deletemycommands."""
    world.bot.commands.pop(_scope(parameters), None)
    world.events.notify("bot")
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[Json]:
    """https://core.telegram.org/bots/api#getmycommands."""
    return world.bot.commands.get(_scope(parameters), [])


def set_description(name: str) -> Method:
    """Make setMyDescription, setMyShortDescription or setMyName."""

    def method(world: World, parameters: Parameters) -> bool:
        key = (name, parameters.text("language_code"))
        world.bot.descriptions[key] = parameters.text(name)
        world.events.notify("bot")
        return True

    return method


def get_description(name: str) -> Method:
    """Make the getter beside `set_description`."""

    def method(world: World, parameters: Parameters) -> Json:
        key = (name, parameters.text("language_code"))
        return {name: world.bot.descriptions.get(key, "")}

    return method


def perform(world: World, name: str, parameters: Parameters, via: str) -> Outcome:
    """Make one call; `via` says how it came: `api` or `webhook_answer`."""
    method = METHODS.get(name.lower())
    if method is None:
        return note(world, name, parameters, via, refused(ApiError(404, "Not Found")))
    fault = meet(world, name, parameters)
    outcome = _stopped(fault) or _tried(world, method, parameters)
    if fault and fault.answer == "drop":
        outcome = Outcome(None, "")
    return note(world, name, parameters, via, outcome)


def meet(world: World, name: str, parameters: Parameters) -> Fault | None:
    """Find the fault that this call meets, if any."""
    fault = world.faults.meet(name, parameters.integer("chat_id") or None)
    if fault:
        world.events.notify("faults")
    return fault


def note(world: World, name: str, parameters: Parameters, via: str, outcome: Outcome) -> Outcome:
    """Write the call down, and pass its outcome on."""
    world.write_down(name, parameters.shown(), via, outcome.status, outcome.updates)
    return outcome


def refused(error: ApiError) -> Outcome:
    """Answer a call that Telegram refuses."""
    return Outcome(error.code, error.answer())


def _stopped(fault: Fault | None) -> Outcome | None:
    """Answer a call that a fault keeps from taking effect."""
    if fault is None or fault.answer == "drop":
        return None
    if fault.answer == "reset":
        return Outcome(None, "")
    refusal = fault.refusal()
    return refused(refusal) if refusal else Outcome(502, BAD_GATEWAY)


def _tried(world: World, method: Method, parameters: Parameters) -> Outcome:
    try:
        return Outcome(200, {"ok": True, "result": method(world, parameters)})
    except ApiError as error:
        return refused(error)


def _scope(parameters: Parameters) -> tuple[str, str]:
    scope = parameters.object("scope")
    return str(scope.get("type", "default")), parameters.text("language_code")


_NO_GIFTS = {
    "unlimited_gifts": False,
    "limited_gifts": False,
    "unique_gifts": False,
    "premium_subscription": False,
    "gifts_from_channels": False,
}

METHODS: Mapping[str, Method] = {
    "getme": get_me,
    "setwebhook": set_webhook,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendchataction": send_chat_action,
    "editmessagetext": edit_message_text,
    "editmessagereplymarkup": edit_message_reply_markup,
    "deletemessage": delete_message,
    "leavechat": leave_chat,
    "getchat": get_chat,
    "getfile": get_file,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "deletemycommands": delete_my_commands,
    "getmycommands": get_my_commands,
    "setmyname": set_description("name"),
    "getmyname": get_description("name"),
    "setmydescription": set_description("description"),
    "getmydescription": get_description("description"),
    "setmyshortdescription": set_description("short_description"),
    "getmyshortdescription": get_description("short_description"),
}
