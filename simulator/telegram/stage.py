"""The stage's door: what tests, commands and the chat page do and see, over HTTP."""

import json
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from simulator.telegram import acts
from simulator.telegram.acts import Impossible
from simulator.telegram.api import AsciiJSON
from simulator.telegram.chats import Chat
from simulator.telegram.faults import Faults, FaultsWanted
from simulator.telegram.json_types import Json
from simulator.telegram.people import Person
from simulator.telegram.wishes import (
    ContactWish,
    EditWish,
    GroupWish,
    MediaWish,
    PersonWish,
    PressWish,
    RepeatWish,
    ResetWish,
    TextWish,
)
from simulator.telegram.world import CALLS_KEPT, World

AnyWish = TypeVar("AnyWish", bound=BaseModel)

STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class StageDoor:
    """The control API, but for Flextell's part; `also_reset` is called when all is forgotten."""

    def __init__(self, world: World, also_reset: Callable[[], None]) -> None:
        self._world = world
        self._also_reset = also_reset

    def routes(self) -> list[Route]:
        """Where the stage is played and watched."""
        return [
            Route("/stage/health", self.health),
            Route("/stage/reset", self.reset, methods=["POST"]),
            Route("/stage/events", self.events),
            Route("/stage/people", self.people),
            Route("/stage/people", self.join, methods=["POST"]),
            *(self._act(path, *act) for path, act in ACTS.items()),
            Route("/stage/people/{id:int}/block", self.block, methods=["POST"]),
            Route("/stage/people/{id:int}/unblock", self.unblock, methods=["POST"]),
            Route("/stage/people/{id:int}/updates/repeat", self.repeat, methods=["POST"]),
            Route("/stage/chats/{id}", self.chat),
            Route("/stage/telegram/bot", self.bot),
            Route("/stage/telegram/calls", self.calls),
            Route("/stage/telegram/updates", self.updates),
            Route("/stage/telegram/faults", self.faults),
            Route("/stage/telegram/faults", self.set_faults, methods=["PUT"]),
        ]

    async def health(self, _: Request) -> Response:
        """Say that the stage stands."""
        return AsciiJSON({"ok": True})

    async def reset(self, request: Request) -> Response:
        """Forget everything but the two first people."""
        wish = await _read(request, ResetWish)
        self._world.forget(keep_bot=wish.keep_bot)
        self._also_reset()
        return AsciiJSON({"ok": True})

    async def events(self, _: Request) -> Response:
        """Follow what changes."""
        stream = self._world.events.follow()
        return StreamingResponse(stream, headers=STREAM_HEADERS, media_type="text/event-stream")

    async def people(self, _: Request) -> Response:
        """Everybody on the stage."""
        return AsciiJSON({"people": [each.shown() for each in self._world.people.values()]})

    async def join(self, request: Request) -> Response:
        """Somebody new comes."""
        person = acts.join(self._world, await _read(request, PersonWish))
        return AsciiJSON(person.shown(), 201)

    async def block(self, request: Request) -> Response:
        """Let the person block the bot."""
        person = self._person(request)
        return AsciiJSON(acts.set_blocked(self._world, person, blocked=True), 201)

    async def unblock(self, request: Request) -> Response:
        """Let the person unblock the bot."""
        person = self._person(request)
        return AsciiJSON(acts.set_blocked(self._world, person, blocked=False), 201)

    async def repeat(self, request: Request) -> Response:
        """Let an update come once more."""
        self._person(request)
        wish = await _read(request, RepeatWish)
        return AsciiJSON(acts.repeat(self._world, wish.update_id), 201)

    async def chat(self, request: Request) -> Response:
        """One chat, as the person sees it."""
        chat = next((c for c in self._world.chats.values() if str(c.id) == _id(request)), None)
        if chat is None:
            raise Impossible(404, f"chat {_id(request)} is not on the stage")
        return AsciiJSON(shown(chat, self._world.updates.undelivered(chat.id)))

    async def bot(self, _: Request) -> Response:
        """Show what the bot told Telegram about itself."""
        return AsciiJSON(self._world.bot.shown())

    async def calls(self, request: Request) -> Response:
        """List the bot's last calls, oldest first.

        `?last=60` gives only the last 60 of them, `?empty_polls=false` none that got no updates.
        """
        last = int(request.query_params.get("last", CALLS_KEPT))
        calls = list(self._world.calls)
        if request.query_params.get("empty_polls") == "false":
            calls = [call for call in calls if call.get("updates") != 0]
        return AsciiJSON({"calls": calls[-last:]})

    async def updates(self, request: Request) -> Response:
        """List all that people did, oldest first, each as it is told to the bot.

        `?last=0` only counts them.
        """
        told = [each.update for each in self._world.updates.told.values()]
        last = int(request.query_params.get("last", len(told)))
        return AsciiJSON({"count": len(told), "updates": told[len(told) - last :]})

    async def faults(self, _: Request) -> Response:
        """List the faults still to come."""
        return AsciiJSON(self._shown_faults())

    async def set_faults(self, request: Request) -> Response:
        """Replace all faults."""
        wanted = await _read(request, FaultsWanted)
        self._world.faults = Faults(wanted)
        self._world.updates.mishaps = wanted.updates
        self._world.events.notify("faults")
        return AsciiJSON(self._shown_faults())

    def _shown_faults(self) -> Json:
        return self._world.faults.wanted.model_dump()

    def _person(self, request: Request) -> Person:
        person = self._world.people.get(int(_id(request)))
        if person is None:
            raise Impossible(404, f"person {_id(request)} is not on the stage")
        return person

    def _act(self, name: str, wish: type[BaseModel], act: Callable[..., Json]) -> Route:
        """Make the route of an act that a person does with a wish."""

        async def endpoint(request: Request) -> Response:
            person = self._person(request)
            return AsciiJSON(act(self._world, person, await _read(request, wish)), 201)

        return Route(f"/stage/people/{{id:int}}/{name}", endpoint, methods=["POST"])


ACTS: dict[str, tuple[type[BaseModel], Callable[..., Json]]] = {
    "text": (TextWish, acts.say),
    "contact": (ContactWish, acts.share_contact),
    "media": (MediaWish, acts.send_media),
    "edit": (EditWish, acts.edit),
    "press": (PressWish, acts.press),
    "group": (GroupWish, acts.say_in_group),
}


def shown(chat: Chat, undelivered: int) -> Json:
    """Show a chat as the control API does."""
    return {
        "chat_id": chat.id,
        "messages": [message.as_seen() for message in chat.messages.values()],
        "keyboard": chat.keyboard,
        "undelivered": undelivered,
        "toasts": chat.toasts,
    }


async def explain(_: Request, error: Exception) -> Response:
    """How the stage answers what cannot be done: status and `{"error": ...}`."""
    if isinstance(error, Impossible):
        return AsciiJSON({"error": error.reason}, error.status)
    return AsciiJSON({"error": str(error)}, 422)


async def _read(request: Request, wish: type[AnyWish]) -> AnyWish:
    """Read a body; an empty one wishes for nothing in particular.  Raises what `explain` takes."""
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise Impossible(422, "the body is not JSON") from None
    return wish.model_validate(body)


def _id(request: Request) -> str:
    return str(request.path_params["id"])


REFUSALS = {Impossible: explain, ValidationError: explain}
