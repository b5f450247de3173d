"""`intake authorize` as a person starts it, and the browser in which that person agrees."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from bot.rehearsal.children import free_port
from storage import Database, Keyring, SignIn, new_keys
from tests.simulator.flextell.served import TENANT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.simulator.flextell.served import Stage

ROOT = Path(__file__).parents[3]
SECRET = "secret-canary-of-nobody"


@dataclass(slots=True)
class Terminal:
    """A terminal in which the command runs; `shown` is all it has said so far."""

    process: subprocess.Popen[str]
    shown: str = ""

    def address(self) -> str:
        """Wait until an address is shown, and return it."""
        assert self.process.stdout is not None
        while (match := re.search(r"^  (https?://\S+)$", self.shown, re.MULTILINE)) is None:
            line = self.process.stdout.readline()
            assert line, self.ended()
            self.shown += line
        return match[1]

    def says(self, line: str) -> None:
        """Type a line, or paste one."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def ended(self) -> tuple[int, str]:
        """Type no more, and wait for the end; return the exit code and all that was said."""
        process = self.process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.close()
        self.shown += process.stdout.read()
        return process.wait(timeout=30), self.shown + process.stderr.read()


@dataclass(slots=True)
class Company:
    """A company with a database of its own, at the served stand-in."""

    stage: Stage
    database_url: str
    environment: dict[str, str]

    @property
    def redirect(self) -> str:
        """Return where the browser comes back to."""
        return self.environment["FLEXTELL_REDIRECT_URI"]

    @contextmanager
    def authorizes(self, *options: str, **settings: str) -> Iterator[Terminal]:
        """Start the command, and leave no process behind."""
        folder = Path(self.database_url.removeprefix("sqlite:///")).parent
        with authorizing(folder, self.environment | settings, *options) as terminal:
            yield terminal

    def sign_in(self) -> SignIn | None:
        """Return what is kept."""
        return asyncio.run(self._sign_in())

    async def _sign_in(self) -> SignIn | None:
        keys = (self.environment["ENCRYPTION_KEYS"], self.environment["INDEX_KEY"])
        database = Database(self.database_url, Keyring.parse(*keys))
        try:
            async with database.begin() as work:
                return await work.tokens.load(TENANT)
        finally:
            await database.close()


@contextmanager
def authorizing(folder: Path, environment: Mapping[str, str], *options: str) -> Iterator[Terminal]:
    """Start the command in a folder with these settings, and leave no process behind."""
    measured = {name: text for name, text in os.environ.items() if name.startswith("COV")}
    with subprocess.Popen(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", "authorize", *options],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **measured, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Terminal(process)
        finally:
            process.kill()


def decided(address: str, decision: str = "allow") -> str:
    """Decide in the browser, and return where that is sent back to."""
    answer = httpx.post(address, data={"decision": decision})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def company(stage: Stage, database_url: str) -> Company:
    """Return a company whose redirect leads to a free port of this machine."""
    encryption_keys, index_key = new_keys()
    environment = {
        "FLEXTELL_API_URL": f"{str(stage.http.base_url).rstrip('/')}/api/v1",
        "FLEXTELL_TENANT": TENANT,
        "FLEXTELL_CLIENT_ID": "client",
        "FLEXTELL_CLIENT_SECRET": SECRET,
        "FLEXTELL_REDIRECT_URI": f"http://127.0.0.1:{free_port()}/callback",
        "DATABASE_URL": database_url,
        "ENCRYPTION_KEYS": encryption_keys,
        "INDEX_KEY": index_key,
    }
    return Company(stage, database_url, environment)
