"""The bot as `intake web` and `intake worker` run it, for a driver whose CRM is not Flextell's.

That CRM knows customers by their Telegram id, which our record does not hold, answers with a
bare id, and has nothing to list.
So the id is added on the wire, below the client (the driver's made-up people carry their number
in their phone), and the answer is put into Flextell's envelope. Lists are answered empty without
a call, and so are the searches for who is there already, which a real Flextell would be asked.
Everything else is the product itself, the POST over HTTP included.
"""

from __future__ import annotations

import os
import re
import sys
import threading
import time

import httpx
import uvloop

from bot.logs import configure_logs
from bot.processes import run_web, run_worker
from bot.settings import Settings, load_settings
from flextell.line import Line

FIRST_CHAT = 700_000_000

_PHONE = re.compile(rb'"phone_number":"[^"]*([0-9]{7})"')


class LinkingTransport(httpx.AsyncBaseTransport):
    """Speaks Flextell's way above and the driver's below, on a fresh line a call as the client."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Post a customer with its link; answer a list without asking."""
        if request.method != "POST":
            return httpx.Response(200, stream=httpx.ByteStream(b'{"data":[]}'))
        async with Line(_nobody_asks) as line:
            response = await line.handle_async_request(_linked(request))
            assert isinstance(response.stream, httpx.AsyncByteStream)
            customer = b"".join([part async for part in response.stream])
            await response.stream.aclose()
        return httpx.Response(response.status_code, content=b'{"data":%b}' % customer)


def _nobody_asks() -> None:
    """Pass over when a request leaves: what is passed in tells the client nothing."""


def _linked(request: httpx.Request) -> httpx.Request:
    """Put the link behind the last field; the shim is to cost as little as it can."""
    found = _PHONE.search(request.content)
    assert found is not None, "a customer has a phone number"
    link = b',"telegram_id":%d}' % (FIRST_CHAT + int(found[1]))
    content = request.content[:-1] + link
    request.headers["Content-Length"] = str(len(content))
    request.stream = httpx.ByteStream(content)
    return request


def main(process: str) -> None:
    """Run `web` until told to stop, or `worker` until then or until the web process is gone."""
    if process == "worker":
        threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    settings = load_settings(Settings)
    configure_logs(settings)
    run = {"web": run_web, "worker": run_worker}[process]
    uvloop.run(run(settings, flextell_transport=LinkingTransport()))


def _end_with(parent: int) -> None:
    """End this process when its parent has: a driver that kills a bot means all of it."""
    while os.getppid() == parent:
        time.sleep(0.05)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
