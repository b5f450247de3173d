"""Who is measured, as data: the processes of each bot, and what they are told."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.wire import LOOPBACK
from storage import new_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[1]
FLOOR = "floor"
TOKEN = "123456:bench-token-of-nobody"  # noqa: S105 - a made-up one
SECRET = "bench-secret-of-nobody"  # noqa: S105 - a made-up one


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bot runs: its ports, the driver's, a folder of its own, perhaps a database.

    `keys` are those under which that database was filled.
    """

    ports: Sequence[int]
    driver_port: int
    folder: Path
    database_url: str = ""
    keys: tuple[str, str] = field(default_factory=new_keys, repr=False)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One bot: `commands` run for as long as it is measured, `first` runs before.

    The first commands serve, one at each port of the place.
    """

    name: str
    path: str
    commands: tuple[tuple[str, ...], ...]
    first: tuple[tuple[str, ...], ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


def floor(place: Place) -> Candidate:
    """Return the floor."""
    ports = (str(place.ports[0]), str(place.driver_port))
    database = str(place.folder / "floor.sqlite")
    command = (sys.executable, "-m", "bench.floor", *ports, TOKEN, SECRET, database)
    return Candidate(FLOOR, "/", (command,))


def ours_on_sqlite(place: Place) -> Candidate:
    """Return our bot on SQLite: one process that serves and delivers."""
    url = place.database_url or f"sqlite:///{place.folder / 'intake.sqlite'}"
    return Candidate("ours-sqlite", "/telegram", (_bot("web"),), environment=_settings(place, url))


def ours_on_postgres(place: Place) -> Candidate:
    """Return our bot on PostgreSQL: a process that serves at each port, one that delivers."""
    return Candidate(
        "ours-postgres",
        "/telegram",
        (*(_bot("web") for _ in place.ports), _bot("worker")),
        (_bot("migrate"),),
        _settings(place, place.database_url),
    )


USUAL = {
    FLOOR: floor,
    "ours-sqlite": ours_on_sqlite,
    "ours-postgres": ours_on_postgres,
}
# How many processes serve where it is more than one.
WEBS = {"ours-postgres-2": 2, "ours-postgres-4": 4}
CANDIDATES = {**USUAL, **dict.fromkeys(WEBS, ours_on_postgres)}
NEED_POSTGRES = frozenset({"ours-postgres", *WEBS})


def _bot(command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "bot", command)


def _settings(place: Place, database_url: str) -> dict[str, str]:
    driver = f"http://{LOOPBACK}:{place.driver_port}"
    encryption_keys, index_key = place.keys
    return {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": driver,
        "TELEGRAM_WEBHOOK_SECRET": SECRET,
        "FLEXTELL_API_URL": f"{driver}/flextell",
        "FLEXTELL_TENANT": "1",
        "FLEXTELL_ACCESS_TOKEN": "bench-token-of-nobody",
        "COMPANY_NAME": "Example Ltd",
        "DEFAULT_REGION": "GB",
        "DATABASE_URL": database_url,
        "ENCRYPTION_KEYS": encryption_keys,
        "INDEX_KEY": index_key,
    }
