"""A migrated database of each kind, lent for as long as something is measured on it."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bench import postgres
from storage import migrate_blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

# The bot that stands on each.
KINDS = {"sqlite": "ours-sqlite", "postgresql": "ours-postgres"}

on_option = click.option(
    "--on",
    type=click.Choice([*KINDS]),
    multiple=True,
    help="On which database; on each where none is named.",
)


@dataclass(frozen=True, slots=True)
class Lent:
    """A database's address, and the server's process and version where it has one."""

    url: str
    pid: int | None = None
    version: str | None = None


@contextmanager
def fresh(kind: str) -> Iterator[Lent]:
    """Lend a migrated database of this kind that nobody has used."""
    with ExitStack() as left:
        if kind == "sqlite":
            folder = left.enter_context(tempfile.TemporaryDirectory(prefix="intake-bench-"))
            lent = Lent(f"sqlite:///{Path(folder) / 'intake.sqlite'}")
        else:
            server = left.enter_context(postgres.running())
            url, pid = left.enter_context(postgres.fresh_database(server))
            lent = Lent(url, pid, postgres.version(server))
        migrate_blocking(lent.url)
        yield lent
