"""Measure how web processes add up: one on SQLite, one, two and four on PostgreSQL.

SQLite has one serving process, which delivers too; on PostgreSQL one worker delivers beside them.
Telegram's updates go to each process in turn, as behind a host's router.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bench.candidates import FLOOR, USUAL, WEBS
from bench.comparing import (
    compare,
    people_option,
    registrations_option,
    retries_option,
    rounds_option,
)
from bench.driver import Load
from bench.pages import to_page

if TYPE_CHECKING:
    from pathlib import Path


@click.command("web")
@people_option
@registrations_option
@rounds_option
@retries_option
@to_page
def command(people: int, registrations: int, rounds: int, retries: int, page: Path | None) -> None:
    """One, two and four web processes on PostgreSQL, one on SQLite."""
    names = [FLOOR, *(name for name in USUAL if name != FLOOR), *WEBS]
    load = Load(people, registrations)
    compare(names, load, rounds, retries, page, command="web", is_pinned=False)
