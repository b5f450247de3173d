"""`intake backup` from the command line."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.commands import intake

if TYPE_CHECKING:
    from click.testing import Result

ROOT = Path(__file__).parents[3]


def backed_up(url: str, target: Path) -> Result:
    """Run `intake backup` in this process."""
    return CliRunner().invoke(intake, ["backup", str(target)], env={"DATABASE_URL": url})


def test_a_backup_is_made_and_named(sqlite_url: str, tmp_path: Path) -> None:
    """One line says where it is."""
    result = backed_up(sqlite_url, tmp_path / "copy.sqlite")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{tmp_path / 'copy.sqlite'} holds the database as it was")
    assert len(result.stdout.splitlines()) == 1
    assert (tmp_path / "copy.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite:///nothing/here.sqlite", "there is no database at nothing/here.sqlite"),
        (
            "postgresql://me:canary@db.example.org/intake",
            "the database is PostgreSQL: back it up with pg_dump",
        ),
    ],
)
def test_what_cannot_be_backed_up_is_said_in_one_line(tmp_path: Path, url: str, why: str) -> None:
    """Exit code 1, and no password."""
    result = backed_up(url, tmp_path / "copy.sqlite")
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"no backup was made: {why}" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert "canary" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_in_a_terminal_there_is_a_bar(sqlite_url: str, tmp_path: Path) -> None:
    """Whoever waits sees how far it is; the bar is gone in the end and the last line stays."""
    ours, theirs = pty.openpty()
    run = subprocess.Popen(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", "backup", str(tmp_path / "copy.sqlite")],
        env={**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": sqlite_url, "TERM": "xterm"},
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    said, _ = run.communicate(timeout=30)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert run.returncode == 0
    assert "Copying the database" in shown
    assert b"holds the database" in said
