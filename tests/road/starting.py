"""Starts the house's commands as processes, quickly enough to kill them by the dozen.

A process is forked from one that has read all modules already: it is a process like any other,
with a start of a tenth of a second instead of two.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from multiprocessing.context import ForkServerContext, ForkServerProcess

ROOT = Path(__file__).parents[2]


class Fresh(subprocess.Popen[bytes]):
    """A process of an interpreter of its own, with the names that forked ones have."""

    @property
    def exitcode(self) -> int | None:
        """Return its exit code, None while it runs."""
        return self.poll()

    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self.poll() is None

    def join(self, seconds: float | None = None) -> None:
        """Wait until it ends, at most so long."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(seconds)


@dataclass(slots=True)
class Running:
    """A process that was started, and its log."""

    process: ForkServerProcess | Fresh
    log: Path

    @property
    def is_alive(self) -> bool:
        """Tell whether it still runs."""
        return self.process.is_alive()

    def kill(self) -> None:
        """End it as a power cut would; it is gone when this returns."""
        self.process.kill()
        self.process.join()

    def ended(self, signum: int = signal.SIGTERM, seconds: float = 20) -> tuple[int | None, float]:
        """Send a signal; return the exit code, None if it goes on, and the seconds it took."""
        began = time.monotonic()
        assert self.process.pid is not None
        os.kill(self.process.pid, signum)
        return self.exit_code(seconds), time.monotonic() - began

    def exit_code(self, seconds: float = 20) -> int | None:
        """Wait until it ends by itself; return its exit code, None if it goes on."""
        self.process.join(seconds)
        return self.process.exitcode

    def said(self) -> str:
        """Return all it has printed."""
        return self.log.read_text("utf-8")


def start(argv: Sequence[str], environment: Mapping[str, str], log: Path) -> Running:
    """Start `intake …` or `simulator …` in the log's folder, with this environment alone."""
    process = nursery().Process(target=_run, args=(tuple(argv), dict(environment), log))
    process.start()
    return Running(process, log)


def start_fresh(argv: Sequence[str], environment: Mapping[str, str], log: Path) -> Running:
    """Do the same as hosts do it: an interpreter begins with nothing, and may be measured."""
    measured = {name: text for name, text in os.environ.items() if name.startswith("COV")}
    with log.open("ab") as output:
        process = Fresh(
            [sys.executable, "-m", "bot", *argv[1:]],
            cwd=log.parent,
            env={"PYTHONPATH": str(ROOT), **measured, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    return Running(process, log)


@cache
def nursery() -> ForkServerContext:
    """Return the context whose processes are forked from one that has read all modules."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        [
            "bot.commands.poll",
            "bot.commands.web",
            "bot.commands.worker",
            "bot.processes",
            "simulator.__main__",
            "uvloop",
        ]
    )
    return context


def become(environment: Mapping[str, str], log: Path) -> None:
    """Be a process of its own: in the log's folder, with this environment alone."""
    os.setsid()
    os.chdir(log.parent)
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for standard in (1, 2):
        os.dup2(descriptor, standard)
    os.environ.clear()
    os.environ.update(environment)


def _run(argv: tuple[str, ...], environment: dict[str, str], log: Path) -> None:
    """Be the command, in the new process."""
    become(environment, log)
    name, *arguments = argv
    if name == "simulator":
        from simulator.__main__ import raise_stage  # noqa: PLC0415 - read before the fork

        raise_stage(arguments)
    else:
        from bot.commands import intake  # noqa: PLC0415 - read before the fork

        intake(arguments, prog_name="intake")
