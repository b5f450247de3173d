"""The disk: whether it lasts, who may read what is on it, and whether it has room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from stat import S_IMODE
from typing import TYPE_CHECKING

from bot.doctor.findings import Finding, fine, warning, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.doctor.patient import Patient

OTHERS = 0o077  # the rights of group and others
MEGABYTE = 1_000_000
LITTLE, TOO_LITTLE = 500 * MEGABYTE, 50 * MEGABYTE

_POSTGRESQL = "the database is PostgreSQL, whose disk its own host looks after"
_MOVE = "add PostgreSQL and set DATABASE_URL to it; see docs/operating.md"


@dataclass(frozen=True, slots=True)
class Host:
    """A kind of host, known by a variable it sets; `volume` names where its lasting disk is."""

    name: str
    variable: str
    volume: str | None = None
    may_have_volume: bool = False


# Their own pages: devcenter.heroku.com/articles/dynos,
# cloud.google.com/run/docs/container-contract,
# docs.cloudfoundry.org/devguide/deploy-apps/environment-variable.html,
# render.com/docs/environment-variables, fly.io/docs/machines/runtime-environment,
# docs.railway.com/reference/variables
HOSTS = (
    Host("a Heroku dyno", "DYNO"),
    Host("Cloud Run", "K_SERVICE"),
    Host("App Engine", "GAE_APPLICATION"),
    Host("Cloud Foundry", "VCAP_APPLICATION"),
    Host("Railway", "RAILWAY_ENVIRONMENT", volume="RAILWAY_VOLUME_MOUNT_PATH"),
    Host("Render", "RENDER", may_have_volume=True),
    Host("Fly.io", "FLY_APP_NAME", may_have_volume=True),
)


async def lasting(patient: Patient) -> Finding:
    """Look whether a SQLite file would be gone at the host's next restart."""
    file = patient.database_file
    if file is None:
        return fine(_POSTGRESQL)
    environment = patient.machine.environment
    host = next((each for each in HOSTS if environment.get(each.variable)), None)
    if host is None:
        return fine("nothing says that this host's disk does not last")
    if host.volume and _is_inside(file, environment.get(host.volume)):
        return fine(f"the file is on the volume of {host.name}")
    if host.may_have_volume:
        return warning(
            f"{host.name} loses every file that is not on a volume, at each restart",
            f"make sure that {file} is on one, or {_MOVE}",
        )
    return wrong(f"{host.name} loses every file at each restart, the database too", _MOVE)


async def file(patient: Patient) -> Finding:
    """Look at the database's file: is it there, is it ours, may others read it."""
    path = patient.database_file
    if path is None:
        return fine(_POSTGRESQL)
    try:
        return _rights(path, patient.machine.user_id)
    except OSError as error:
        return wrong(f"{path} cannot be reached: {error.strerror}", "mend DATABASE_URL, or that")


async def space(patient: Patient) -> Finding:
    """Look how much room is left beside the database's file."""
    path = patient.database_file
    if path is None:
        return fine(_POSTGRESQL)
    free = patient.machine.free_bytes(_folder(path))
    seen = f"{free // MEGABYTE:,} MB are free"
    if free >= LITTLE:
        return fine(seen)
    make_room = "make room; with a full disk nothing people say can be kept"
    return (wrong if free < TOO_LITTLE else warning)(seen, make_room)


async def env_file(patient: Patient) -> Finding:
    """Look whether others may read `.env`, which holds every secret."""
    path = patient.machine.env_file
    try:
        mode = path.stat().st_mode
    except OSError:
        return fine("there is no .env; the settings come from the environment")
    if mode & OTHERS:
        return warning(f"others may read {path} ({S_IMODE(mode):o})", f"chmod 600 {path}")
    return fine(f"nobody else may read {path}")


def _rights(path: Path, user_id: int) -> Finding:
    if path.is_dir():
        return wrong(f"{path} is a folder", "name a file in DATABASE_URL")
    if not path.exists():
        return warning(
            f"{path} is not there yet; `intake migrate`, or the bot's first start, makes it",
            "if the bot has served here before, have DATABASE_URL name the file it served",
        )
    strange = next((each for each in _files(path) if each.stat().st_uid != user_id), None)
    if strange is not None:
        return wrong(
            f"{strange} belongs to another user", "run the bot as that user, or chown the file"
        )
    open_ones = [each.name for each in _files(path) if each.stat().st_mode & OTHERS]
    if open_ones:
        return warning(
            f"others on this machine may read {', '.join(open_ones)}",
            f"chmod 600 {path}*; the bot does so whenever it opens the file",
        )
    return fine(f"{path} is there, and nobody else may read it")


def _files(path: Path) -> Iterator[Path]:
    """Give the file and those that SQLite keeps beside it."""
    beside = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    return (each for each in (path, *beside) if each.exists())


def _folder(path: Path) -> Path:
    """Return the folder of a file, or, where that is to be made too, the one it will be in."""
    return next(each for each in path.absolute().parents if each.exists())


def _is_inside(path: Path, folder: str | None) -> bool:
    return bool(folder) and path.resolve().is_relative_to(Path(folder or "").resolve())
