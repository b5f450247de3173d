"""Copy a SQLite database while it is served, into one file that is whole and durable or not there.

The copy is what was committed when it began, however long it takes and whatever is written
meanwhile: the read transaction is held open from the first page to the last.
(https://www.sqlite.org/backup.html, https://www.sqlite.org/isolation.html)
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from storage.addresses import database_file
from storage.errors import NotBackedUp
from storage.translation import sqlite_trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# A thousand pages of 4 KiB are copied in some milliseconds: often enough to tell how far it is.
_PAGES = 1000
_PATIENCE = 10.0  # seconds, for the file's lock while it is opened


def back_up(url: str, target: Path, tell: Callable[[int, int], object]) -> None:
    """Copy the database to `target`, which its owner alone may read.

    `tell` is given how many pages are copied, and how many there are.
    Raises NotBackedUp, or DatabaseTrouble where the database or the disk does not play along.
    """
    source = _file_of(url)
    with _new_file(target) as part:
        try:
            _copy(source, part, tell)
            damage = _damage(part)
        except sqlite3.Error as error:
            raise sqlite_trouble(error) from error
        if damage:
            raise NotBackedUp(f"the copy is damaged, so the database is too: {damage}")


def _file_of(url: str) -> Path:
    source = database_file(url)
    if source is None:
        raise NotBackedUp("the database is PostgreSQL: back it up with pg_dump")
    if not source.is_file():
        raise NotBackedUp(f"there is no database at {source}")
    return source


@contextmanager
def _new_file(target: Path) -> Iterator[Path]:
    """Lend a private file beside the target, and give it the target's name once it is whole.

    Nothing that exists is overwritten. A file left by a copy that was killed is named.
    """
    part = target.with_name(f"{target.name}.part")
    _refuse_if_there(target)
    try:
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    except FileExistsError:
        raise NotBackedUp(
            f"{part} is there: wait for the backup that writes it, or remove it if none does"
        ) from None
    except OSError as error:
        raise NotBackedUp(f"{target} cannot be written: {error.strerror}") from None
    try:
        yield part
        _to_disk(part)
        _refuse_if_there(target)
        part.rename(target)
        _to_disk(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _refuse_if_there(target: Path) -> None:
    if target.exists():
        raise NotBackedUp(f"{target} is there already, and is not overwritten: name another file")


def _copy(source: Path, part: Path, tell: Callable[[int, int], object]) -> None:
    with closing(_opened(source, "rw")) as database, closing(_opened(part, "rw")) as copy:
        copy.execute("PRAGMA journal_mode = OFF")
        copy.execute("PRAGMA synchronous = OFF")  # it is brought to the disk as a whole
        database.execute("BEGIN")
        database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        database.backup(
            copy, pages=_PAGES, progress=lambda _, left, total: tell(total - left, total)
        )


def _damage(part: Path) -> str:
    """Return what is wrong with the copy, in SQLite's words; empty if nothing is."""
    with closing(_opened(part, "ro&immutable=1")) as copy:
        rows = copy.execute("PRAGMA integrity_check(1)").fetchall()
    return "" if rows == [("ok",)] else str(rows[0][0])


def _opened(path: Path, mode: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
