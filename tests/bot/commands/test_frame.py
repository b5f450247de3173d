from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
import structlog
from click.testing import CliRunner

from bot.commands import COMMANDS, intake
from bot.settings import Settings, load_settings

ROOT = Path(__file__).parents[3]
HELP = "from bot.commands import intake; intake(['--help'], standalone_mode=False)"


class _Frame(type(intake)):  # type: ignore[misc]  # the class is the frame's own, and tested here
    """The real frame around a command of the test's own."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Give a command that ends as its name says."""

        @click.command
        def command() -> None:
            if cmd_name == "interrupted":
                raise KeyboardInterrupt
            if cmd_name == "telling":
                structlog.get_logger().warning("token not refreshed", secret="canary")
                return
            load_settings(Settings, environment={"PORT": "canary"}, env_file=None)

        return command


FRAME = _Frame(name="intake", callback=intake.callback)


def test_help_tells_every_command_in_a_line() -> None:
    """In the order in which people need them."""
    shown = CliRunner().invoke(intake, ["--help"])
    assert shown.exit_code == 0
    told = [line.split()[0] for line in shown.output.split("Commands:")[1].splitlines() if line]
    assert told == [name for name, _ in COMMANDS]


def test_help_reads_no_command_and_no_other_room() -> None:
    """That is what makes it quick, and what keeps one broken command from hiding the others."""
    program = f"import sys; {HELP}; print(sorted(sys.modules))"
    run = subprocess.run(  # noqa: S603 - this interpreter and a program written here
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    loaded = run.stdout.splitlines()[-1]
    assert "'bot.commands'" in loaded
    for unwanted in ("bot.commands.", "'pydantic", "'storage", "'conversations", "'structlog"):
        assert unwanted not in loaded


def test_help_comes_at_once() -> None:
    """Under 150 ms of processor time, the best of five: waiting for a busy machine is not ours."""
    assert min(_seconds_of_help() for _ in range(5)) < 0.15


def _seconds_of_help() -> float:
    """Give the processor time of a process that shows the help, without coverage measuring it."""
    before = _seconds_of_children()
    subprocess.run(  # noqa: S603 - this interpreter and a program written here
        [sys.executable, "-c", HELP],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={name: text for name, text in os.environ.items() if not name.startswith("COV")},
    )
    return _seconds_of_children() - before


def _seconds_of_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def test_an_unknown_command_is_refused_with_a_hint() -> None:
    """A slip of the finger gets the right name back."""
    shown = CliRunner().invoke(intake, ["migrat"])
    assert shown.exit_code == 2
    assert "No such command 'migrat'" in shown.output


def test_wrong_settings_are_said_in_words_and_nothing_starts() -> None:
    """All on standard error, exit code 2, no traceback, no value."""
    shown = CliRunner().invoke(FRAME, ["wrong"])
    assert shown.exit_code == 2
    assert shown.stdout == ""
    assert "TELEGRAM_TOKEN is not set; expected: " in shown.stderr
    assert "PORT is not a whole number; expected: " in shown.stderr
    assert "docs/settings.md" in shown.stderr
    assert "Traceback" not in shown.stderr
    assert "canary" not in shown.stderr


def test_an_interruption_ends_without_a_traceback() -> None:
    """Ctrl-C is a way to end, with the exit code shells expect."""
    shown = CliRunner().invoke(FRAME, ["interrupted"])
    assert (shown.exit_code, shown.stdout, shown.stderr) == (130, "", "\nStopped.\n")


def test_what_a_command_logs_is_not_among_what_it_says() -> None:
    """It goes to standard error, with the allowed fields alone, as the logs of every process."""
    shown = CliRunner().invoke(FRAME, ["telling"])
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "token not refreshed" in shown.stderr
    assert "canary" not in shown.stderr


@pytest.mark.parametrize("name", [name for name, _ in COMMANDS])
def test_every_command_in_the_list_has_its_file(name: str) -> None:
    """The list is written by hand, so that it can be shown without reading the files."""
    command = intake.get_command(click.Context(intake), name)
    assert isinstance(command, click.Command)
    assert command.help


@pytest.mark.parametrize("name", ["web", "poll", "worker"])
def test_nothing_is_served_with_wrong_settings(tmp_path: Path, name: str) -> None:
    """A real process ends by itself, with exit code 2, and names a malformed token."""
    run = subprocess.run(  # noqa: S603 - this interpreter and our own command
        [sys.executable, "-m", "bot", name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env={"PYTHONPATH": str(ROOT), "TELEGRAM_TOKEN": "canary"},
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert "TELEGRAM_TOKEN is not of the form that @BotFather gives" in run.stderr
    assert "INDEX_KEY is not set" in run.stderr
    assert "Traceback" not in run.stderr
    assert "canary" not in run.stderr
    assert list(tmp_path.iterdir()) == []
