"""Transactions that run to their end even when who waits for them is cancelled."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Result = TypeVar("Result")


async def unbroken(work: Coroutine[None, None, Result]) -> Result:
    """Return what the work comes to; a cancellation is passed on only once it has ended.

    A task cancelled in the middle of a transaction gives its connection up as it is, and in
    SQLite that one keeps the write lock until it is collected.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
