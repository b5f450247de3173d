"""Every setting wrong in its turn, and all wrong at once: made from the declarations.

A new setting fails here until `tests/bot/wrong_settings.py` has a wrong value for it.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSettings, load_settings
from bot.settings.declaration import Declaration, declarations
from storage import new_keys
from tests.bot.wrong_settings import WRONG

ROOT = Path(__file__).parents[2]
DECLARED = tuple(declarations(Settings))
ENCRYPTION_KEYS, INDEX_KEY = new_keys()
RIGHT = {
    "TELEGRAM_TOKEN": "123456:made-up-token",
    "FLEXTELL_TENANT": "42",
    "FLEXTELL_ACCESS_TOKEN": "flx-made-up-token",
    # One of a pair is wrong in its turn, not the other for lack of it.
    "FLEXTELL_CLIENT_ID": "made-up",
    "FLEXTELL_CLIENT_SECRET": "made-up",
    "COMPANY_NAME": "Example Ltd",
    "ENCRYPTION_KEYS": ENCRYPTION_KEYS,
    "INDEX_KEY": INDEX_KEY,
}


def complaint(environment: dict[str, str]) -> str:
    """Return what is said of wrong settings."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(Settings, environment=environment, env_file=None)
    return str(caught.value)


def test_there_is_a_wrong_value_for_every_setting() -> None:
    """And for nothing else: the table is the page."""
    assert list(WRONG) == [each.name for each in DECLARED]


@pytest.mark.parametrize("declared", DECLARED, ids=lambda each: each.name)
def test_a_wrong_setting_gives_one_line_that_names_it(declared: Declaration) -> None:
    """What is wrong, what is expected, an example; and never the value."""
    said = complaint(RIGHT | {declared.name: WRONG[declared.name]})
    assert len(said.splitlines()) == 1
    what, _, rest = said.partition("; expected: ")
    name, _, wrong = what.partition(" ")
    assert name == declared.name
    assert len(wrong.split()) > 1
    assert rest.startswith(declared.expected)
    assert said.endswith(f"; example: {name}={declared.example}") == bool(declared.example)
    assert "canary" not in said.lower().removesuffix((declared.example or "").lower())


def test_all_wrong_at_once_are_named_at_once() -> None:
    """Each in one line, in the order of the page."""
    lines = complaint(WRONG).splitlines()
    assert [line.partition(" ")[0] for line in lines] == [each.name for each in DECLARED]


@pytest.mark.parametrize("command", ["web", "poll", "worker", "doctor"])
def test_every_process_names_them_all(tmp_path: Path, command: str) -> None:
    """A start ends with exit code 2, the doctor with 1; nothing is opened or made."""
    run = subprocess.run(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", command],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **WRONG},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    said = run.stdout + run.stderr
    assert run.returncode == (1 if command == "doctor" else 2)
    assert all(f"{each.name} " in said for each in DECLARED)
    assert said.count("; expected: ") == len(DECLARED)
    assert "canary" not in said.lower()
    assert list(tmp_path.iterdir()) == []
