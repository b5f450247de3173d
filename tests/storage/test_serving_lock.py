"""One process serves a SQLite file; any number serve a PostgreSQL."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from storage import AlreadyServing, ServingLock

if TYPE_CHECKING:
    from pathlib import Path

_SERVE = """
import sys, storage
with storage.ServingLock(sys.argv[1]):
    print("serving", flush=True)
    sys.stdin.read()
"""


def _serving(url: str) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", _SERVE, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"serving\n"
    return process


def _stop(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    process.send_signal(number)
    process.communicate()


def test_a_second_serving_process_is_refused(tmp_path: Path) -> None:
    """While a process serves, another is refused at once, with a sentence that names the file."""
    url = f"sqlite:///{tmp_path / 'folder' / 'intake.db'}"
    process = _serving(url)
    try:
        with pytest.raises(AlreadyServing, match=r"another process serves intake\.db"):
            ServingLock(url).__enter__()
    finally:
        _stop(process, signal.SIGTERM)


def test_a_killed_process_serves_no_longer(tmp_path: Path) -> None:
    """After kill -9 the next process serves; nothing has to be cleaned up."""
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    _stop(_serving(url), signal.SIGKILL)
    with ServingLock(url):
        pass


def test_letting_go_lets_the_next_one_in(tmp_path: Path) -> None:
    """The lock can be taken again after it was let go of, and not before."""
    url = f"sqlite:///{tmp_path / 'intake.db'}"
    lock = ServingLock(url)
    for _ in range(2):
        with lock, pytest.raises(AlreadyServing):
            ServingLock(url).__enter__()


def test_other_files_are_other_locks(tmp_path: Path) -> None:
    """Two databases in one folder are served side by side."""
    with ServingLock(f"sqlite:///{tmp_path / 'a.db'}"), ServingLock(f"sqlite:///{tmp_path / 'b'}"):
        pass


def test_any_number_serve_postgresql() -> None:
    """On PostgreSQL the lock is nothing, and reaches for nothing."""
    url = "postgresql://db.example.org/intake"
    with ServingLock(url), ServingLock(url):
        pass
