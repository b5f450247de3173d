"""What cannot serve says why in a sentence, and ends; nothing is served meanwhile."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from bot.rehearsal.children import free_port
from tests.road.deployment import deployment

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Postgres
    from tests.road.deployment import Deployment
    from tests.road.starting import Running


def ends_with(process: Running, code: int, *words: str) -> None:
    """Check how a process ends, and that it says these words and shows no traceback."""
    assert process.exit_code() == code, process.said()
    said = process.said()
    assert all(each in said for each in words), said
    assert "Traceback" not in said


def test_a_worker_on_sqlite_has_nothing_to_do(on_sqlite: Deployment) -> None:
    """The serving process delivers, and two would be in each other's way."""
    on_sqlite.is_fresh = True
    ends_with(on_sqlite.start("worker"), 0, "On SQLite the serving process delivers by itself")


@pytest.mark.parametrize("name", ["web-2", "poll"])
async def test_a_second_serving_process_on_sqlite(on_sqlite: Deployment, name: str) -> None:
    """It is refused whatever it is; the first one goes on."""
    on_sqlite.is_fresh = True
    on_sqlite.start("web")
    await on_sqlite.answers("web")
    ends_with(on_sqlite.start(name), 1, "another process serves intake.db", "stop it first")
    await on_sqlite.answers("web")


@pytest.mark.parametrize("name", ["web", "poll", "worker"])
def test_a_database_that_is_not_migrated(
    tmp_path: Path, postgres_server: Postgres, name: str
) -> None:
    """Whoever deployed it reads which command was left out."""
    with (
        postgres_server.database(migrated=False) as url,
        deployment(tmp_path, url) as deployed,
    ):
        deployed.is_fresh = True
        ends_with(deployed.start(name), 1, f"intake {name} cannot go on", "run `intake migrate`")


@pytest.mark.parametrize("name", ["web", "poll"])
def test_a_port_that_is_taken(on_sqlite: Deployment, name: str) -> None:
    """The setting is named, so that it can be changed."""
    on_sqlite.is_fresh = True
    with socket.create_server(("", 0)) as door:
        port = door.getsockname()[1]
        process = on_sqlite.start(name, PORT=str(port), OPERATOR_IDS="1001")
        ends_with(process, 1, f"intake {name} cannot go on: PORT {port} cannot be had", "in use")


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_database_that_cannot_be_reached(on_sqlite: Deployment, name: str) -> None:
    """The host starts the process again until it can; nothing of the address is shown."""
    on_sqlite.is_fresh = True
    url = f"postgresql://intake:canary@127.0.0.1:{free_port()}/intake"
    process = on_sqlite.start(name, DATABASE_URL=url)
    ends_with(process, 1, f"intake {name} cannot go on: ")
    assert "canary" not in process.said()


def test_a_folder_that_does_not_let_us_in(on_sqlite: Deployment) -> None:
    """A file where the folder should be: the path is named."""
    on_sqlite.is_fresh = True
    (on_sqlite.folder / "file").write_text("")
    url = f"sqlite:///{on_sqlite.folder / 'file' / 'intake.db'}"
    ends_with(on_sqlite.start("web", DATABASE_URL=url), 1, "intake web cannot go on: ", "file")


@pytest.mark.parametrize("name", ["web", "poll", "worker"])
def test_wrong_settings_are_named_all_at_once(on_sqlite: Deployment, name: str) -> None:
    """Exit code 2, before a database or a port is touched."""
    on_sqlite.is_fresh = True
    process = on_sqlite.start(name, PORT="canary", LANGUAGES="tlh", TELEGRAM_TOKEN="canary")
    ends_with(process, 2, "PORT", "LANGUAGES", "TELEGRAM_TOKEN", "Nothing was started")
    assert "canary" not in process.said()
    assert not (on_sqlite.folder / "intake.db").exists()
