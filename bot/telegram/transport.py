"""python-telegram-bot's requests, made with aiohttp: the only module that knows it.

The library's own transport costs ten times the processor time a call.
Errors are raised here as the library's own and without texts of ours, since it puts `repr(error)`
and payloads, which carry the token and people's words, into the messages of what it raises.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import Any, cast

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

# The library's types to come; without it every 429 warns of them instead of being raised.
os.environ["PTB_TIMEDELTA"] = "1"

_JSON = {"Content-Type": "application/json"}

Timeout = Any  # python-telegram-bot passes seconds, None, or its own marker for "not given"


@dataclass(frozen=True, slots=True)
class JSONBody:
    """Parameters written already; what the library makes of them costs twice what sending does."""

    content: bytes


class Transport(BaseRequest):
    """One pool of connections to the Bot API; `seconds` is the deadline of a call."""

    def __init__(self, seconds: float = 20, connections: int = 64) -> None:
        self._seconds = seconds
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return the deadline that long polling adds its own waiting time to."""
        return self._seconds

    async def initialize(self) -> None:
        """Open the pool; connections are made when they are needed."""
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=self._connections),
            headers={"User-Agent": self.USER_AGENT},
            trust_env=False,
        )

    async def shutdown(self) -> None:
        """Close every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def call(self, url: str, body: bytes) -> Any:
        """Make a call with a JSON body; return its result, or raise what the library does."""
        # The library hands the parameters through to `do_request` without looking at them.
        return await self.post(url, cast("RequestData", JSONBody(body)))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | JSONBody | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
    ) -> tuple[int, bytes]:
        """Return status and body; NetworkError or TimedOut where there is no such thing."""
        session = self._session
        if session is None:
            raise NetworkError("the connection to Telegram is closed")
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._seconds
        try:
            async with session.request(
                method,
                url,
                data=_body(request_data),
                headers=_JSON if isinstance(request_data, JSONBody) else None,
                allow_redirects=False,  # nobody else is told the token
                timeout=aiohttp.ClientTimeout(total=seconds, connect=min(seconds, 10)),
            ) as response:
                payload = await response.read()
        except TimeoutError:
            raise TimedOut("no answer from Telegram in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"no answer from Telegram: {type(error).__name__}") from None
        _require_answer(payload, is_done=response.ok)
        return response.status, payload


def _body(data: RequestData | JSONBody | None) -> aiohttp.FormData | bytes | None:
    """Return the parameters as they are, or as a form; files make it multipart."""
    if data is None:
        return None
    if isinstance(data, JSONBody):
        return data.content
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    if data.contains_files:
        for name, (filename, content, content_type) in data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _require_answer(payload: bytes, *, is_done: bool) -> None:
    """Refuse what is not Telegram's, such as a gateway's page: the library would quote it."""
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or (is_done and "result" not in answer):
        raise NetworkError("an answer that is not Telegram's")
