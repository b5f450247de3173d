"""getUpdates: real long polling, one poller at a time, and an offset that confirms."""

import asyncio

from simulator.telegram.errors import conflict
from simulator.telegram.json_types import Json
from simulator.telegram.parameters import Parameters
from simulator.telegram.receiving import remember_allowed
from simulator.telegram.updates import Waiting
from simulator.telegram.world import World

LONGEST_POLL_SECONDS = 50
MOST_UPDATES = 100
WEBHOOK_IS_SET = (
    "can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
ANOTHER_POLLER = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_WAS_SET = "terminated by setWebhook request"


class Polling:
    """The bot's open getUpdates request, if it has one."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._turn = 0
        self._arrival = asyncio.Event()
        self._closed = False
        self._repeats_handed_out: set[Waiting] = set()
        world.updates.on_arrival.append(self._wake)
        world.on_webhook.append(self._wake)

    async def get_updates(self, parameters: Parameters) -> list[Json]:
        """https://core.telegram.org/bots/api#getupdates; raises ApiError 409 like Telegram."""
        if self._world.webhook.url:
            raise conflict(WEBHOOK_IS_SET)
        self._turn += 1
        remember_allowed(self._world, parameters)
        self._confirm(parameters.integer("offset"))
        timeout = min(max(parameters.integer("timeout"), 0), LONGEST_POLL_SECONDS)
        self._wake()
        waiting = await self._wait(self._turn, timeout)
        limit = parameters.integer("limit", MOST_UPDATES)
        handed_out = waiting[: min(max(limit, 1), MOST_UPDATES)]
        self._repeats_handed_out.update(each for each in handed_out if each.again)
        return [each.update for each in handed_out]

    def close(self) -> None:
        """End the open request: the process is about to stop."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        """Let the open request look again."""
        self._arrival.set()

    def _confirm(self, offset: int) -> None:
        """Forget what came before `offset`; a negative one keeps only that many of the last."""
        everything = self._world.updates.all()
        known = everything[:offset] if offset < 0 else everything
        for waiting in known:
            fresh_repeat = waiting.again and waiting not in self._repeats_handed_out
            if offset < 0 or (waiting.update_id < offset and not fresh_repeat):
                self._repeats_handed_out.discard(waiting)
                self._world.updates.done(waiting)
                self._world.events.notify("chat", waiting.chat_id)

    async def _wait(self, turn: int, patience: float) -> list[Waiting]:
        deadline = self._world.clock() + patience
        while True:
            self._arrival.clear()
            ready = self._ready()
            now = self._world.clock()
            if ready or now >= deadline or self._closed:
                return ready
            await self._sleep(min(deadline, self._next_ready_at(deadline)) - now)
            self._check_turn(turn)

    async def _sleep(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._arrival.wait(), seconds)
        except TimeoutError:
            return

    def _check_turn(self, turn: int) -> None:
        if turn != self._turn:
            raise conflict(ANOTHER_POLLER)
        if self._world.webhook.url:
            raise conflict(WEBHOOK_WAS_SET)

    def _ready(self) -> list[Waiting]:
        now = self._world.clock()
        return [each for each in self._world.updates.all() if each.ready_at <= now]

    def _next_ready_at(self, otherwise: float) -> float:
        return min((each.ready_at for each in self._world.updates.all()), default=otherwise)
