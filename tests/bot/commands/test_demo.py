from __future__ import annotations

import os
import re
import signal
import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.bot.commands.rehearsed import begun, children, is_there

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

PATIENCE_SECONDS = 60
# Of real time: two seconds on a machine of its own.
PAGE_SECONDS = 10


def address(demo: subprocess.Popen[str]) -> str:
    """Read on until the demo says where its page is."""
    assert demo.stdout
    for line in demo.stdout:
        if found := re.search(r"Open (http://\S+) and talk", line):
            return found[1]
    raise AssertionError(demo.stderr.read() if demo.stderr else "")


def child(demo: subprocess.Popen[str], name: str) -> int:
    """Return the process with this word on its command line, once it is there."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        for pid, line in children(demo.pid).items():
            if name in line:
                return pid
        time.sleep(0.05)
    raise AssertionError(children(demo.pid))


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_the_page_is_up_soon_and_a_signal_ends_everything(tmp_path: Path, signum: int) -> None:
    """Under ten seconds; then no process and no open port is left."""
    began = time.monotonic()
    with begun(tmp_path, "demo", "--port", "0") as demo:
        page = address(demo)
        assert httpx.get(page, trust_env=False).status_code == 200
        assert time.monotonic() - began < PAGE_SECONDS
        started = [child(demo, "simulator"), child(demo, "poll")]
        demo.send_signal(signum)
        assert demo.wait(PATIENCE_SECONDS) == 0
        assert demo.stdout
        assert demo.stdout.read().endswith("The demo has ended.\n")
    assert not any(is_there(pid) for pid in started)
    assert (tmp_path / "var" / "demo" / "bot.log").exists()


def test_a_bot_that_is_killed_is_started_again(tmp_path: Path) -> None:
    """Kill it and watch it go on; when the stage is killed, the demo says so and ends."""
    with begun(tmp_path, "demo", "--port", "0") as demo:
        address(demo)
        first = child(demo, "poll")
        os.kill(first, signal.SIGKILL)
        assert demo.stdout
        for line in demo.stdout:
            if line == "The bot ended (-9); starting it …\n":
                break
        second = child(demo, "poll")
        assert second != first
        os.kill(child(demo, "simulator"), signal.SIGKILL)
        assert demo.wait(PATIENCE_SECONDS) == 1
        assert demo.stderr
        assert demo.stderr.read().startswith("The demo cannot go on: the stage ended (-9)")
    assert not is_there(second)


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    """With the way out of it."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = str(door.getsockname()[1])
        with begun(tmp_path, "demo", "--port", port) as demo:
            _, complaints = demo.communicate(timeout=PATIENCE_SECONDS)
    assert demo.returncode == 1
    assert f"port {port} cannot be had" in complaints
    assert complaints.endswith("choose another one with --port\n")


def test_a_second_demo_leaves_the_first_one_its_world(tmp_path: Path) -> None:
    """It is refused before anything of the first one's is cleared away."""
    with begun(tmp_path, "demo", "--port", "0") as first:
        address(first)
        kept = set((tmp_path / "var" / "demo").iterdir())
        with begun(tmp_path, "demo", "--port", "0") as second:
            _, complaints = second.communicate(timeout=PATIENCE_SECONDS)
        assert second.returncode == 1
        assert "another one runs in var/demo; end that one first" in complaints
        assert kept <= set((tmp_path / "var" / "demo").iterdir())
        first.terminate()
        assert first.wait(PATIENCE_SECONDS) == 0
