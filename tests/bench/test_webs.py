from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bench.driver import Load, Machine
from bench.memory import measured
from bench.rounds import run_once
from storage import migrate_blocking
from tests.bench.test_drafts import Unseen

if TYPE_CHECKING:
    from pathlib import Path


def test_people_register_rightly_at_two_processes_in_turn(empty_postgres_url: str) -> None:
    """Each update goes to whichever is next, and each person is one right customer."""
    machine = Machine(set(), database_url=empty_postgres_url)
    progress = Unseen()
    figures = run_once("ours-postgres-2", "two", Load(4, 8), machine, progress)
    assert (figures.failed, figures.updates, progress.steps) == (0, 72, 8)


def test_memory_is_looked_at_every_tenth_of_the_way(tmp_path: Path) -> None:
    """The first look is before anybody came, the last after all."""
    url = f"sqlite:///{tmp_path / 'new' / 'intake.db'}"
    migrate_blocking(url)
    looks, failures = asyncio.run(measured("ours-sqlite", url, 20, 4, lambda: None))
    assert failures == []
    assert [look.updates for look in looks] == [18 * place for place in range(11)]
    assert all(look.mib is None or look.mib > 0 for look in looks)
