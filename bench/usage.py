"""What running processes have used so far, read from /proc; None where there is no such thing."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PROC = Path("/proc")
# https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html, counted behind the name
PARENT, USER, SYSTEM, REAPED_USER, REAPED_SYSTEM = 1, 11, 12, 13, 14
# https://man7.org/linux/man-pages/man5/proc_stat.5.html: idle and iowait are no work
IDLE, IOWAIT, STEAL = 3, 4, 7


def cpu_seconds(roots: Iterable[int]) -> float | None:
    """Return the CPU seconds of these processes, their children, and those that have ended."""
    stats = _stats()
    if stats is None:
        return None
    fields = (USER, SYSTEM, REAPED_USER, REAPED_SYSTEM)
    used = (int(stats[pid][field]) for pid in _trees(roots, stats) for field in fields)
    return sum(used) / _ticks()


def peak_mib(roots: Iterable[int]) -> float | None:
    """Return the sum of what each of these processes held in memory at its peak."""
    return _memory_mib(roots, "VmHWM")


def held_mib(roots: Iterable[int]) -> float | None:
    """Return the sum of what each of these processes holds in memory now."""
    return _memory_mib(roots, "VmRSS")


def machine_seconds() -> float | None:
    """Return the CPU seconds that all programs of this machine have used."""
    try:
        line = (PROC / "stat").read_text().splitlines()[0]
    except OSError:
        return None
    columns = [int(column) for column in line.split()[1:]]
    work = [n for place, n in enumerate(columns[: STEAL + 1]) if place not in {IDLE, IOWAIT}]
    return sum(work) / _ticks()


def _memory_mib(roots: Iterable[int], name: str) -> float | None:
    stats = _stats()
    if stats is None:
        return None
    return sum(_kib(pid, name) for pid in _trees(roots, stats)) / 1024


def _stats() -> dict[int, list[str]] | None:
    """Return what /proc says of each process, from the state on."""
    if not (PROC / "self" / "stat").exists():
        return None
    found = {}
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            try:
                found[int(entry.name)] = fields_of((entry / "stat").read_text())
            except OSError:  # it has just ended
                continue
    return found


def fields_of(stat: str) -> list[str]:
    """Return the fields behind the process's name, which may hold blanks and brackets."""
    return stat[stat.rindex(")") + 2 :].split()


def _trees(roots: Iterable[int], stats: dict[int, list[str]]) -> list[int]:
    children: defaultdict[int, list[int]] = defaultdict(list)
    for pid, fields in stats.items():
        children[int(fields[PARENT])].append(pid)
    found = [pid for pid in roots if pid in stats]
    for pid in found:  # grows while it is read
        found.extend(children[pid])
    return found


def _kib(pid: int, name: str) -> int:
    try:
        status = (PROC / str(pid) / "status").read_text()
    except OSError:
        return 0
    held = re.search(rf"{name}:\s+(\d+) kB", status)
    return int(held[1]) if held else 0


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")
