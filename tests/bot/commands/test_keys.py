from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from bot.commands import intake
from bot.settings import KeySettings, load_settings

ROOT = Path(__file__).parents[3]


def test_two_lines_are_printed_and_nothing_else() -> None:
    """Scripts append standard output to `.env`."""
    run = subprocess.run(
        [sys.executable, "-m", "bot", "keys", "new"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ),
    )
    first, second = run.stdout.splitlines()
    assert first.startswith("ENCRYPTION_KEYS=")
    assert second.startswith("INDEX_KEY=")
    assert run.stderr == ""


def test_the_lines_are_settings_that_are_accepted(tmp_path: Path) -> None:
    """What is printed can be used as it stands."""
    env_file = tmp_path / ".env"
    env_file.write_text(CliRunner().invoke(intake, ["keys", "new"]).stdout, encoding="utf-8")
    settings = load_settings(KeySettings, environment={}, env_file=env_file)
    assert settings.keyring.open(settings.keyring.seal(b"made up", "x"), "x") == b"made up"


def test_keys_are_new_each_time() -> None:
    """Nobody shares them."""
    shown = {CliRunner().invoke(intake, ["keys", "new"]).stdout for _ in range(5)}
    assert len(shown) == 5
