from __future__ import annotations

import os
import subprocess
import sys
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from bot.commands import intake

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from click.testing import Result

ROOT = Path(__file__).parents[3]


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Callable[[str], Result]]:
    """Give a function that migrates an address, in a folder without a `.env`."""
    with chdir(tmp_path):
        yield lambda url: CliRunner().invoke(intake, ["migrate"], env={"DATABASE_URL": url})


def test_an_empty_database_is_migrated(migrated: Callable[[str], Result], empty_url: str) -> None:
    """On both databases; doing it again changes nothing."""
    first, again = migrated(empty_url), migrated(empty_url)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.output == again.output
    assert first.output.endswith("has the schema of this version.\n")
    assert len(first.output.splitlines()) == 1


def test_the_default_is_a_file_in_the_working_directory(tmp_path: Path) -> None:
    """Without any setting there is an embedded database; a release phase is a real process."""
    unset = {name: text for name, text in os.environ.items() if name != "DATABASE_URL"}
    run = subprocess.run(
        [sys.executable, "-m", "bot", "migrate"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env=unset | {"PYTHONPATH": str(ROOT)},
    )
    assert run.stdout == (
        "The sqlite database var/intake.sqlite has the schema of this version.\n"
    )
    assert run.stderr == ""
    assert (tmp_path / "var" / "intake.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://intake:canary@db.example.org/intake", "DATABASE_URL must look like"),
        ("sqlite:///", "DATABASE_URL must name a file"),
        ("postgresql://intake:canary@127.0.0.1:1/intake", "out of reach"),
        ("sqlite:////proc/nowhere/intake.sqlite", "out of reach"),
    ],
)
def test_what_cannot_be_migrated_is_said_in_one_line(
    migrated: Callable[[str], Result], url: str, said: str
) -> None:
    """A wrong address and a database out of reach end with exit code 1, and without a password."""
    result = migrated(url)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr
    assert "canary" not in result.stderr
