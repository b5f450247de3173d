"""A database lost and restored: nobody is created twice, and nobody is forgotten."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tests.road.registering import Person
from tests.road.starting import start_fresh
from tests.road.test_registering import is_ada
from tests.road.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.road.deployment import Deployment


def intake(deployed: Deployment, *arguments: str, code: int = 0) -> str:
    """Run a command to its end; return what it said."""
    log = deployed.folder / f"{arguments[0]}.log"
    run = start_fresh(["intake", *arguments], deployed.environment(), log)
    assert run.exit_code() == code, run.said()
    assert "Traceback" not in run.said()
    return run.said()


def put_back(backup: Path, database: Path) -> None:
    """Put a backup in the database's place, as the guide says."""
    for each in database.parent.glob(f"{database.name}*"):
        each.rename(each.with_name(f"lost-{each.name}"))
    backup.rename(database)


def status_in(database: Path) -> str:
    """Return the status of the one submission in a file."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)
    [(status,)] = connection.execute("SELECT status FROM submissions").fetchall()
    connection.close()
    return str(status)


async def test_what_was_created_after_the_backup_is_not_created_again(
    on_sqlite: Deployment,
) -> None:
    """The backup was made while serving, when the submission was queued still."""
    folder = on_sqlite.folder
    on_sqlite.spoil_flextell(create={"fault": "limit_seconds", "times": None})
    on_sqlite.start("poll")
    await on_sqlite.serves()
    person = Person(on_sqlite.stage)
    for step in person.steps:
        await person.does(step)
    await until(lambda: bool(on_sqlite.posts()), 30)
    intake(on_sqlite, "backup", str(folder / "backup.db"))
    assert status_in(folder / "backup.db") in {"queued", "sending"}
    on_sqlite.spoil_flextell(create={"fault": None})
    is_ada(await person.is_registered())

    refused = intake(on_sqlite, "restore-check", code=1)
    assert "another process serves intake.db" in refused
    on_sqlite.running["poll"].ended()
    put_back(folder / "backup.db", folder / "intake.db")
    assert "1 open submissions may have been sent" in intake(on_sqlite, "restore-check")
    assert status_in(folder / "intake.db") == "unknown"

    posts = len(on_sqlite.posts())
    on_sqlite.start("poll")
    await until(lambda: is_told_created(folder / "intake.db"), 60)
    is_ada(await person.is_registered())
    assert len(on_sqlite.posts()) == posts


def is_told_created(database: Path) -> bool:
    """Tell whether the served database has found its customer."""
    connection = sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)
    [(status, told)] = connection.execute("SELECT status, told FROM submissions").fetchall()
    connection.close()
    return (status, told) == ("created", "created")
