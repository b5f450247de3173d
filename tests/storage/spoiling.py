"""Damage to a SQLite file, as a bad disk makes it."""

from __future__ import annotations

import sqlite3
from pathlib import Path


def overwrite_root(url: str, name: str, content: bytes) -> None:
    """Write over the beginning of the root page of a table or an index; nobody has it open."""
    path = Path(url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(path)
    query = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
    page = connection.execute(query, (name,)).fetchone()[0]
    size = connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    whole = bytearray(path.read_bytes())
    start = (page - 1) * size
    whole[start : start + len(content)] = content
    path.write_bytes(whole)
