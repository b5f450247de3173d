"""python-telegram-bot's requests, made with aiohttp: the only module that knows it.

The library's own transport costs ten times the processor time a call.
Errors are raised here as the library's own and without texts of ours, since it puts `repr(error)`
and payloads, which carry the token and people's words, into the messages of what it raises.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any, cast

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

# The library's types to come; without it every 429 warns of them instead of being raised.
os.environ["PTB_TIMEDELTA"] = "1"

CONNECT_SECONDS = 10.0

_JSON = {"Content-Type": "application/json"}

Timeout = Any  # python-telegram-bot passes seconds, None, or its own marker for "not given"


class Unconnected(NetworkError):  # noqa: N818 - named by what it says of the call
    """Nobody could be spoken to, so surely nothing was done."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came back of a call; `date` is the server's time as its header tells it."""

    status: int
    payload: bytes
    date: str

    @property
    def is_done(self) -> bool:
        """Tell whether Telegram did what was asked."""
        return self.status == HTTPStatus.OK


class Transport(BaseRequest):
    """One pool of connections to the Bot API; `seconds` is how long an answer may be silent.

    A deadline over the whole call costs a tenth of it, and answers come in one piece.
    """

    def __init__(self, seconds: float = 20, connections: int = 64) -> None:
        self._seconds = seconds
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Return the patience that long polling adds its own waiting time to."""
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
        came = await self._exchanged("POST", url, body, _JSON, self._seconds)
        return await self._result(url, came)

    async def upload(self, url: str, params: Mapping[str, Any], name: str, content: bytes) -> Any:
        """Make a call that sends a document; return its result, or raise what the library does."""
        form = aiohttp.FormData()
        for key, value in params.items():
            form.add_field(key, str(value))
        form.add_field("document", content, filename=name, content_type=_type_of(name))
        return await self._result(
            url, await self._exchanged("POST", url, form, None, self._seconds)
        )

    async def fetched(self, url: str) -> bytes:
        """Return a file that Telegram keeps; NetworkError where it cannot be had."""
        came = await self._exchanged("GET", url, None, None, self._seconds)
        if not came.is_done:
            raise NetworkError("a file that Telegram does not give")
        return came.payload

    async def time_at(self, url: str) -> datetime | None:
        """Return the time that a server tells with whatever it answers, None where it does not.

        Raises NetworkError where nobody answers.
        """
        came = await self._exchanged("GET", url, None, None, self._seconds)
        try:
            return parsedate_to_datetime(came.date)
        except ValueError:
            return None

    async def _result(self, url: str, came: Came) -> Any:
        answer = _answer(came)
        if came.is_done:
            return answer["result"]
        # What an error means is the library's to say, so it is handed what came.
        return await self.post(url, cast("RequestData", came))

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | Came | None = None,
        read_timeout: Timeout = BaseRequest.DEFAULT_NONE,
        write_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
        connect_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
        pool_timeout: Timeout = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the base's signature
    ) -> tuple[int, bytes]:
        """Return status and body; NetworkError or TimedOut where there is no such thing."""
        if isinstance(request_data, Came):
            return request_data.status, request_data.payload
        seconds = read_timeout if isinstance(read_timeout, int | float) else self._seconds
        came = await self._exchanged(method, url, _form(request_data), None, seconds)
        _answer(came)
        return came.status, came.payload

    async def _exchanged(
        self,
        method: str,
        url: str,
        body: aiohttp.FormData | bytes | None,
        headers: Mapping[str, str] | None,
        seconds: float,
    ) -> Came:
        session = self._session
        if session is None:
            raise NetworkError("the connection to Telegram is closed")
        try:
            async with session.request(
                method,
                url,
                data=body,
                headers=headers,
                allow_redirects=False,  # nobody else is told the token
                timeout=aiohttp.ClientTimeout(
                    connect=min(seconds, CONNECT_SECONDS), sock_read=seconds
                ),
            ) as response:
                payload = await response.read()
                return Came(response.status, payload, response.headers.get("Date", ""))
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise Unconnected(f"no way to Telegram: {type(error).__name__}") from None
        except TimeoutError:
            raise TimedOut("no answer from Telegram in time") from None
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"no answer from Telegram: {type(error).__name__}") from None


def _form(data: RequestData | None) -> aiohttp.FormData | None:
    """Return the parameters as a form; files make it multipart."""
    if data is None:
        return None
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    if data.contains_files:
        for name, (filename, content, content_type) in data.multipart_data.items():
            form.add_field(name, content, filename=filename, content_type=content_type)
    return form


def _type_of(name: str) -> str:
    return guess_type(name)[0] or "application/octet-stream"


def _answer(came: Came) -> dict[str, Any]:
    """Refuse what is not Telegram's, such as a gateway's page: the library would quote it."""
    try:
        answer = json.loads(came.payload)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or (came.is_done and "result" not in answer):
        raise NetworkError("an answer that is not Telegram's")
    return answer
