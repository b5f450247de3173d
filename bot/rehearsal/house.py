"""The processes of a rehearsal: the stage, and the bot as `intake poll` runs it anywhere."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.rehearsal.children import (
    FLEXTELL_TOKEN,
    START_SECONDS,
    RehearsalFailed,
    begun_stage,
    free_port,
    last_words,
    opened,
    started_bot,
    stopped,
)

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
    from pathlib import Path
    from typing import Any

    from bot.rehearsal.stage import Stage

Result = TypeVar("Result")

LOOK_SECONDS = 0.05
PAUSE_SECONDS = 1.0

# What `intake` ends with where settings are wrong: starting it again would change nothing.
WRONG_SETTINGS = 2

# Made up: the stand-in takes it for the real thing, nobody else does.
TOKEN = "1000001:rehearsal-token-of-nobody"  # noqa: S105 - made up, as the line above says


@dataclass(slots=True)
class Rehearsal:
    """The stage and the bot, running; `folder` holds the database and the logs."""

    stage: Stage
    folder: Path
    _stage_process: Process
    _environment: Mapping[str, str]
    _bot: Process

    async def bot_is_up(self) -> None:
        """Wait until the bot has called Telegram's stand-in; raise RehearsalFailed."""
        await self.during(self._bot_calls())

    async def during(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Return the work's result; where stage or bot end before, raise RehearsalFailed."""
        return await self._unless(work, self._stage_ends(), self._bot_ends())

    async def bot_kept(self, tell: Callable[[int], object]) -> None:
        """Start the bot again whenever it ends, as a host does; `tell` gets its exit code.

        Raises RehearsalFailed where the stage ends, or the bot's settings are wrong.
        """
        await self._unless(self._keep_bot(tell), self._stage_ends())

    async def stop_bot(self) -> None:
        """End the bot, asked first."""
        await stopped(self._bot)

    async def _bot_calls(self) -> None:
        for _ in range(int(START_SECONDS / LOOK_SECONDS)):
            if await asyncio.to_thread(self.stage.has_heard_of_the_bot):
                return
            await asyncio.sleep(LOOK_SECONDS)
        raise RehearsalFailed(f"the bot did not start: {last_words(self.folder / 'bot.log')}")

    async def _keep_bot(self, tell: Callable[[int], object]) -> None:
        while True:
            code = await self._bot.wait()
            if code == WRONG_SETTINGS:
                raise RehearsalFailed(self._last_words_of_bot(code))
            tell(code)
            await asyncio.sleep(PAUSE_SECONDS)
            self._bot = await started_bot(self.folder, self._environment)

    async def _stage_ends(self) -> str:
        code = await self._stage_process.wait()
        return f"the stage ended ({code}): {last_words(self.folder / 'stage.log')}"

    async def _bot_ends(self) -> str:
        return self._last_words_of_bot(await self._bot.wait())

    def _last_words_of_bot(self, code: int) -> str:
        return f"the bot ended ({code}): {last_words(self.folder / 'bot.log')}"

    async def _unless(
        self, work: Coroutine[Any, Any, Result], *ends: Coroutine[Any, Any, str]
    ) -> Result:
        task = asyncio.create_task(work)
        watching = [asyncio.create_task(end) for end in ends]
        try:
            done, _ = await asyncio.wait([task, *watching], return_when=asyncio.FIRST_COMPLETED)
            if task in done:
                return await task
            raise RehearsalFailed(next(watch.result() for watch in watching if watch in done))
        finally:
            for each in (task, *watching):
                each.cancel()
            await asyncio.gather(task, *watching, return_exceptions=True)


@asynccontextmanager
async def rehearsal(
    folder: Path, *, port: int = 0, settings: Mapping[str, str] | None = None
) -> AsyncIterator[Rehearsal]:
    """Run stage and bot until left; raise RehearsalFailed where the stage does not start.

    `folder` exists. `port` is the stage's, 0 for any free one; `settings` override what a
    rehearsal sets.
    """
    process = await begun_stage(folder, port)
    try:
        keys = _new_keys()
        stage = await opened(process, folder, port)
        environment = {**os.environ, **_settings(folder, stage), **keys, **(settings or {})}
        bot = await started_bot(folder, environment)
        running = Rehearsal(stage, folder, process, environment, bot)
        try:
            yield running
        finally:
            await running.stop_bot()
    finally:
        await stopped(process)


def _new_keys() -> dict[str, str]:
    from storage import new_keys  # noqa: PLC0415 - half a second, spent while the stage starts

    encryption_keys, index_key = new_keys()
    return {"ENCRYPTION_KEYS": encryption_keys, "INDEX_KEY": index_key}


def _settings(folder: Path, stage: Stage) -> dict[str, str]:
    """Return the settings of a bot whose whole world is the stage."""
    return {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": stage.address,
        "FLEXTELL_API_URL": f"{stage.address}/api/v1",
        "FLEXTELL_TENANT": "1",
        "FLEXTELL_ACCESS_TOKEN": FLEXTELL_TOKEN,
        "DATABASE_URL": f"sqlite:///{folder.absolute() / 'intake.sqlite'}",
        "COMPANY_NAME": "Example Ltd",
        "DEFAULT_REGION": "GB",
        # The first person of the stage operates the bot, at a page of its own.
        "OPERATOR_IDS": "1001",
        "PORT": str(free_port()),
        # Nobody waits a quarter of an hour to see how an unclear answer is cleared up.
        "SETTLE_MINUTES": "0.25",
    }
