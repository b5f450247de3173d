"""`intake doctor` as it is called."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.clock import SystemClock
from bot.rehearsal.children import free_port
from storage import SignIn
from tests.bot.doctor.installation import SIGN_IN, TOKEN, Installation, installed, put
from tests.road.deployment import raised_stage

if TYPE_CHECKING:
    from collections.abc import Iterator

import httpx

ROOT = Path(__file__).parents[3]
MEASURED = {name: text for name, text in os.environ.items() if name.startswith("COV")}
PYTHON = {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **MEASURED}


@pytest.fixture
def installation(tmp_path: Path, sqlite_url: str) -> Iterator[Installation]:
    """Lend a sound installation, on a stage of its own."""
    folder = tmp_path / "stage"
    folder.mkdir()
    with (
        raised_stage(folder) as (_, stage),
        httpx.Client(base_url=stage.address, trust_env=False) as http,
    ):
        made = installed(http, tmp_path, sqlite_url)
        made.file.chmod(0o600)
        yield made


def called(
    installation: Installation, *arguments: str, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Call `intake doctor` as a process of its own, with nothing else in its environment."""
    return subprocess.run(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", "doctor", *arguments],
        cwd=installation.folder,
        env={**PYTHON, **installation.settings, **settings},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_it_says_that_all_is_well(installation: Installation) -> None:
    """Exit code 0, one line for each check, and nothing on standard error."""
    run = called(installation)
    assert (run.returncode, run.stderr) == (0, "")
    lines = run.stdout.splitlines()
    assert lines[0] == "fine         settings   all settings can be used"
    assert lines[-1] == "16 fine"


def test_warnings_alone_are_no_failure(installation: Installation) -> None:
    """A deploy goes on."""
    run = called(installation, SETTLE_MINUTES="0.5")
    assert run.returncode == 0
    assert run.stdout.splitlines()[-1] == "15 fine, 1 warning"


def test_what_is_wrong_is_a_failure_and_no_secret_is_printed(installation: Installation) -> None:
    """Exit code 1; tokens, keys and passwords stay where they are."""
    url = f"postgresql://me:canary-word@127.0.0.1:{free_port()}/intake"
    run = called(installation, DATABASE_URL=url, FLEXTELL_TENANT="2", TELEGRAM_TOKEN=f"0{TOKEN}")
    assert run.returncode == 1
    assert run.stdout.count("\nwrong ") == 3
    keys = "".join(installation.keys)
    for secret in ("canary-word", TOKEN.partition(":")[2], "demo-token", *keys.split(":")):
        assert secret not in run.stdout + run.stderr


def test_wrong_settings_are_told_like_everything_else(installation: Installation) -> None:
    """The doctor does not stop at the door: exit code 1, not 2, and the whole list."""
    run = called(installation, "--json", PORT="canary")
    assert (run.returncode, run.stderr) == (1, "")
    rows = json.loads(run.stdout)
    assert rows[0]["verdict"] == "wrong"
    assert "PORT is not a whole number" in rows[0]["seen"]
    assert {row["verdict"] for row in rows[1:]} == {"not checked"}
    assert "canary" not in run.stdout


def test_its_json_is_json_whatever_is_logged_meanwhile(installation: Installation) -> None:
    """A sign-in that was revoked is logged while it is looked at: on standard error."""
    now = SystemClock().now()
    asyncio.run(put(installation, sign_in=SignIn("1", "canary-word", "canary-word", now, None)))
    run = called(installation, "--json", **SIGN_IN)
    assert "has to sign in anew" in str(json.loads(run.stdout))
    assert "flextell needs consent" in run.stderr
    assert "canary-word" not in run.stdout + run.stderr


def test_in_a_terminal_it_tells_what_it_waits_for(installation: Installation) -> None:
    """The report goes to standard output, where a pipe takes it."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "doctor"],
        env={**PYTHON, **installation.settings, "TERM": "xterm"},
        cwd=installation.folder,
        stdout=subprocess.PIPE,
        stderr=theirs,
    ) as run:
        os.close(theirs)
        said, _ = run.communicate(timeout=60)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "Looking at" in shown
    assert b"16 fine" in said
    assert b"Looking" not in said
