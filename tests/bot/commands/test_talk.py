from __future__ import annotations

import json
import os
import pty
import re
import signal
import time
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from bot.commands.talk import command
from tests.bot.commands.rehearsed import begun, children, is_there
from tests.talks import TRANSCRIPTS

if TYPE_CHECKING:
    from pathlib import Path

# Four on a machine of its own; tests share theirs.
PATIENCE_SECONDS = 60

TYPED = """\
/start
[Agre]

[Agree]
Ada Lovelace
+44 7700 900123
[Skip]
[Skip]
[Skip]
[Confirm]"""


def is_a_customer_to_create(customer: dict[str, Any]) -> None:
    """Check what Flextell demands of a customer, written out from its documentation."""
    assert 0 < len(customer["first_name"]) <= 255
    assert 0 < len(customer["last_name"]) <= 255
    assert re.fullmatch(r"\+[1-9]\d{6,18}", customer["phone_number"])
    if "email" in customer:
        assert re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", customer["email"])
        assert len(customer["email"]) <= 255
    if "date_of_birth" in customer:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", customer["date_of_birth"])
        assert datetime.fromisoformat(customer["date_of_birth"]).year > 1900
    assert customer.get("gender") in {None, "male", "female", "other"}


def test_a_talk_played_from_a_file_ends_with_the_customer(tmp_path: Path) -> None:
    """The last thing printed is the customer as JSON, whatever stands above it."""
    with begun(tmp_path, "talk", str(TRANSCRIPTS / "register.txt")) as process:
        said, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    assert (process.returncode, complaints) == (0, "")
    customer = json.loads(said[said.rindex("\n{\n") :])
    is_a_customer_to_create(customer)
    assert customer["first_name"] == "Ada"
    assert customer["date_of_birth"].startswith("1990-12-10")
    assert "> (shares own contact +44 7700 900123)\nPhone: +44 7700 900123 ✓\n" in said
    assert said.count("What is your full name?") == 1


def test_a_talk_can_be_typed(tmp_path: Path) -> None:
    """A slip gets a sentence and the talk goes on; the end of input ends it."""
    with begun(tmp_path, "talk") as process:
        said, complaints = process.communicate(TYPED, timeout=PATIENCE_SECONDS)
    assert (process.returncode, complaints) == (0, "")
    assert "> (nothing in the chat says [Agre])\n" in said
    customer = json.loads(said[said.rindex("\n{\n") :])
    is_a_customer_to_create(customer)
    assert customer["phone_number"] == "+447700900123"
    assert "email" not in customer


def test_a_talk_that_led_to_nobody_ends_without_a_customer(tmp_path: Path) -> None:
    """In the language of the person's Telegram; nothing is made up."""
    with begun(tmp_path, "talk", "--language", "ar") as process:
        said, complaints = process.communicate("/start\n", timeout=PATIENCE_SECONDS)
    assert (process.returncode, complaints) == (0, "No customer was created.\n")
    assert "Example Ltd" in said
    assert "Welcome" not in said
    assert "{" not in said


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_the_prompt_ends_all_of_it(tmp_path: Path, signum: int) -> None:
    """Although nobody presses Enter; no process is left."""
    with begun(tmp_path, "talk") as process:
        assert process.stdout
        assert "Write /start to begin" in process.stdout.readline()
        started = children(process.pid)
        began = time.monotonic()
        process.send_signal(signum)
        assert process.wait(PATIENCE_SECONDS) == 130
        assert time.monotonic() - began < 10
        assert process.stderr
        assert process.stderr.read() == "\nStopped.\n"
    assert len(started) == 2
    assert not any(is_there(pid) for pid in started)


def test_a_stage_that_dies_ends_the_talk_with_a_sentence(tmp_path: Path) -> None:
    """Nobody waits at a prompt for ever."""
    with begun(tmp_path, "talk") as process:
        assert process.stdout
        process.stdout.readline()
        (stage,) = [pid for pid, line in children(process.pid).items() if "simulator" in line]
        os.kill(stage, signal.SIGKILL)
        assert process.wait(PATIENCE_SECONDS) == 1
        assert process.stderr
        assert process.stderr.read().startswith("The talk could not go on: the stage ended (-9)")


def test_a_file_that_cannot_be_played_gets_one_clear_line(tmp_path: Path) -> None:
    """Missing, a folder, or no text: nothing is started for it."""
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00")
    for file, complaint in (
        (tmp_path / "missing.txt", "does not exist"),
        (tmp_path, "is a directory"),
        (binary, "is not a text in UTF-8"),
    ):
        shown = CliRunner().invoke(command, [str(file)])
        assert shown.exit_code == 2
        assert complaint in shown.stderr.splitlines()[-1]
        assert "Traceback" not in shown.stderr


def test_a_talk_that_cannot_go_on_says_where(tmp_path: Path) -> None:
    """A label that never comes is named, with exit code 1."""
    talk = tmp_path / "slip.txt"
    talk.write_text("language: en\n\n> /start\n> [Agre]\n")
    with begun(tmp_path, "talk", str(talk)) as process:
        said, complaints = process.communicate(timeout=PATIENCE_SECONDS)
    assert process.returncode == 1
    assert said.endswith("> [Agre]\n")
    assert complaints == "The talk could not go on: nothing in the chat says [Agre]\n"


def test_whoever_sits_at_a_terminal_sees_that_the_bot_starts(tmp_path: Path) -> None:
    """On standard error, and gone when the talk begins."""
    ours, theirs = pty.openpty()
    with begun(tmp_path, "talk", stderr=theirs) as process:
        said, _ = process.communicate("", timeout=PATIENCE_SECONDS)
    os.close(theirs)
    shown = os.read(ours, 4096).decode()
    os.close(ours)
    assert process.returncode == 0
    assert "The stage is raised; the bot is starting" in shown
    assert "starting" not in said
