from __future__ import annotations

import os
import subprocess
import sys

from bench import usage

STAT = "42 (a (strange) name) S 7 42 42 0 -1 4194304 100 200 0 0 11 12 13 14 20 0"


def test_a_process_may_be_called_anything() -> None:
    """Blanks and brackets in its name shift no field."""
    fields = usage.fields_of(STAT)

    assert fields[usage.PARENT] == "7"
    assert fields[usage.USER : usage.REAPED_SYSTEM + 1] == ["11", "12", "13", "14"]


def test_what_a_child_used_counts_after_its_end() -> None:
    """The work of a process that was waited for is its parent's."""
    before = usage.cpu_seconds([os.getpid()])
    work = "import time\nwhile time.process_time() < 0.3: pass"
    subprocess.run([sys.executable, "-c", work], check=True)  # noqa: S603 - the test's own words
    after = usage.cpu_seconds([os.getpid()])

    known = before is not None and after is not None
    assert known == usage.PROC.joinpath("self", "stat").exists()
    assert not known or (after or 0) - (before or 0) >= 0.25
