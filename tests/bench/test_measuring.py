from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bench.table import BEGIN, END, HEADINGS

ROOT = Path(__file__).parents[2]
FAILED = HEADINGS.index("wrong or missing")


def _bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the project's own command
        [sys.executable, "-m", "bench", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_tiny_run_ends_with_right_customers_and_a_table(tmp_path: Path) -> None:
    """Four people at once, eight registrations, the floor and our bot on SQLite."""
    page = tmp_path / "benchmark.md"
    page.write_text(f"{BEGIN}\n{END}\n")
    load = ("--people", "4", "--registrations", "8", "--rounds", "1", "--retries", "0")

    done = _bench(*load, "--only", "ours-sqlite", "--write", str(page))

    assert done.returncode == 0, done.stderr
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in page.read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]
    assert rows[0] == list(HEADINGS)
    assert [(row[0], row[FAILED]) for row in rows[2:]] == [("floor", "0"), ("ours-sqlite", "0")]
    assert "ours-sqlite: " in done.stderr


def test_a_bot_nobody_knows_is_named_with_those_there_are() -> None:
    """A slip of the pen does not measure nothing."""
    done = _bench("--only", "theirs")

    assert done.returncode == 2
    assert "theirs: there are floor, ours-sqlite, ours-postgres" in done.stderr
