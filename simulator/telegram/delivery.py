"""How Telegram's server delivers to a webhook: one update a queue, repeated until a 2xx.

Read off https://github.com/tdlib/telegram-bot-api (WebhookActor): a repeat comes after one second,
doubling to sixty; `Retry-After` is honoured; an answer has sixty seconds; a 2xx answer whose JSON
names a `method` is a call of the Bot API.
"""

import asyncio
import json
import random

import aiohttp

from simulator.telegram.json_types import Json
from simulator.telegram.methods import perform
from simulator.telegram.parameters import Parameters
from simulator.telegram.updates import Queue, Waiting
from simulator.telegram.world import Webhook, World

FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0


def wait_before_repeat(failures: int, retry_after: str = "") -> float:
    """Seconds until an update is sent again after so many failures (1 or more)."""
    if retry_after.isdigit():
        return float(retry_after)
    return float(min(FIRST_WAIT_SECONDS * 2 ** (failures - 1), LONGEST_WAIT_SECONDS))


class Delivery:
    """The senders at work: one for each queue in which something waits."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._senders: dict[Queue, asyncio.Task[None]] = {}
        self._changed = asyncio.Event()
        self._http: aiohttp.ClientSession | None = None
        world.updates.on_arrival.append(self.start)
        world.on_webhook.append(self._webhook_changed)

    async def open(self) -> None:
        """Get ready to deliver; keep-alive connections, as Telegram uses them."""
        self._http = aiohttp.ClientSession()

    async def close(self) -> None:
        """Stop delivering, whatever is under way."""
        http, self._http = self._http, None
        senders = list(self._senders.values())
        for sender in senders:
            sender.cancel()
        await asyncio.gather(*senders, return_exceptions=True)
        if http:
            await http.close()

    def start(self) -> None:
        """See that each queue with something in it has a sender, if there is a webhook."""
        if not self._world.webhook.url or self._http is None:
            return
        for queue in self._world.updates.queues.keys() - self._senders.keys():
            sender = asyncio.create_task(self._send_all(queue, self._http))
            self._senders[queue] = sender

    def _webhook_changed(self) -> None:
        """Let nobody go on waiting for the webhook that the bot had before."""
        self._changed.set()
        self._changed = asyncio.Event()
        self.start()

    async def _send_all(self, queue: Queue, http: aiohttp.ClientSession) -> None:
        failures = 0
        try:
            while self._world.webhook.url and (waiting := self._world.updates.first(queue)):
                failures = await self._send(waiting, http, failures)
        finally:
            del self._senders[queue]
            self.start()

    async def _send(self, waiting: Waiting, http: aiohttp.ClientSession, failures: int) -> int:
        """Deliver once; wait as long as it takes when it fails.  Returns the failures so far."""
        await asyncio.sleep(max(0.0, waiting.ready_at - self._world.clock()))
        webhook = self._world.webhook
        problem, retry_after = await self._post(waiting, http, webhook)
        self._world.events.notify("chat", waiting.chat_id)
        if not problem:
            return 0
        webhook.last_error, webhook.last_error_at = problem, self._world.now()
        await self._pause(wait_before_repeat(failures + 1, retry_after))
        return failures + 1

    async def _post(
        self, waiting: Waiting, http: aiohttp.ClientSession, webhook: Webhook
    ) -> tuple[str, str]:
        """Send the update.  Returns what went wrong (empty when nothing) and `Retry-After`."""
        headers = {"Content-Type": "application/json"}
        if webhook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret_token
        body = json.dumps(waiting.update).encode()
        try:
            async with (
                asyncio.timeout(self._world.webhook_patience),
                http.post(
                    webhook.url, data=body, headers=headers, allow_redirects=False
                ) as response,
            ):
                answer = await response.read()
        except TimeoutError:
            return "Read timeout expired", ""
        except aiohttp.ClientConnectorError:
            return "Connection refused", ""
        except (aiohttp.ClientError, OSError, ValueError):
            return "Connection reset by peer", ""
        if response.status // 100 != 2:  # noqa: PLR2004 - 2xx is the fact itself
            problem = f"Wrong response from the webhook: {response.status} {response.reason}"
            return problem, response.headers.get("Retry-After", "")
        return self._arrived(waiting, answer), ""

    def _arrived(self, waiting: Waiting, answer: bytes) -> str:
        """Acknowledge the update and make the call in the answer, unless the answer is lost.

        What answers an update that was dropped on the way is dropped, too.
        """
        if random.random() < self._world.updates.mishaps.lose_answer:
            return "Read timeout expired"
        call = call_in(answer)
        if self._world.updates.done(waiting) and call is not None:
            perform(self._world, str(call.pop("method")), Parameters(call), "webhook_answer")
        return ""

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return


def call_in(answer: bytes) -> Json | None:
    """Find the API call that a webhook's answer carries, if it does."""
    try:
        call = json.loads(answer)
    except ValueError:
        return None
    return call if isinstance(call, dict) and "method" in call else None
