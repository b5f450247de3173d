"""The bot's door: `/bot<token>/<method>` and `/file/bot<token>/<path>` over HTTP."""

import asyncio
import random
import re
from json import dumps

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from simulator.telegram.errors import ApiError
from simulator.telegram.json_types import Json
from simulator.telegram.methods import Outcome, meet, note, perform, refused
from simulator.telegram.parameters import Parameters, parse
from simulator.telegram.polling import Polling
from simulator.telegram.world import World

TOKEN = re.compile(r"([1-9][0-9]{0,18}):[A-Za-z0-9_-]{1,60}")
BAD_TOKEN = ApiError(401, "Unauthorized: invalid token specified")


class BotDoor:
    """The Bot API over HTTP.  Any well-formed token is the bot's; its number is the bot's id."""

    def __init__(self, world: World, polling: Polling) -> None:
        self._world = world
        self._polling = polling

    def routes(self) -> list[Route]:
        """Where Telegram answers bots."""
        return [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.file),
        ]

    async def call(self, request: Request) -> Response:
        """Answer one call."""
        token = TOKEN.fullmatch(request.path_params["token"])
        if token is None:
            return _response(refused(BAD_TOKEN))
        self._world.bot.id = int(token[1])
        method = str(request.path_params["method"])
        outcome = await self._outcome(method, request)
        return await hang_up(request) if outcome.status is None else _response(outcome)

    async def file(self, request: Request) -> Response:
        """Hand out a file that getFile named."""
        path = request.path_params["path"]
        for file in self._world.files.values():
            if file.path == path and TOKEN.fullmatch(request.path_params["token"]):
                return Response(file.content, media_type="application/octet-stream")
        return _response(refused(ApiError(404, "Not Found")))

    async def _outcome(self, method: str, request: Request) -> Outcome:
        try:
            content_type = request.headers.get("content-type", "")
            parameters = parse(content_type, await request.body(), request.url.query)
        except ApiError as error:
            return note(self._world, method, Parameters(), "api", refused(error))
        if method.lower() != "getupdates":
            return perform(self._world, method, parameters, "api")
        return note(self._world, method, parameters, "api", await self._updates(parameters))

    async def _updates(self, parameters: Parameters) -> Outcome:
        fault = meet(self._world, "getUpdates", parameters)
        if fault:
            refusal = fault.refusal()
            return refused(refusal) if refusal else Outcome(None, "")
        try:
            updates = await self._polling.get_updates(parameters)
        except ApiError as error:
            return refused(error)
        lost = updates and random.random() < self._world.updates.mishaps.lose_answer
        if lost:
            return Outcome(None, "")
        return Outcome(200, {"ok": True, "result": updates}, len(updates))


class AsciiJSON(Response):
    """JSON in ASCII, as Telegram writes it: even half a surrogate pair can be told."""

    media_type = "application/json"

    def render(self, content: Json) -> bytes:
        """Serialise the content."""
        return dumps(content).encode()


async def hang_up(request: Request) -> Response:
    """Close the connection without a word; what is returned reaches nobody."""
    request.state.hang_up()
    await asyncio.sleep(0)
    return Response(status_code=502)


def _response(outcome: Outcome) -> Response:
    status = outcome.status or 502
    if isinstance(outcome.body, str):
        return HTMLResponse(outcome.body, status)
    return AsciiJSON(outcome.body, status)
