"""The processes that a rehearsal starts, watches and ends."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.rehearsal.stage import Stage

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Mapping

START_SECONDS = 30.0
STOP_SECONDS = 8.0

# Made up: the stand-in takes it for the real thing, nobody else does.
FLEXTELL_TOKEN = "demo-token"  # noqa: S105 - made up, as the line above says

ROOT = Path(__file__).parents[2]
LAST_WORDS_BYTES = 2000


class RehearsalFailed(Exception):  # noqa: N818 - the text says what to do
    """A process of the rehearsal did not start, or ended; the text says which, and why."""


async def begun_stage(folder: Path, port: int) -> Process:
    """Begin the stage; its log is in the folder."""
    with (folder / "stage.log").open("ab") as errors:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "simulator", "--port", str(port)),
            *("--flextell-token", FLEXTELL_TOKEN, "--flextell-tenant", "1"),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            env=_findable(os.environ),
            start_new_session=True,
        )


async def opened(process: Process, folder: Path, port: int) -> Stage:
    """Return the stage once it says where it is; raise RehearsalFailed."""
    assert process.stdout is not None  # noqa: S101 - it was asked for when it was begun
    try:
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
    except TimeoutError:
        line = b""
    words = [word for word in line.decode().split() if word.startswith("http://")]
    if not words:
        raise RehearsalFailed(
            _why_not(port) or f"the stage did not start: {last_words(folder / 'stage.log')}"
        )
    return Stage(words[0].rstrip("/.,"))


async def started_bot(folder: Path, environment: Mapping[str, str]) -> Process:
    """Start the bot in its folder, where no `.env` with an operator's settings is found."""
    with (folder / "bot.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "poll"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=_findable(environment),
            start_new_session=True,
        )


async def stopped(process: Process) -> None:
    """End a process: asked first, then made to."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port: int = door.getsockname()[1]
    return port


def _why_not(port: int) -> str:
    """Return what keeps a port from being listened on, empty if nothing does."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        return f"port {port} cannot be had ({error.strerror}); choose another one with --port"
    return ""


def _findable(environment: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which the house is found, even where it is not installed."""
    paths = filter(None, (str(ROOT), environment.get("PYTHONPATH")))
    return {**environment, "PYTHONPATH": os.pathsep.join(paths)}


def last_words(file: Path) -> str:
    """Return the end of a log, which may be all that is left to tell what went wrong."""
    return (
        file.read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace").strip() or "it says no word"
    )
