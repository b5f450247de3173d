"""Run statements where the event loop runs, in the shape of a connection that waits.

A statement on a local file takes microseconds and a durable commit some tenths of a millisecond,
one batch at a time; a hop to a thread and back costs more than the loop gains by it.
What may really wait, the lock on the file, `storage.sqlite` waits for without blocking.
"""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from storage.connection import Connection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    import sqlalchemy
    from sqlalchemy import CursorResult, Dialect, Executable

T = TypeVar("T")


class InlineConnection(Connection):
    """A connection around a plain one; nothing in it gives way to others."""

    __slots__ = ("_plain",)

    def __init__(self, plain: sqlalchemy.Connection) -> None:
        self._plain = plain

    @property
    def dialect(self) -> Dialect:
        """Say which database it is."""
        return self._plain.dialect

    async def execute(
        self, statement: Executable, parameters: Any = None, /
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement, once for each set of parameters where it is given a list of them."""
        return self._plain.execute(statement, parameters)

    async def run_sync(self, work: Callable[[sqlalchemy.Connection], T], /) -> T:
        """Have something done that knows plain connections only."""
        return work(self._plain)

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        """Undo what is done inside when it ends in an exception, and nothing else."""
        with self._plain.begin_nested():
            yield
