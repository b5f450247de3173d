"""The processes of a rehearsal: the stage, and the bot as `intake poll` runs it anywhere."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.rehearsal.stage import Stage
from storage import new_keys

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

START_SECONDS = 20.0
STOP_SECONDS = 8.0

# Made up: the stand-ins take it for the real thing, nobody else does.
TOKEN = "1000001:rehearsal-token-of-nobody"  # noqa: S105
FLEXTELL_TOKEN = "demo-token"  # noqa: S105


class RehearsalFailed(Exception):  # noqa: N818 - the text says what to do
    """A process of the rehearsal did not start, or ended; the text names its log."""


@dataclass(slots=True)
class Rehearsal:
    """The stage and the bot, running; `folder` holds the database and the logs."""

    stage: Stage
    folder: Path
    environment: Mapping[str, str]
    bot: asyncio.subprocess.Process

    async def bot_ends(self) -> int:
        """Wait until the bot's process ends; return its exit code."""
        return await self.bot.wait()

    async def start_bot_again(self) -> None:
        """Start the bot anew after it ended; the database is still there."""
        self.bot = await _started_bot(self.folder, self.environment)


@asynccontextmanager
async def rehearsal(
    folder: Path, *, port: int = 0, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Rehearsal]:
    """Run stage and bot until left; raise RehearsalFailed where one does not start.

    `folder` exists. `port` is the stage's, 0 for any free one; `settings` override what a
    rehearsal sets.
    """
    process, stage = await _started_stage(folder, port)
    try:
        environment = {**os.environ, **_settings(folder, stage), **(settings or {})}
        running = Rehearsal(stage, folder, environment, await _started_bot(folder, environment))
        try:
            yield running
        finally:
            await _stop(running.bot)
    finally:
        await _stop(process)


def _settings(folder: Path, stage: Stage) -> dict[str, str]:
    """Return the settings of a bot whose whole world is the stage."""
    encryption_keys, index_key = new_keys()
    return {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": stage.address,
        "FLEXTELL_API_URL": f"{stage.address}/api/v1",
        "FLEXTELL_TENANT": "1",
        "FLEXTELL_ACCESS_TOKEN": FLEXTELL_TOKEN,
        "DATABASE_URL": f"sqlite:///{folder / 'intake.sqlite'}",
        "ENCRYPTION_KEYS": encryption_keys,
        "INDEX_KEY": index_key,
        "COMPANY_NAME": "Example Ltd",
        "DEFAULT_REGION": "GB",
        # Nobody waits a quarter of an hour to see how an unclear answer is cleared up.
        "SETTLE_MINUTES": "0.25",
    }


async def _started_stage(folder: Path, port: int) -> tuple[asyncio.subprocess.Process, Stage]:
    log = folder / "stage.log"
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "simulator", "--port", str(port)),
            *("--flextell-token", FLEXTELL_TOKEN, "--flextell-tenant", "1"),
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
        )
    assert process.stdout is not None  # noqa: S101 - it was asked for above
    try:
        line = await asyncio.wait_for(process.stdout.readline(), START_SECONDS)
    except TimeoutError:
        line = b""
    words = [word for word in line.decode().split() if word.startswith("http://")]
    if not words:
        await _stop(process)
        raise RehearsalFailed(f"the stage did not start on port {port}; see {log}")
    return process, Stage(words[0].rstrip("/.,"))


async def _started_bot(folder: Path, environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    with (folder / "bot.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "poll"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=dict(environment),
            start_new_session=True,
        )


async def _stop(process: asyncio.subprocess.Process) -> None:
    """End a process: asked first, then made to."""
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        process.kill()
        await process.wait()
