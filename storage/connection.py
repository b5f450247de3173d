"""What the collections ask of a connection, whichever database is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    import sqlalchemy
    from sqlalchemy import CursorResult, Dialect, Executable

T = TypeVar("T")


class Connection(Protocol):
    """A connection inside a transaction, which whoever lent it ends.

    SQLAlchemy's AsyncConnection is one; for SQLite it is `storage.inline.InlineConnection`.
    """

    __slots__ = ()

    @property
    def dialect(self) -> Dialect:
        """Say which database it is."""
        ...

    async def execute(
        self, statement: Executable, parameters: Any = None, /
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement, once for each set of parameters where it is given a list of them."""
        ...

    async def run_sync(self, work: Callable[[sqlalchemy.Connection], T], /) -> T:
        """Have something done that knows SQLAlchemy's plain connections only."""
        ...

    def begin_nested(self) -> AbstractAsyncContextManager[Any]:
        """Undo what is done inside when it ends in an exception, and nothing else."""
        ...
