"""A toll on the way of two who talk HTTP: what passes is counted, and one piece is the last.

Each piece that comes over a connection is a moment of sending or receiving for both ends. At the
chosen one somebody is killed, and the piece is lost or passes all the same.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

PIECE_BYTES = 1 << 16
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Fate:
    """At piece number `at`, from 1, `strike` is called; then the piece passes or is lost."""

    at: int
    passes: bool
    strike: Callable[[], None]


@dataclass(slots=True)
class Toll:
    """Leads every connection to one of the ports; where nobody listens, to another one.

    `pieces` tells of each piece whether it went "to" the port or "fro".
    """

    ports: Sequence[int]
    fate: Fate | None = None
    chance: random.Random = field(default_factory=random.Random)
    pieces: list[str] = field(default_factory=list)
    port: int = 0

    async def lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry what comes, both ways, until one end closes."""
        with suppress(asyncio.CancelledError):  # at the end of a test, where nobody waits for it
            there = await self._connected()
            if there is not None:
                await self._carry_both(reader, writer, *there)
        writer.close()

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        for port in self.chance.sample(list(self.ports), len(self.ports)):
            with suppress(OSError):
                return await asyncio.open_connection(HOST, port)
        return None

    async def _carry_both(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there_reader: asyncio.StreamReader,
        there_writer: asyncio.StreamWriter,
    ) -> None:
        ways = [
            asyncio.create_task(self._carry(reader, there_writer, "to")),
            asyncio.create_task(self._carry(there_reader, writer, "fro")),
        ]
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            there_writer.close()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(PIECE_BYTES):
                if self._is_lost(way):
                    return
                writer.write(piece)
                await writer.drain()

    def _is_lost(self, way: str) -> bool:
        """Count a piece; strike where it is the one, and tell whether it is lost."""
        self.pieces.append(way)
        fate = self.fate
        if fate is None or len(self.pieces) != fate.at:
            return False
        fate.strike()
        return not fate.passes


@asynccontextmanager
async def raised_toll(*ports: int, fate: Fate | None = None, seed: int = 0) -> AsyncIterator[Toll]:
    """Raise a toll in front of these ports, and take it down; it listens on its own `port`."""
    toll = Toll(ports, fate, random.Random(seed))
    server = await asyncio.start_server(toll.lead, HOST, 0)
    toll.port = server.sockets[0].getsockname()[1]
    try:
        yield toll
    finally:
        server.close()
