"""Calls made outside of the webhook's answers, and what came of them: what to do next."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import orjson
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot import metrics
from bot.telegram.calls import Call
from bot.telegram.transport import Unconnected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.telegram.transport import Transport

AFTER_A_FAULT_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Done:
    """Telegram did it; `message_id` is the message sent or edited."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Later:
    """Telegram did not, or did not say; it may in so many seconds.

    `surely` tells that it did not, as a 429 does, and a connection that never was.
    """

    seconds: float
    surely: bool = False


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The person blocked the bot or is gone: nothing can be said until he comes back."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram will never take this call as it is."""


Sent = Done | Later | Unreachable | Refused


class Sender:
    """The bot's voice outside of the webhook's answers; both addresses end with the token.

    The library's own methods make a message of each answer, which costs more than the call, and
    all that is wanted of it is its id; errors are the library's.
    """

    def __init__(self, base_url: str, base_file_url: str, transport: Transport) -> None:
        self._base_url = base_url
        self._base_file_url = base_file_url
        self._transport = transport

    async def send(self, call: Call) -> Sent:
        """Make the call; an edit that cannot be made is sent as a new message."""
        sent = await self._made(call)
        if isinstance(sent, Refused) and call.method == "editMessageText":
            params = {name: value for name, value in call.params.items() if name != "message_id"}
            return await self._made(Call("sendMessage", params))
        return sent

    async def fetch(self, file_id: str) -> bytes | None:
        """Return a file that was sent to the bot, None where Telegram does not give it (now).

        https://core.telegram.org/bots/api#getfile
        """
        body = orjson.dumps({"file_id": file_id})
        try:
            told = await self._counted("getFile", self._transport.call, body)
            path = str(told["file_path"])
            return await self._transport.fetched(f"{self._base_file_url}/{path}")
        except (TelegramError, KeyError, TypeError):
            return None

    async def acknowledge(self, press_id: str) -> None:
        """Stop the waiting mark on a pressed button; nothing hangs on it."""
        body = orjson.dumps({"callback_query_id": press_id})
        with suppress(TelegramError):
            await self._counted("answerCallbackQuery", self._transport.call, body)

    async def _made(self, call: Call) -> Sent:
        try:
            message = await self._called(call)
        except TelegramError as error:
            # The one text that has to be read: an edit to what already stands there has succeeded.
            if isinstance(error, BadRequest) and "not modified" in error.message.lower():
                return Done(call.params["message_id"])
            return _sorted(error)
        return Done(_message_id(message, call))

    async def _called(self, call: Call) -> Any:
        if call.file is None:
            return await self._counted(call.method, self._transport.call, call.as_body())
        sends = self._transport.upload
        return await self._counted(
            call.method, sends, call.params, call.file.name, call.file.content
        )

    async def _counted(
        self, method: str, make: Callable[..., Awaitable[Any]], *arguments: Any
    ) -> Any:
        """Return the result of a call, which is counted however it ends."""
        try:
            result = await make(f"{self._base_url}/{method}", *arguments)
        except TelegramError as error:
            metrics.TELEGRAM_CALLS.labels(method, type(error).__name__).inc()
            raise
        metrics.TELEGRAM_CALLS.labels(method, "ok").inc()
        return result


def _message_id(message: Any, call: Call) -> int:
    """Return the id of the message sent or edited, 0 where the answer does not tell it."""
    told = message.get("message_id") if isinstance(message, dict) else None
    return int(told or call.params.get("message_id", 0))


def _sorted(error: TelegramError) -> Later | Unreachable | Refused:
    """Return what to do next. BadRequest is a NetworkError to the library: it goes first."""
    match error:
        case RetryAfter():
            return Later(wait_seconds(error), surely=True)
        case Forbidden() | ChatMigrated():
            return Unreachable()
        case BadRequest():
            return Refused()
        case InvalidToken():
            return Later(60)
        case Unconnected():
            return Later(AFTER_A_FAULT_SECONDS, surely=True)
        case NetworkError():
            return Later(AFTER_A_FAULT_SECONDS)
    return Refused()


def wait_seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait, in seconds."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
