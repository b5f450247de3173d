from __future__ import annotations

import asyncio
import os
import signal
import socket
from typing import TYPE_CHECKING

import pytest

from bot.rehearsal.children import RehearsalFailed
from bot.rehearsal.house import rehearsal

if TYPE_CHECKING:
    from pathlib import Path


def pids(session_of: str) -> list[int]:
    """Return the processes on whose command line this stands."""
    found = []
    for process in os.scandir("/proc"):
        if process.name.isdigit():
            try:
                with open(f"{process.path}/environ", "rb") as environ:  # noqa: PTH123 - /proc
                    if session_of.encode() in environ.read():
                        found.append(int(process.name))
            except OSError:
                continue
    return found


async def test_a_bot_that_ends_is_started_again(tmp_path: Path) -> None:
    """As a host does; whoever looks on is told the exit code."""
    told: list[int] = []
    async with rehearsal(tmp_path) as running:
        await running.bot_is_up()
        keeping = asyncio.create_task(running.bot_kept(told.append))
        before = pids(str(tmp_path))
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        async with asyncio.timeout(20):
            while not set(pids(str(tmp_path))) - set(before):  # noqa: ASYNC110 - no event tells
                await asyncio.sleep(0.05)
        keeping.cancel()
    assert told == [-signal.SIGKILL]
    assert pids(str(tmp_path)) == []


async def test_wrong_settings_are_not_tried_again(tmp_path: Path) -> None:
    """The bot's own words tell what is wrong, whether it is kept or only used."""
    async with rehearsal(tmp_path, settings={"LANGUAGES": "tlh"}) as running:
        with pytest.raises(RehearsalFailed, match=r"the bot ended \(2\): (?s:.)*LANGUAGES"):
            await running.bot_kept(print)
        with pytest.raises(RehearsalFailed, match=r"the bot ended \(2\): (?s:.)*LANGUAGES"):
            await running.bot_is_up()


async def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    """Nobody has to read a log for that."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        with pytest.raises(RehearsalFailed, match=rf"port {port} cannot be had \(.*in use"):
            async with rehearsal(tmp_path, port=port):
                raise AssertionError("there is no stage")
