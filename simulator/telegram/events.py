"""What changed, told to everybody who looks on: the stream behind `/stage/events`."""

import asyncio
import json
from collections.abc import AsyncGenerator

HEARTBEAT_SECONDS = 15.0


class Events:
    """Changes on the stage.  A slow onlooker gets equal changes once, and never holds us up."""

    def __init__(self) -> None:
        self._onlookers: set[_Onlooker] = set()
        self._closed = False

    def notify(self, kind: str, chat_id: int | None = None) -> None:
        """Tell that something of this kind changed, in this chat if it is about one."""
        change = {"kind": kind} | ({} if chat_id is None else {"chat_id": chat_id})
        for onlooker in self._onlookers:
            onlooker.tell(json.dumps(change))

    async def follow(self, heartbeat: float = HEARTBEAT_SECONDS) -> AsyncGenerator[str, None]:
        """Stream the server-sent events from now on, until `close`."""
        onlooker = _Onlooker()
        self._onlookers.add(onlooker)
        try:
            yield "retry: 500\n\n"
            while not self._closed:
                for change in await onlooker.news(heartbeat):
                    yield f"data: {change}\n\n"
                yield ": still here\n\n"  # keeps proxies from closing a quiet stream
        finally:
            self._onlookers.discard(onlooker)

    def close(self) -> None:
        """End every stream: the process is about to stop."""
        self._closed = True
        for onlooker in self._onlookers:
            onlooker.wake()


class _Onlooker:
    """Somebody with an open stream, and the changes still to be told."""

    def __init__(self) -> None:
        self._untold: dict[str, None] = {}
        self._news = asyncio.Event()

    def tell(self, change: str) -> None:
        self._untold[change] = None
        self.wake()

    def wake(self) -> None:
        self._news.set()

    async def news(self, patience: float) -> list[str]:
        """Take the changes not told yet; waits for the first one up to `patience` seconds."""
        try:
            await asyncio.wait_for(self._news.wait(), patience)
        except TimeoutError:
            return []
        self._news.clear()
        untold, self._untold = list(self._untold), {}
        return untold
