"""The processes of a bot: started, waited for, ended, and what they have used."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import IO, TYPE_CHECKING

from bench.candidates import ROOT
from bench.wire import LOOPBACK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bench.candidates import Candidate, Place

START_SECONDS = 30.0
STOP_SECONDS = 10.0
LOG_TAIL = 2000


class BotFailed(Exception):  # noqa: N818 - it is what happened
    """A bot did not start, or ended by itself; its last words are the text."""


@dataclass(frozen=True, slots=True)
class Ended:
    """What ended processes have used in all their life: CPU seconds and peak MiB."""

    cpu: float
    peak: float


@dataclass(slots=True)
class Running:
    """A bot's processes; `ended` is there once they are not."""

    processes: list[subprocess.Popen[bytes]]
    log: Path
    ended: Ended | None = field(default=None)

    @property
    def pids(self) -> list[int]:
        """Return the ids of the processes."""
        return [process.pid for process in self.processes]

    def check(self) -> None:
        """Raise BotFailed if one of them is gone."""
        if any(process.poll() is not None for process in self.processes):
            raise BotFailed(self.last_words())

    def last_words(self) -> str:
        """Return the end of what the processes wrote."""
        return self.log.read_text("utf-8", "replace")[-LOG_TAIL:]


@contextmanager
def running(candidate: Candidate, place: Place, cpus: set[int]) -> Iterator[Running]:
    """Run a bot on these CPUs (all of them if none is named) until left; raises BotFailed."""
    log = place.folder / "log"
    bot = Running([], log)
    with log.open("wb") as written:
        try:
            for command in candidate.first:
                _wait_for_end(_started(command, candidate, place, written), bot)
            for command, port in zip_longest(candidate.commands, place.ports):
                process = _started(command, candidate, place, written, port)
                bot.processes.append(process)
                pin(process.pid, cpus)
            for port in place.ports:
                wait_for_port(port, bot)
            yield bot
        finally:
            bot.ended = _end(bot.processes)


def _started(
    command: tuple[str, ...],
    candidate: Candidate,
    place: Place,
    log: IO[bytes],
    port: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a process that knows of no setting but the candidate's."""
    own = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT)}
    own |= {} if port is None else {"PORT": str(port)}
    return subprocess.Popen(  # noqa: S603 - the benchmark's own commands
        command, env={**own, **candidate.environment}, cwd=place.folder, stdout=log, stderr=log
    )


def _wait_for_end(process: subprocess.Popen[bytes], bot: Running) -> None:
    if process.wait(START_SECONDS):
        raise BotFailed(bot.last_words())


def wait_for_port(port: int, bot: Running) -> None:
    """Return when the bot takes connections; raise BotFailed where it never does."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        bot.check()
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise BotFailed(f"nobody listens on port {port}")


def pin(pid: int, cpus: set[int]) -> None:
    """Keep a process (0: this one) on these CPUs, where the system can."""
    if cpus and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(pid, cpus)


def shared_out() -> tuple[set[int], set[int]]:
    """Return a CPU for the bot and those for all else; two empty sets where it cannot be had."""
    if not hasattr(os, "sched_getaffinity"):
        return set(), set()
    first, *others = sorted(os.sched_getaffinity(0))
    return ({first}, set(others)) if others else (set(), set())


def _end(processes: list[subprocess.Popen[bytes]]) -> Ended:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    each = [_reaped(process) for process in processes]
    return Ended(sum(one.cpu for one in each), sum(one.peak for one in each))


def _reaped(process: subprocess.Popen[bytes]) -> Ended:
    """Wait for a process to end, kill it if it does not, and return what it has used."""
    end = time.monotonic() + STOP_SECONDS
    while process.returncode is None:
        pid, status, used = os.wait4(process.pid, os.WNOHANG)
        if pid:
            process.returncode = os.waitstatus_to_exitcode(status)
            unit = 1024**2 if sys.platform == "darwin" else 1024
            return Ended(used.ru_utime + used.ru_stime, used.ru_maxrss / unit)
        if time.monotonic() > end:
            process.kill()
        time.sleep(0.02)
    return Ended(0.0, 0.0)
