"""The stream of changes, the page's files, and a process that starts and stops well."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import signal
import sys
from typing import TYPE_CHECKING

import httpx
import pytest

from simulator.page import FILES
from simulator.telegram.events import Events
from tests.simulator.conftest import ADA, TOKEN, Play

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def changes(stream: httpx.Response) -> AsyncIterator[object]:
    """Read the events of a stream."""
    async for line in stream.aiter_lines():
        if line.startswith("data: "):
            yield json.loads(line.removeprefix("data: "))


async def test_changes_are_streamed(play: Play) -> None:
    """Each with its kind, and with its chat when it is about one."""
    async with play.http.stream("GET", "/stage/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        news = changes(stream)
        await play.act(ADA, "text", text="hi")
        assert await anext(news) == {"kind": "chat", "chat_id": ADA}
        await play.call("sendChatAction", chat_id=ADA, action="typing")
        assert await anext(news) == {"kind": "typing", "chat_id": ADA}
        assert await anext(news) == {"kind": "calls"}


async def test_a_quiet_stream_beats(play: Play) -> None:
    """So that nobody in between closes it, and equal changes are told once."""
    events = play.world.events
    stream = events.follow(heartbeat=0.01)
    assert await anext(stream) == "retry: 500\n\n"
    assert await anext(stream) == ": still here\n\n"
    events.notify("people")
    events.notify("people")
    assert await anext(stream) == 'data: {"kind": "people"}\n\n'
    assert await anext(stream) == ": still here\n\n"
    await stream.aclose()


async def test_closed_events_end_every_stream() -> None:
    """At once, not at the next heartbeat."""
    events = Events()
    stream = events.follow()
    await anext(stream)
    asyncio.get_running_loop().call_later(0.01, events.close)
    async with asyncio.timeout(1):
        assert [each async for each in stream] == [": still here\n\n"]


async def test_the_page_loads_nothing_from_outside(play: Play) -> None:
    """Its policy forbids it, and its files name no other place."""
    index = await play.http.get("/")
    assert index.status_code == 200
    assert index.headers["content-type"].startswith("text/html")
    assert index.headers["content-security-policy"].startswith("default-src 'self';")
    for path in FILES.glob("*.[chj]*"):
        text = path.read_text()
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//|innerHTML|outerHTML|eval\(", text)


async def test_every_part_of_the_page_is_served(play: Play) -> None:
    """Whatever the page names is there, with its type."""
    named = re.findall(r'(?:src|href)="(/page/[^"]+)"', (await play.http.get("/")).text)
    assert len(named) >= 3
    for path in named:
        response = await play.http.get(path)
        assert response.status_code == 200
    assert (
        (await play.http.get("/page/main.js"))
        .headers["content-type"]
        .startswith("text/javascript")
    )
    assert (await play.http.get("/page/__init__.py")).status_code == 404


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_stops_at_once_with_exit_code_0(number: signal.Signals) -> None:
    """Even while a stream and a long poll are open; it says where it is when it listens."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "simulator", "--port", "0"), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        line = (await process.stdout.readline()).decode()
    url = line.rpartition(" ")[2].strip()
    assert re.fullmatch(r"The stage is open at http://127\.0\.0\.1:[1-9]\d*\n", line)
    async with (
        httpx.AsyncClient(base_url=url, timeout=30) as http,
        contextlib.AsyncExitStack() as s,
    ):
        await s.enter_async_context(http.stream("GET", "/stage/events"))
        poll = asyncio.create_task(http.get(f"/bot{TOKEN}/getUpdates?timeout=30"))
        await asyncio.sleep(0.3)
        process.send_signal(number)
        async with asyncio.timeout(3):
            assert await process.wait() == 0
            assert (await poll).json() == {"ok": True, "result": []}
