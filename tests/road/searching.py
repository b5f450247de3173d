"""Look for words in all that a process has left on the disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def found_in(folders: Iterable[Path], needles: Iterable[bytes]) -> list[tuple[Path, bytes]]:
    """Return which of the needles stand in which file of the bot's; the stage's log is its own."""
    sought = tuple(needles)
    paths = (path for folder in folders for path in files_of(folder))
    files = ((path, held_by(path)) for path in paths if path.name != "stage.log")
    return [(path, needle) for path, held in files for needle in sought if needle in held]


def files_of(folder: Path) -> Iterator[Path]:
    """Give each file below a folder; what a server removes meanwhile is passed over."""
    for parent, _, names in os.walk(folder):
        yield from (Path(parent, name) for name in names)


def held_by(path: Path) -> bytes:
    """Return a file's bytes; one that is gone meanwhile, as logs of a server may be, has none."""
    try:
        return path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        return b""
