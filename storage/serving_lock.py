"""Keep a second process from serving the same SQLite file."""

from __future__ import annotations

import fcntl
import os
from typing import TYPE_CHECKING, Self

from storage.addresses import database_file
from storage.errors import AlreadyServing
from storage.sqlite import make_private

if TYPE_CHECKING:
    from types import TracebackType


class ServingLock:
    """Held while a process serves; a no-op on PostgreSQL, where any number may serve.

    The operating system lets go of it when the process ends, however it ends; the empty file
    `<database>.serving` stays and means nothing by itself.
    """

    def __init__(self, url: str) -> None:
        file = database_file(url)
        self._path = None if file is None else file.with_name(f"{file.name}.serving")
        self._descriptor: int | None = None

    def __enter__(self) -> Self:
        """Take the lock, or raise AlreadyServing at once."""
        if self._path is None:
            return self
        make_private(self._path)
        descriptor = os.open(self._path, os.O_RDWR | os.O_CLOEXEC)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise AlreadyServing(
                f"another process serves {self._path.with_suffix('').name}; stop it first,"
                " or use PostgreSQL, which many processes may serve"
            ) from None
        self._descriptor = descriptor
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
