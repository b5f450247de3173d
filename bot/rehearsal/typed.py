"""Lines as somebody types them, or as a file or a pipe gives them, without holding up the rest."""

from __future__ import annotations

import asyncio
import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

CHUNK_BYTES = 4096


async def typed_lines(descriptor: int) -> AsyncIterator[str]:
    """Give the lines of an open file until its end, each as soon as it is there.

    A thread waits for them, for a loop can watch no ordinary file. It reads the descriptor itself
    and is nobody's to wait for: neither an executor nor a buffer's lock may keep a process from
    ending while it stands at the prompt.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        while True:
            chunk = _chunk(descriptor)
            if loop.is_closed():
                return
            loop.call_soon_threadsafe(chunks.put_nowait, chunk)
            if not chunk:
                return

    threading.Thread(target=read, daemon=True).start()
    rest = b""
    while chunk := await chunks.get():
        *lines, rest = (rest + chunk).split(b"\n")
        for line in lines:
            yield line.decode(errors="replace")
    if rest:
        yield rest.decode(errors="replace")


def _chunk(descriptor: int) -> bytes:
    """Return what is there next; nothing at the end, and where there is nobody to type."""
    try:
        return os.read(descriptor, CHUNK_BYTES)
    except OSError:
        return b""
