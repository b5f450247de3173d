"""What the figures were measured on, in a sentence that names no host."""

from __future__ import annotations

import os
import platform
import re
import sqlite3
from pathlib import Path


def description(postgres: str | None) -> str:
    """Return processors, system and versions; `postgres` is None where it took no part."""
    parts = [
        f"{os.cpu_count()} CPUs ({_processor()})",
        platform.system(),
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    if postgres:
        parts.append(f"PostgreSQL {postgres}")
    return ", ".join(parts)


def _processor() -> str:
    try:
        said = Path("/proc/cpuinfo").read_text()
    except OSError:
        said = ""
    model = re.search(r"^model name\s*: (.+)$", said, re.MULTILINE)
    return model[1] if model else platform.machine()
