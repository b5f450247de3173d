"""Waiting for what can only be seen by looking: another process's doing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_SECONDS = 0.03


async def until(is_so: Callable[[], bool], seconds: float) -> None:
    """Look until it is so; raise TimeoutError after so many seconds."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(is_so):  # noqa: ASYNC110 - nobody can set an event
            await asyncio.sleep(LOOK_SECONDS)
