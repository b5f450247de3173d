"""`intake demo` and `intake talk` as a person starts them, in a folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]


@contextmanager
def begun(
    folder: Path, *arguments: str, stderr: int = subprocess.PIPE
) -> Iterator[subprocess.Popen[str]]:
    """Start `intake …` there; its words can be read and it can be written to."""
    with subprocess.Popen(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def children(pid: int) -> dict[int, str]:
    """Return the processes that a process has started, with their command lines."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return {
        int(child): Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
        for child in listed
    }


def is_there(pid: int) -> bool:
    """Tell whether a process still runs."""
    return Path(f"/proc/{pid}").exists()
